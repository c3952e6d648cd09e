#include "app/media_sweep.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/ids.hpp"
#include "app/media_place.hpp"
#include "app/parking.hpp"
#include "app/store.hpp"
#include "app/store_media.hpp"
#include "app/store_parking.hpp"
#include "test_database.hpp"

namespace media_sweep_test {

using namespace veche;
using namespace veche::app;
using outside::ImageFormat;
namespace fs = std::filesystem;

namespace {

constexpr Id<Town> here{1}, there{2};
constexpr std::int64_t hour = 3'600'000;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("veche-sweep-" + std::to_string(::getpid()));
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

Town town_of(Id<Town> id, const std::string& slug)
{
    Town town;
    town.id = id;
    town.slug = town.host = slug;
    town.name = "Юрга";
    town.base_url = "https://" + slug;
    town.colour = "#0b5d66";
    town.uuid = random_uuid();
    return town;
}

/// Two towns and their files; the clock stands hours after the files were put, and they are never touched for that.
class Towns {
public:
    explicit Towns(db::Database& database) : database(database)
    {
        database.change([](db::Session& tx) {
            store::insert_town(tx, town_of(here, "yurga"), Instant{1});
            store::insert_town(tx, town_of(there, "taiga"), Instant{1});
            return db::Outcome::keep;
        });
        site = std::make_unique<Site>(database, std::vector<Feature>{},
                                      Site::Settings{.key = Secret<>(std::string(32, 'k')),
                                                     .metrics_token = "",
                                                     .clock = [this] { return now; },
                                                     .identify = {},
                                                     .touch_session = {},
                                                     .more_metrics = {}});
        now = newest_file() + std::chrono::milliseconds(25 * hour);
    }

    void hold(Id<Town> town, const MediaName& name)
    {
        database.change([&](db::Session& tx) {
            store::hold_media(tx, town, name.text(), "photo/1");
            return db::Outcome::keep;
        });
    }
    int sweep() { return MediaSweep(*site, media).run_once(); }
    void wait(int hours) { now = now + std::chrono::milliseconds(hours * hour); }
    Instant newest_file() const
    {
        const auto probe = media->put(here, "probe", ImageFormat::webp);
        Instant newest{};
        media->files().list("", [&](const outside::StoredFile& file) {
            if (file.changed.milliseconds > newest.milliseconds) newest = file.changed;
        });
        media->files().remove(media::key(here, probe.text()));
        return newest;
    }

    db::Database& database;
    Folder folder;
    std::shared_ptr<const Media> media = std::make_shared<const Media>(outside::open_folder(folder.path));
    Instant now{};
    std::unique_ptr<Site> site;
};

/// A place that cannot be reached.
class Away : public outside::FileStore {
public:
    void put(const std::string&, std::string_view) override { fail(); }
    std::optional<std::string> find(const std::string&) override { fail(); }
    void remove(const std::string&) override { fail(); }
    void list(const std::string&, const std::function<void(const outside::StoredFile&)>&) override { fail(); }
    std::string place() const override { return "nowhere"; }

private:
    [[noreturn]] static void fail() { throw outside::FilesAway("the bucket is away"); }
};

}  // namespace

TEST_CASE("a sweep that fails again and again is told of until it has run well")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        Towns towns(database);
        const auto failing = [&](Id<Town> town) {
            std::vector<store::FailingJob> failing;
            database.read(
                [&](db::Session& session) { failing = store::list_failing_jobs(session, town, failures_told); });
            return failing;
        };
        MediaSweep away(*towns.site, std::make_shared<const Media>(std::make_shared<Away>()));
        for (int times = 0; times < failures_told; ++times) {
            CHECK(failing(here).empty());
            away.run_once();
            towns.wait(7);
        }
        REQUIRE(failing(here).size() == 1);
        CHECK(failing(there).size() == 1);
        CHECK(failing(here)[0].name == "media.sweep");
        CHECK(failing(here)[0].error.find("the bucket is away") != std::string::npos);
        towns.sweep();
        CHECK(failing(here).empty());
    });
}

