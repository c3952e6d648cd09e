#include "outside/archive.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "test_files.hpp"

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
    CHECK(veche::test::bytes_of(folder.path / "out/veche.db") == "Юрга");
    CHECK(veche::test::bytes_of(folder.path / "out/media/2021/b.webp") == std::string(300'000, 'x'));
}

TEST_CASE("an archive with any one byte changed, or cut anywhere, is refused and leaves nothing behind")
{
    const Folder folder;
    write(folder.path / "a", "Юрга, 2021");
    write_archive(folder.path / "zip", {{"veche.db", folder.path / "a"}});
    const std::string whole = veche::test::bytes_of(folder.path / "zip");
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

TEST_CASE("an archive of ten thousand photographs comes back whole")
{
    const Folder folder;
    std::vector<ArchivePart> parts;
    for (int i = 0; i < 10'000; ++i) {
        // Long names, so that ten thousand make a manifest of five megabytes, as sixty thousand photographs do.
        const auto name = fmt::format("media/{0:0>200}/{0:0>200}.webp", i);
        if (i < 100) write(folder.path / std::to_string(i), std::to_string(i));
        parts.push_back({name, folder.path / std::to_string(i % 100)});
    }
    write_archive(folder.path / "zip", parts);
    read_archive(folder.path / "zip", folder.path / "out");
    std::size_t right = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
        right += veche::test::bytes_of(folder.path / "out" / parts[i].name) == std::to_string(i % 100);
    CHECK(right == parts.size());
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 102);  // nothing is left beside it
}

}  // namespace archive_test
