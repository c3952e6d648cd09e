// Photographs that the plan kept before there were albums.

#include <doctest/doctest.h>

#include "app/album/store.hpp"
#include "app/store_media.hpp"
#include "test_database.hpp"

namespace migration_test {

using namespace veche;
using namespace veche::app;

namespace {

constexpr Id<Town> here{1};

std::vector<db::Migration> before_albums()
{
    auto all = veche::test::embedded_migrations();
    std::erase_if(all, [](const db::Migration& one) { return one.name >= "0029"; });
    return all;
}

/// Three happenings of one line, the first two held; each with a photograph, and one of a happening that is gone.
void fill(db::Session& tx)
{
    tx.execute(
        "INSERT INTO towns (id, slug, name, host, base_url, timezone, colour, emblem, uuid, version, created_at)"
        " VALUES (1, 'a', 'A', 'a', '', 'Asia/Novokuznetsk', '', '', '', 1, 0)");
    tx.execute("INSERT INTO plans (town_id, id, year, title, created_at) VALUES (1, 5, 2021, 'План', 0)");
    tx.execute(
        "INSERT INTO plan_lines (town_id, id, plan_id, position, title, kind, when_text, precision_of, repeats,"
        " periods, place, responsible, audience, age_mark, warnings, stage, announced_at, imported, sequence, version,"
        " created_at, updated_at) VALUES (1, 7, 5, 1, 'Строка', 'event', '', 'none', 'none', '', '', '', '', '0+', '',"
        " 'announced', 0, '', 0, 1, 0, 0)");
    for (int id = 1; id <= 4; ++id) {
        const std::string name = std::string(63, 'a') + std::to_string(id), outcome = id < 3 ? "held" : "ahead";
        if (id < 4)
            tx.execute(
                "INSERT INTO plan_happenings (town_id, id, plan_id, line_id, position, period, quarter, outcome, told,"
                " told_at, held_first, held_last, participants) VALUES (1, :id, 5, 7, :id, '', 1, :outcome, 'Было.', 0,"
                " 1, 1, 5)",
                {{"id", id}, {"outcome", outcome}});
        tx.execute(
            "INSERT INTO plan_photos (town_id, id, line_id, happening_id, position, large, middle, small, share, width,"
            " height, alt, author, focus_x, focus_y, people, version, added_at) VALUES (1, :id, 7, :id, 1, :name, 'm',"
            " 's', 'j', 400, 300, 'Липа', 'Анна', 50, 0, :people, 3, 9)",
            {{"id", id}, {"name", name}, {"people", id == 2 ? "ask" : "agreed"}});
        tx.execute("INSERT INTO media (town_id, name, object, released_at) VALUES (1, :name, :object, NULL)",
                   {{"name", name}, {"object", "photo/" + std::to_string(id)}});
    }
}

}  // namespace

TEST_CASE("the photographs of the plan go over into albums with all they have, and are shown as before")
{
    veche::test::for_each_engine(before_albums(), [](db::Database& database) {
        database.change([](db::Session& tx) {
            fill(tx);
            return db::Outcome::keep;
        });
        db::Migrator(veche::test::embedded_migrations()).run(database, Instant{0});
        database.read([](db::Session& db) {
            for (std::int64_t id = 1; id <= 3; ++id) {
                const auto photos = album::store::list_photos(db, here, {"happening", id});
                REQUIRE(photos.size() == 1);
                const auto& photo = photos[0];
                CHECK(photo.id.value() == id);
                CHECK(photo.files == KeptPicture{std::string(63, 'a') + std::to_string(id), "m", "s", "j", 400, 300});
                CHECK(photo.words == album::PhotoWords{.alt = "Липа",
                                                       .author = "Анна",
                                                       .rights = "",
                                                       .focus = {50, 0},
                                                       .people = id == 2 ? album::People::ask : album::People::agreed});
                CHECK(photo.version == 3);
                CHECK(photo.added == Instant{9});
            }
            const auto shown = album::store::list_shown_of_shelf(db, here, "happening", 5);
            REQUIRE(shown.size() == 1);  // the second is to be asked, the third was not held
            CHECK(shown[0].id.value() == 1);
            const auto places = album::store::list_places(db, here, shown[0].files.large);
            REQUIRE(places.size() == 1);
            CHECK(places[0].shown);
            CHECK(places[0].part_of == 7);
            // The fourth belongs to nothing: its file may go, the others' stay.
            CHECK(store::list_media_held(db, here).size() == 3);
            CHECK(album::store::list_photos(db, here, {"happening", 4}).empty());
        });
    });
}

}  // namespace migration_test
