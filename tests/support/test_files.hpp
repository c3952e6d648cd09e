#pragma once

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace veche::test {

/// Of a file, or of all files in a folder and below one after another. Of what cannot be read nothing.
inline std::string bytes_of(const std::filesystem::path& place)
{
    std::string bytes;
    const auto append = [&](const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(in), {});
    };
    if (!std::filesystem::is_directory(place))
        append(place);
    else
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) append(entry.path());
    return bytes;
}

/// With what this program was started, known before main: a test program is also the children that it starts.
inline std::vector<std::string> own_arguments()
{
    const std::string all = bytes_of("/proc/self/cmdline");
    std::vector<std::string> arguments;
    for (std::size_t at = 0; at < all.size(); at = all.find('\0', at) + 1) arguments.emplace_back(all.c_str() + at);
    return arguments;
}

/// Made before main: where this program was started with that word, it is that child and nothing more.
class ChildProgram {
public:
    ChildProgram(std::string_view word, int (*child)(int, char**))
    {
        auto arguments = own_arguments();
        if (arguments.size() < 2 || arguments[1] != word) return;
        std::vector<char*> words;
        for (auto& argument : arguments) words.push_back(argument.data());
        const int code = child(static_cast<int>(words.size()), words.data());
        std::fflush(stdout);
        _exit(code);
    }
};

}  // namespace veche::test
