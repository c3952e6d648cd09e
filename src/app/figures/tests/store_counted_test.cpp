#include "app/figures/store_counted.hpp"

#include <doctest/doctest.h>

#include "app/tests/house.hpp"
#include "core/errors.hpp"

namespace store_counted_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

constexpr Dimension cup_dimensions[] = {{"colour", "kitchen.colour", ""}, {"shelf", "kitchen.shelf", "", true}};

constexpr CountedRows spoon_rows{
    .rows =
        "SELECT c.id, c.colour, c.shelf, c.bought, c.spoons, c.id AS version FROM cups c WHERE c.town_id = :town"
        " AND c.bought <= :today",
    .dimensions = cup_dimensions,
    .place = {"shelf", "id"},
    .object = "cup",
    .day = "bought",
    .amount = "spoons",
    .title = "'cup ' || colour",
    .page = "'/cups/'",
    .page_id = "id",
    .topic = "kitchen"};

/// A record is a colour.
constexpr CountedRows colour_rows{
    .rows = "SELECT c.colour, c.shelf, c.washed, c.id AS version FROM cups c WHERE c.town_id = :town",
    .dimensions = cup_dimensions,
    .place = {"colour"},
    .by_word = true,
    .object = "colour",
    .at = "washed",
    .title = "colour",
    .page = "'/cups'",
    .gathered = true,
    .personal = true};

constexpr Instant midnight{1'799'946'000'000};  // where 15 January 2027 begins in Novokuznetsk

template <class Look>
void in_kitchen(Look look)
{
    const std::vector<db::Migration> migrations = {
        {"0001_kitchen.sql",
         "CREATE TABLE cups (town_id $ID, id $ID, shelf $ID, colour TEXT, bought INTEGER, washed $INSTANT, spoons"
         " INTEGER, PRIMARY KEY (town_id, id));"}};
    veche::test::for_each_engine(migrations, [&](db::Database& database) {
        const auto town = town_named("yurga", 1);
        const auto today = day_number(town.zone.local(morning).day);
        database.change([&](db::Session& tx) {
            const auto put = [&](int of, int id, int shelf, const char* colour, std::int64_t days, Instant washed) {
                tx.execute("INSERT INTO cups VALUES (:town, :id, :shelf, :colour, :bought, :washed, :spoons)",
                           {{"town", of},
                            {"id", id},
                            {"shelf", shelf},
                            {"colour", colour},
                            {"bought", today + days},
                            {"washed", washed},
                            {"spoons", 1 << id}});
            };
            put(1, 1, 7, "red", -20, midnight - std::chrono::milliseconds(1));
            put(1, 2, 0, "blue", 0, midnight);
            put(1, 3, 7, "red", 0, midnight + std::chrono::hours(24) - std::chrono::milliseconds(1));
            put(1, 4, 8, "green", 1, midnight + std::chrono::hours(24));
            put(2, 5, 7, "red", 0, midnight);
            return db::Outcome::keep;
        });
        database.read([&](db::Session& session) {
            const Actor clerk = staff({Role::clerk});
            View view(session, town, clerk, morning);
            look(view, town.zone.local(morning).day);
        });
    });
}

std::vector<std::string> keys_of(const FigureList& list)
{
    std::vector<std::string> keys;
    for (const auto& record : list.records) keys.push_back(record.key);
    return keys;
}

}  // namespace

TEST_CASE("rows are counted of one town, in their days, by what was chosen, and listed from their place on")
{
    in_kitchen([](View& view, Day today) {
        const auto spoons = counted<spoon_rows>({.id = "kitchen.spoons"});
        CHECK(count(spoons, view, every_day()) == 2 + 4 + 8);  // what is bought tomorrow is not there today
        CHECK(count(spoons, view, {today, today}) == 4 + 8);
        CHECK(count(spoons, view, every_day({{"colour", "red"}})) == 2 + 8);
        CHECK(count(spoons, view, every_day({{"shelf", id_text(7)}})) == 2 + 8);
        CHECK(count(spoons, view, every_day({{"shelf", "none"}})) == 4);
        for (const auto* shelf : {"7", "0", "?", "nonsense"})
            CHECK(count(spoons, view, every_day({{"shelf", shelf}})) == 0);
        const auto shelves = sums(spoons, view, every_day(), {"shelf", "colour"});
        REQUIRE(shelves.size() == 2);
        CHECK(shelves[0].values == std::vector<std::string>{id_text(7), "red"});
        CHECK(shelves[0].amount == 10);
        CHECK(shelves[1].values == std::vector<std::string>{"none", "blue"});
        const auto listed = list(spoons, view, every_day());
        CHECK(keys_of(listed) == std::vector<std::string>{"0.2", "7.1", "7.3"});
        CHECK(keys_of(list(spoons, view, every_day(), "7.1")) == std::vector<std::string>{"7.3"});
        const auto& first = listed.records.at(0);
        CHECK(first.object == "cup/" + id_text(2));
        CHECK(first.title == "cup blue");
        CHECK(first.url == "/cups/" + id_text(2));
        CHECK(first.day == today);
        CHECK(first.amount == 4);
        CHECK_FALSE(first.personal);
        CHECK_THROWS_AS(list(spoons, view, every_day(), "7"), NotFound);
        CHECK(view.topics().back() == "kitchen");
    });
}

TEST_CASE("rows of one place are one record, and a day of moments is the town's")
{
    in_kitchen([](View& view, Day today) {
        const auto colours = counted<colour_rows>({.id = "kitchen.colours"});
        CHECK(count(colours, view, every_day()) == 4);
        CHECK(count(colours, view, {today, today}) == 2);
        const auto listed = list(colours, view, every_day());
        CHECK(keys_of(listed) == std::vector<std::string>{"blue", "green", "red"});
        CHECK(listed.records[2].amount == 2);
        CHECK(listed.records[2].version == 3);
        CHECK(listed.records[2].day == today);
        CHECK(listed.records[2].object == "colour/red");
        CHECK(listed.records[2].url == "/cups");
        CHECK(listed.records[2].personal);
        CHECK(keys_of(list(colours, view, every_day(), "blue")) == std::vector<std::string>{"green", "red"});
        CHECK(keys_of(list(colours, view, every_day({{"colour", "red"}}))) == std::vector<std::string>{"red"});
    });
}

}  // namespace store_counted_test