TEST_CASE("the sweep puts aside what is old and needed by nobody, and forgets it two days later")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        Towns towns(database);
        const auto& media = *towns.media;
        const auto kept = media.put(here, "kept", ImageFormat::webp), old = media.put(here, "old", ImageFormat::jpeg),
                   other = media.put(there, "old", ImageFormat::jpeg);
        towns.hold(here, kept);
        towns.hold(there, other);
        const auto part = towns.folder.path / id_text(here.value()) / ".part-1";
        std::ofstream(part) << "half";
        CHECK(towns.sweep() == 2);
        CHECK_FALSE(fs::exists(part));
        CHECK_FALSE(fs::exists(towns.folder.path / media::key(here, old.text())));
        CHECK(media.find(here, old) == "old");  // as long as it is aside
        CHECK(towns.sweep() == 0);              // not again so soon
        towns.wait(49);
        CHECK(towns.sweep() == 1);
        CHECK_FALSE(media.find(here, old));
        CHECK(media.find(here, kept) == "kept");
        CHECK(media.find(there, other) == "old");
    });
}

TEST_CASE("a picture that is sent again while the sweep takes it is not lost")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        Towns towns(database);
        const auto& media = *towns.media;
        // Nobody needs it when the sweep asks; the commit that does comes a moment after it has gone.
        const auto name = media.put(here, "again", ImageFormat::webp);
        CHECK(towns.sweep() == 1);
        towns.hold(here, name);
        CHECK(media.find(here, name) == "again");
        std::string wrong;
        database.read([&](db::Session& session) { wrong = media::faults(session, here, media); });
        CHECK(wrong.empty());
        towns.wait(49);
        CHECK(towns.sweep() == 0);
        CHECK(fs::exists(towns.folder.path / media::key(here, name.text())));
        CHECK(media.list_aside(here, towns.now).empty());
    });
}

TEST_CASE("of two processes one sweeps")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        Towns towns(database);
        for (int i = 0; i < 5; ++i) towns.media->put(here, std::to_string(i), ImageFormat::webp);
        MediaSweep first(*towns.site, towns.media), second(*towns.site, towns.media);
        CHECK(first.run_once() == 5);
        CHECK(second.run_once() == 0);
    });
}

TEST_CASE("a release is remembered for a day, whole crowds of them too")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        Towns towns(database);
        database.change([&](db::Session& tx) {
            for (int i = 0; i < 1200; ++i) store::hold_media(tx, here, std::to_string(i), "photo/1");
            store::release_media(tx, here, "photo/1", towns.now - std::chrono::hours(25));
            store::hold_media(tx, here, "late", "photo/2");
            store::release_media(tx, here, "photo/2", towns.now - std::chrono::hours(23));
            return db::Outcome::keep;
        });
        towns.sweep();
        database.read([&](db::Session& session) {
            CHECK(store::list_media_since(session, here, Instant{0}) == std::vector<std::string>{"late"});
        });
    });
}

TEST_CASE("photographs have one place: a process that sees another one is told so")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        const Folder folder;
        const auto first = outside::open_folder(folder.path / "a"), second = outside::open_folder(folder.path / "b");
        CHECK(claim_media_place(database, *first).empty());
        CHECK(claim_media_place(database, *first).empty());
        const auto wrong = claim_media_place(database, *second);
        CHECK(wrong.find((folder.path / "b").string()) != std::string::npos);
        CHECK(wrong.find("veche-installation") != std::string::npos);
        CHECK_FALSE(second->find("veche-installation"));
        // Moved with its mark it is the place again; another installation's is not.
        fs::copy(folder.path / "a", folder.path / "b", fs::copy_options::recursive);
        CHECK(claim_media_place(database, *second).empty());
        std::ofstream(folder.path / "b/veche-installation") << "another\n";
        CHECK(claim_media_place(database, *second).find("another installation") != std::string::npos);
        CHECK(fault_of_media_place(*first, *second).find("another installation") != std::string::npos);
        CHECK(fault_of_media_place(*first, *outside::open_folder(folder.path / "c")).empty());
    });
}

}  // namespace media_sweep_test
