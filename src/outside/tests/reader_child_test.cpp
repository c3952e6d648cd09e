#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "outside/image.hpp"
#include "outside/sandbox.hpp"
#include "outside/table.hpp"
#include "test_files.hpp"

namespace reader_child_test {

// The test program is also the child that reads tables, and a child that misbehaves. This object is made before main of
// the tests.
namespace {

[[noreturn]] void misbehave(const std::string& how)
{
    if (how == "spin")
        for (;;) asm volatile("");
    if (how == "sleep")
        for (;;) pause();
    if (how == "crash") raise(SIGSEGV);
    if (how == "flood")
        for (const std::string piece(65'536, 'x');;) std::fwrite(piece.data(), 1, piece.size(), stdout);
    if (how == "eat") {
        std::vector<std::string> eaten;
        try {
            for (;;) eaten.emplace_back(1 << 24, 'x');
        } catch (const std::bad_alloc&) {
            _exit(9);
        }
    }
    if (how.starts_with("say ")) {
        std::fputs(how.c_str() + 4, stdout);
        std::fflush(stdout);
        _exit(0);
    }
    if (how.starts_with("refuse ")) {
        std::fputs(how.c_str() + 7, stdout);
        std::fflush(stdout);
        _exit(3);
    }
    if (how == "environment") {
        int count = 0;
        for (char** one = environ; one && *one; ++one) ++count;
        std::printf("%d", count);
        std::fflush(stdout);
        _exit(0);
    }
    if (how == "report") {
        rlimit files{};
        getrlimit(RLIMIT_FSIZE, &files);
        int open_descriptors = 0;
        for (int number = 3; number < 1024; ++number) open_descriptors += fcntl(number, F_GETFD) != -1;
        std::printf("%d %d %d", open_descriptors, files.rlim_cur == 0 ? 1 : 0, getc(stdin) == EOF ? 1 : 0);
        std::fflush(stdout);
        _exit(0);
    }
    _exit(1);
}

bool opens(const char* path, int how)
{
    const int file = open(path, how, 0600);
    if (file >= 0) close(file);
    return file >= 0;
}

bool connects()
{
    const int to = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(1);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Nobody listens there: whoever is told so has gone out.
    return to >= 0 &&
           (connect(to, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno == ECONNREFUSED);
}

bool starts_process()
{
    const pid_t process = fork();
    if (process == 0) _exit(0);
    return process > 0;
}

/// Tries what a decoder that was taken over would try, and prints what it succeeds in.
void probe(const std::string& input)
{
    const auto tell = [](const char* deed, bool done) {
        if (done) std::printf(" %s", deed);
    };
    std::printf("\nprobed:");
    tell("read", opens("/etc/passwd", O_RDONLY));
    tell("environment", opens("/proc/self/environ", O_RDONLY));
    tell("input", opens(input.c_str(), O_RDONLY));
    tell("folder", opens("/", O_RDONLY | O_DIRECTORY));
    tell("overwrite", opens(input.c_str(), O_WRONLY));
    tell("create", opens((input + ".new").c_str(), O_WRONLY | O_CREAT));
    tell("rename", rename(input.c_str(), (input + ".moved").c_str()) == 0);
    tell("connect", connects());
    const int local = socket(AF_UNIX, SOCK_DGRAM, 0);
    tell("socket", local >= 0);
    tell("process", starts_process());
    tell("trace",
         ptrace(PTRACE_PEEKUSER, getppid(), nullptr, nullptr) == -1 && errno == ESRCH);  // may ask, had not attached
    tell("signal", kill(getppid(), 0) == 0);
    tell("code", mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    const rlimit wide{1024, 1024};
    tell("limit", setrlimit(RLIMIT_NOFILE, &wide) == 0);
    char* const arguments[] = {const_cast<char*>("/bin/true"), nullptr};
    std::fflush(stdout);
    execve(arguments[0], arguments, nullptr);
    std::printf(" stayed");
    std::fflush(stdout);
}

struct ReaderChild {
    ReaderChild()
    {
        auto arguments = veche::test::own_arguments();
        if (arguments.size() < 3) return;
        const std::string walls = arguments[1].starts_with("probe") ? arguments[1] : "";
        if (!walls.empty()) arguments.erase(arguments.begin() + 1);
        if (walls == "probe-files-and-network") veche::outside::forbid_files_and_network();
        if (walls == "probe-computing") veche::outside::allow_only_computing(veche::outside::Threads::none);
        if (!walls.empty() && walls != "probe") {
            probe(arguments.at(1));
            _exit(0);
        }
        if (arguments[1] == "misbehave") misbehave(arguments[2]);
        const bool pictures = arguments[1] == "make-pictures";
        if (!pictures && arguments[1] != "read-table") return;
        std::vector<char*> words;
        for (auto& argument : arguments) words.push_back(argument.data());
        const int count = static_cast<int>(words.size());
        const int code = pictures ? veche::outside::make_pictures_main(count, words.data())
                                  : veche::outside::read_table_main(count, words.data());
        std::fflush(stdout);
        if (!walls.empty()) probe(arguments.at(2));
        _exit(code);
    }
} const reader_child;

}  // namespace

}  // namespace reader_child_test
