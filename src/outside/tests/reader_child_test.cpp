#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "outside/image.hpp"
#include "outside/table.hpp"

namespace reader_child_test {

// The test program is also the child that reads tables, and a child that misbehaves. This object is made before main of
// the tests.
namespace {

std::vector<std::string> own_arguments()
{
    std::ifstream in("/proc/self/cmdline", std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::vector<std::string> arguments;
    for (std::size_t at = 0; at < all.size(); at = all.find('\0', at) + 1) arguments.emplace_back(all.c_str() + at);
    return arguments;
}

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

struct ReaderChild {
    ReaderChild()
    {
        auto arguments = own_arguments();
        if (arguments.size() < 3) return;
        if (arguments[1] == "misbehave") misbehave(arguments[2]);
        const bool pictures = arguments[1] == "make-pictures";
        if (!pictures && arguments[1] != "read-table") return;
        std::vector<char*> words;
        for (auto& argument : arguments) words.push_back(argument.data());
        const int count = static_cast<int>(words.size());
        const int code = pictures ? veche::outside::make_pictures_main(count, words.data())
                                  : veche::outside::read_table_main(count, words.data());
        std::fflush(stdout);
        _exit(code);
    }
} const reader_child;

}  // namespace

}  // namespace reader_child_test
