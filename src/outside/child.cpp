#include "outside/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>

#include "core/errors.hpp"
#include "outside/sanitized.hpp"

namespace veche::outside {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int cannot_start = 127;

void limit(int resource, rlim_t soft, rlim_t hard)
{
    const rlimit value{soft, hard};
    if (setrlimit(static_cast<__rlimit_resource>(resource), &value) != 0) _exit(cannot_start);
}

// Between fork and exec only async-signal-safe calls are allowed: another thread of the parent may have held the lock
// of malloc at the moment of the fork. So no allocation, no exceptions, no std:: here.
[[noreturn]] void become_child(char* const* arguments, int output, const ChildLimits& limits, pid_t parent)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(cannot_start);
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);

    const int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(nothing, 2) < 0) _exit(cannot_start);
    if (syscall(SYS_close_range, 3U, ~0U, 0U) != 0)
        for (int number = 3; number < 65'536; ++number) close(number);

    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // A courtesy of the kernel, not a promise: many forbid it to ordinary users. The child's own sandbox comes on top.
    syscall(SYS_unshare, CLONE_NEWNET);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_FSIZE, 0, 0);
    limit(RLIMIT_NOFILE, 32, 32);
    limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds), static_cast<rlim_t>(limits.cpu_seconds) + 1);
    if (!sanitized) {
        if (!limits.threads) limit(RLIMIT_NPROC, 0, 0);
        limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
    }
    // What the operator told the server is not the child's business. A sanitizer is told by its environment.
    static char* const nothing_told[] = {nullptr};
    execve(arguments[0], arguments, sanitized ? environ : nothing_told);
    _exit(cannot_start);
}

/// The child from fork to reaping. However this object is left, the process group is dead and the zombie gone.
class Child {
public:
    Child(const std::vector<std::string>& arguments, const ChildLimits& limits)
    {
        std::vector<char*> words;
        for (const auto& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        int ends[2];
        if (arguments.empty() || pipe2(ends, O_CLOEXEC) != 0) throw Unavailable("no pipe for a child process");
        const pid_t parent = getpid();
        process_ = fork();
        if (process_ == 0) become_child(words.data(), ends[1], limits, parent);
        close(ends[1]);
        output_ = ends[0];
        if (process_ < 0) {
            close(output_);
            throw Unavailable("no child process");
        }
    }
    ~Child()
    {
        if (!reaped_) {
            kill_all();
            while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
            }
        }
        close(output_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int output() const { return output_; }
    void kill_all() const
    {
        ::kill(-process_, SIGKILL);  // the group exists only after setsid in the child
        if (!reaped_) ::kill(process_, SIGKILL);
    }

    /// The status once the child has ended, nullopt at the deadline.
    std::optional<int> wait_until(Clock::time_point deadline)
    {
        for (;;) {
            int status = 0;
            const pid_t ended = waitpid(process_, &status, WNOHANG);
            if (ended == process_) {
                reaped_ = true;
                return status;
            }
            if (ended < 0 && errno != EINTR) throw Unavailable("a child process was lost");
            if (Clock::now() >= deadline) return std::nullopt;
            poll(nullptr, 0, 2);
        }
    }

private:
    pid_t process_ = -1;
    int output_ = -1;
    bool reaped_ = false;
};

enum class Read { finished, out_of_time, too_much };

Read read_output(int from, std::size_t most, Clock::time_point deadline, std::string& into)
{
    std::string piece(64 * 1024, '\0');
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return Read::out_of_time;
        pollfd ready{from, POLLIN, 0};
        const int count = poll(&ready, 1, static_cast<int>(std::min<long long>(left, 60'000)));
        if (count < 0 && errno != EINTR) throw Unavailable("a child process was lost");
        if (count <= 0) continue;
        const ssize_t length = read(from, piece.data(), piece.size());
        if (length == 0) return Read::finished;
        if (length < 0) {
            if (errno == EINTR) continue;
            throw Unavailable("a child process was lost");
        }
        if (into.size() + static_cast<std::size_t>(length) > most) return Read::too_much;
        into.append(piece.data(), static_cast<std::size_t>(length));
    }
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, const ChildLimits& limits)
{
    const auto deadline = Clock::now() + std::chrono::seconds(limits.wall_seconds);
    Child child(arguments, limits);
    ChildResult result;
    const Read read = read_output(child.output(), limits.output_bytes, deadline, result.output);
    if (read == Read::out_of_time || read == Read::too_much) {
        result.end = read == Read::too_much ? ChildResult::End::too_much : ChildResult::End::out_of_time;
        return result;
    }
    const auto status = child.wait_until(deadline);
    if (!status) {
        result.end = ChildResult::End::out_of_time;
    } else if (WIFEXITED(*status)) {
        result.end = ChildResult::End::exited;
        result.exit_code = WEXITSTATUS(*status);
        if (result.exit_code == cannot_start) throw Unavailable("a child program cannot be started");
    } else {
        result.end = WTERMSIG(*status) == SIGXCPU ? ChildResult::End::out_of_time : ChildResult::End::crashed;
    }
    return result;
}

}  // namespace veche::outside
