// Runs every kept input of a fuzz target once, without libFuzzer: a fault that was found stays found.
// Built with the sanitizers in ./test, which end the process at the first fault, so its exit code is the verdict.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments)
{
    namespace fs = std::filesystem;
    if (count != 2 || !fs::is_directory(arguments[1])) {
        std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    int replayed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(arguments[1])) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string input{std::istreambuf_iterator<char>(file), {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
        ++replayed;
    }
    std::printf("replayed %d inputs of %s\n", replayed, arguments[1]);
    return replayed > 0 ? 0 : 1;  // an empty corpus checks nothing
}
