#include "outside/sandbox.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>

#include "outside/sanitized.hpp"

namespace veche::outside {

namespace {

// linux/landlock.h of Debian 12 knows version 1 only; the kernel that runs us may know more.
struct LandlockRules {
    std::uint64_t files = 0, network = 0, scopes = 0;
};
constexpr unsigned long landlock_create = 444, landlock_restrict = 446;
constexpr unsigned ask_version = 1;

/// All that this version of Landlock can forbid. What a version does not know it refuses, so each gets its own.
LandlockRules all_rules(long version)
{
    LandlockRules rules;
    const int file_rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    rules.files = (1ULL << file_rights) - 1;
    if (version >= 4) rules.network = 0b11;  // to bind and to connect TCP
    if (version >= 6) rules.scopes = 0b11;   // abstract UNIX sockets, signals
    return rules;
}

std::size_t size_of_rules(long version)
{
    return version >= 6 ? 24 : version >= 4 ? 16 : 8;
}

[[noreturn]] void fail(const char* what)
{
    throw SandboxFailed(what);
}

struct Released {
    void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, Released>;

void allow(const Filter& filter, int call)
{
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) fail("a rule of the sandbox is refused");
}

void allow_when(const Filter& filter, int call, scmp_arg_cmp condition)
{
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1, condition) != 0)
        fail("a rule of the sandbox is refused");
}

void allow_computing(const Filter& filter)
{
    // Descriptors that are there are the input, the output and /dev/null; none can be added.
    for (const int call : {SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev),
                           SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(lseek)})
        allow(filter, call);
    for (const int call : {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
                           SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),
                           SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall)})
        allow(filter, call);
    for (const char* const call :
         {"clock_gettime", "clock_getres", "gettimeofday", "time", "clock_nanosleep", "nanosleep", "getrandom",
          "getpid", "gettid", "getrusage", "sched_yield", "sched_getaffinity", "getcpu"})
        allow(filter, seccomp_syscall_resolve_name(call));
    // fstat of newer C libraries: of a descriptor, that is by an empty name. No filter sees whether it is empty, and Landlock knows no
    // stat: whether a file is there, its size and its times can be found out, what is in it can not.
    allow_when(filter, SCMP_SYS(newfstatat), SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
    // Memory is for data, never for machine code.
    allow_when(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    allow_when(filter, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    // abort() signals its own process, and a limit may be asked but not set.
    allow_when(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())));
    allow_when(filter, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));
}

void allow_threads(const Filter& filter)
{
    allow_when(filter, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    // The flags of clone3 lie in memory, where no filter looks. Without it the C library takes clone.
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) != 0)
        fail("a rule of the sandbox is refused");
    for (const int call : {SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address)}) allow(filter, call);
    allow_when(filter, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
}

}  // namespace

bool forbid_files_and_network()
{
    const long version = syscall(landlock_create, nullptr, 0UL, ask_version);
    if (version < 1) return false;
    const LandlockRules rules = all_rules(version);
    const int all = static_cast<int>(syscall(landlock_create, &rules, size_of_rules(version), 0U));
    if (all < 0) fail("Landlock takes no rules");
    const long wrong = syscall(landlock_restrict, all, 0U);
    close(all);
    if (wrong != 0) fail("Landlock does not hold");
    return true;
}

bool allow_only_computing(Threads threads)
{
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) return false;
    const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter) fail("no memory for the sandbox");
    allow_computing(filter);
    if (threads == Threads::own) allow_threads(filter);
    // A library may have started a thread already.
    if (seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0) fail("threads cannot be put into the sandbox");
    if (seccomp_load(filter.get()) != 0) fail("the sandbox does not hold");
    return true;
}

void enter_sandbox(Threads threads)
{
    if (sanitized) return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("privileges cannot be given up");
    forbid_files_and_network();
    allow_only_computing(threads);
}

}  // namespace veche::outside
