#include "outside/archive.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

namespace archive_test {

using namespace veche::outside;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("veche-archive-" + std::to_string(::getpid()));
    Folder()
    {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
};

std::string read(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace

TEST_CASE("what was put into an archive comes out of it")
{
    const Folder folder;
    write(folder.path / "a", "Юрга");
    write(folder.path / "b", std::string(300'000, 'x'));
    write_archive(folder.path / "zip", {{"veche.db", folder.path / "a"}, {"media/2021/b.webp", folder.path / "b"}});
    read_archive(folder.path / "zip", folder.path / "out");
    CHECK(read(folder.path / "out/veche.db") == "Юрга");
    CHECK(read(folder.path / "out/media/2021/b.webp") == std::string(300'000, 'x'));
}

TEST_CASE("an archive with any one byte changed, or cut anywhere, is refused and leaves nothing behind")
{
    const Folder folder;
    write(folder.path / "a", "Юрга, 2021");
    write_archive(folder.path / "zip", {{"veche.db", folder.path / "a"}});
    const std::string whole = read(folder.path / "zip");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = char(damaged[at] ^ 0x20);
        write(folder.path / "damaged", damaged);
        CHECK_THROWS_AS(read_archive(folder.path / "damaged", folder.path / "out"), std::runtime_error);
        write(folder.path / "damaged", whole.substr(0, at));
        CHECK_THROWS_AS(read_archive(folder.path / "damaged", folder.path / "out"), std::runtime_error);
        CHECK(!fs::exists(folder.path / "out"));
    }
}

}  // namespace archive_test
