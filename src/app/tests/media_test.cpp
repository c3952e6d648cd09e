#include "app/media.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "app/ids.hpp"
#include "app/store.hpp"
#include "app/store_media.hpp"
#include "test_database.hpp"

namespace media_test {

using namespace veche;
using namespace veche::app;
using outside::ImageFormat;

namespace {

namespace fs = std::filesystem;

constexpr Id<Town> here{1}, there{2};
constexpr Instant now{1'900'000'000'000};
constexpr std::int64_t day = 86'400'000;

class Folder {
public:
    Folder() : path(fs::temp_directory_path() / ("veche-media-" + std::to_string(::getpid()))) { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
    std::vector<fs::path> files() const
    {
        std::vector<fs::path> all;
        if (!fs::exists(path)) return all;
        for (const auto& entry : fs::recursive_directory_iterator(path))
            if (entry.is_regular_file()) all.push_back(entry.path());
        return all;
    }
    const fs::path path;
};

}  // namespace

TEST_CASE("only the name of a medium is a name: no way out of the folder, no other spelling")
{
    const std::string digest(64, 'a');
    CHECK(MediaName::parse(digest + ".webp"));
    CHECK(MediaName::parse(digest + ".jpg"));
    for (const std::string& name :
         {digest, digest + ".svg", digest + ".webp ", digest + ".WEBP", digest + ".jpg.html",
          std::string(64, 'A') + ".jpg", "../" + digest + ".jpg", digest.substr(3) + "../.jpg", std::string(),
          std::string("."), std::string(".webp"), "/etc/" + digest.substr(5) + ".jpg",
          digest.substr(0, 63) + std::string(1, '\0') + ".jpg", digest + "a.jpg", digest.substr(1) + ".jpg",
          "." + digest.substr(1) + ".jpg"})
        CHECK_MESSAGE(!MediaName::parse(name), name);
}

TEST_CASE("a medium is kept under the digest of its content, by its town, once")
{
    const Folder folder;
    const Media media(outside::open_folder(folder.path));
    const auto name = media.put(here, "abc", ImageFormat::webp);
    CHECK(name.text() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.webp");
    CHECK(media.put(here, "abc", ImageFormat::webp).text() == name.text());
    CHECK(folder.files().size() == 1);
    CHECK(media.find(here, name) == "abc");
    CHECK_FALSE(media.find(there, name));
    CHECK(name.names("abc"));
    CHECK_FALSE(name.names("abd"));
    CHECK((fs::status(folder.files().front()).permissions() & fs::perms::others_all) == fs::perms::none);
}

TEST_CASE("a medium that cannot be written is told, and leaves no part behind")
{
    const Folder folder;
    fs::create_directories(folder.path / id_text(here.value()));
    std::ofstream(folder.path / id_text(here.value()) / "ba") << "a file where a folder is needed";
    CHECK_THROWS(Media(outside::open_folder(folder.path)).put(here, "abc", ImageFormat::webp));
    CHECK(folder.files().size() == 1);
}

TEST_CASE("a medium is held as long as anything needs it, and remembered for a day after")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        const auto change = [&](auto command) {
            database.change([&](db::Session& tx) {
                command(tx);
                return db::Outcome::keep;
            });
        };
        change([](db::Session& tx) {
            for (const auto id : {here, there}) {
                Town town;
                town.id = id;
                town.slug = town.host = id == here ? "yurga" : "taiga";
                town.name = "Юрга";
                town.base_url = "https://" + town.host;
                town.colour = "#0b5d66";
                town.uuid = random_uuid();
                store::insert_town(tx, town, now);
            }
            store::hold_media(tx, here, "a.webp", "photo/1");
            store::hold_media(tx, here, "a.webp", "photo/2");
            store::hold_media(tx, here, "a.webp", "photo/2");
            store::hold_media(tx, there, "b.webp", "photo/1");
        });
        const auto held = [&](Id<Town> town, std::string_view name) {
            bool yes = false;
            database.read([&](db::Session& session) {
                const auto all = store::list_media_held(session, town);
                yes = std::ranges::find(all, name) != all.end();
            });
            return yes;
        };
        CHECK(held(here, "a.webp"));
        CHECK_FALSE(held(there, "a.webp"));
        change([](db::Session& tx) { store::release_media(tx, here, "photo/1", now); });
        CHECK(held(here, "a.webp"));
        CHECK(held(there, "b.webp"));
        change([](db::Session& tx) { store::release_media(tx, here, "photo/2", now); });
        CHECK_FALSE(held(here, "a.webp"));
        const auto remembered = [&](Instant before) {
            bool known = false;
            change([&](db::Session& tx) {
                CHECK_FALSE(store::forget_media_released(tx, here, before));
                known = store::is_media_known(tx, here, "a.webp");
            });
            return known;
        };
        CHECK(remembered(now));
        CHECK_FALSE(remembered(now + std::chrono::milliseconds(1)));
        change([](db::Session& tx) { store::hold_media(tx, here, "a.webp", "photo/1"); });
        CHECK(held(here, "a.webp"));
    });
}

TEST_CASE("a medium that is missing or has another content is told of")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        const Folder folder;
        const Media media(outside::open_folder(folder.path));
        const auto name = media.put(here, "abc", ImageFormat::webp);
        database.change([&](db::Session& tx) {
            Town town;
            town.id = here;
            town.slug = town.host = "yurga";
            town.name = "Юрга";
            town.base_url = "https://yurga";
            town.colour = "#0b5d66";
            town.uuid = random_uuid();
            store::insert_town(tx, town, now);
            store::hold_media(tx, here, name.text(), "photo/1");
            return db::Outcome::keep;
        });
        const auto faults = [&] {
            std::string wrong;
            database.read([&](db::Session& session) { wrong = media::faults(session, here, media); });
            return wrong;
        };
        CHECK(faults().empty());
        std::ofstream(folder.files().front()) << "abd";
        CHECK(faults() == "media " + name.text() + " is damaged");
        fs::remove(folder.files().front());
        CHECK(faults() == "media " + name.text() + " is missing");
    });
}

}  // namespace media_test
