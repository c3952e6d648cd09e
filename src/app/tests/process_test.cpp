#include "app/process.hpp"

#include <doctest/doctest.h>

#include "app/store_touches.hpp"
#include "app/tests/house.hpp"

namespace process_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

TEST_CASE("a process knows itself by one number")
{
    CHECK(process_number() == process_number());
    CHECK(process_number() > 0);
}

TEST_CASE("a town is found by its host and by its slug, exactly")
{
    for_each_database([](db::Database& database) {
        House house(database, {}, {town_named("yurga", 1), town_named("anzhero", 2)});
        auto& towns = house.site.towns();
        REQUIRE(towns.all()->size() == 2);
        REQUIRE(towns.find_host("anzhero.example"));
        CHECK(towns.find_host("anzhero.example")->id == Id<Town>(2));
        CHECK(towns.find_slug("yurga")->id == Id<Town>(1));
        for (const std::string_view host : {"", "yurga", "yurga.example.", "www.yurga.example", "YURGA.example"})
            CHECK_MESSAGE(!towns.find_host(host), host);
        CHECK(!towns.find_slug("yurga.example"));
        CHECK(towns.find_host("yurga.example")->zone.name() == "Asia/Novokuznetsk");
    });
}

TEST_CASE("a town keeps its copy while another thread reads the list anew")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        const auto before = house.site.towns().find_slug("yurga");
        Town changed = *before;
        changed.name = "Юрга";
        house.site.change(changed, staff({Role::administrator}), [&](Work& work) {
            store::update_town(work.tx, changed);
            work.touch("town");
            return db::Outcome::keep;
        });
        CHECK(before->name == "Город yurga");
        CHECK(house.site.towns().find_slug("yurga")->name == "Юрга");
    });
}

TEST_CASE("what another process touched is dropped here, and its new town is served")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        // Another process: its own number, its own towns.
        database.change([&](db::Session& tx) {
            store::insert_town(tx, town_named("anzhero", 2), house.now);
            Town changed = house.towns.front();
            changed.name = "Юрга";
            store::update_town(tx, changed);
            store::insert_touch(tx, changed.id, "town", process_number() + 1);
            return db::Outcome::keep;
        });
        CHECK(house.site.towns().all()->size() == 1);
        house.site.follow_touches();
        REQUIRE(house.site.towns().all()->size() == 2);
        CHECK(house.site.towns().find_slug("yurga")->name == "Юрга");
    });
}

}  // namespace process_test
