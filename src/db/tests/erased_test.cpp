// What is deleted is gone from the disk, and what another process did is noticed.

#include <doctest/doctest.h>

#include <random>
#include <thread>

#include "test_database.hpp"
#include "test_files.hpp"

namespace erased_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> people{
    {"0001_people.sql",
     "CREATE TABLE people (town_id $ID NOT NULL, id $ID NOT NULL, name TEXT NOT NULL, mail TEXT NOT NULL,\n"
     "  PRIMARY KEY (town_id, id));\nCREATE UNIQUE INDEX people_mail ON people (town_id, mail);\n"}};

}  // namespace

TEST_CASE("of what was deleted not one byte stays in the file or its log, however the rows had been moved about")
{
    test::EmptyPlace place(test::Where::file);
    const auto database = Database::open({place.url()});
    Migrator(people).run(*database, Instant{0});
    std::mt19937 random(152);
    // Keys in no order split pages all over the tree, and each split may leave a copy of a row behind.
    for (int round = 0; round < 60; ++round)
        database->change([&](Session& tx) {
            for (int i = 0; i < 50; ++i) {
                const std::string mark = "erased-" + std::to_string(round) + "-" + std::to_string(i);
                tx.execute("INSERT INTO people VALUES (1, :id, :name, :mail)",
                           {{"id", std::int64_t(random()) << 20 | random() % 1000},
                            {"name", mark + std::string(random() % 400, 'n')},
                            {"mail", mark + "@example.org"}});
            }
            return Outcome::keep;
        });
    database->change([](Session& tx) {
        tx.execute("INSERT INTO people VALUES (1, 1, 'stays', 'stays@example.org')");
        return tx.execute("DELETE FROM people WHERE id > 1") == 3000 ? Outcome::keep : Outcome::roll_back;
    });
    CHECK(test::bytes_of(place.folder()).find("erased-") != std::string::npos);
    database->shred();
    const auto bytes = test::bytes_of(place.folder());
    CHECK(bytes.find("erased-") == std::string::npos);
    CHECK(bytes.find("stays@example.org") != std::string::npos);
    CHECK(database->check() == "");
}

TEST_CASE("a reader that stays keeps the log, and that is told; commands go on")
{
    test::EmptyPlace place(test::Where::file);
    const auto database = Database::open({place.url()});
    Migrator(people).run(*database, Instant{0});
    database->read([&](Session& session) {
        CHECK(session.value<std::int64_t>("SELECT count(*) FROM people") == 0);
        std::thread([&] {
            CHECK_THROWS_AS(database->shred(), Error);
            database->change([](Session& tx) {
                tx.execute("INSERT INTO people VALUES (1, 1, 'a', 'a')");
                return Outcome::keep;
            });
        }).join();
    });
    database->shred();
    CHECK(database->check() == "");
}

TEST_CASE("a process is told that another has committed, and not of its own commits")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::memory) return;
        const auto here = Database::open({place.url()});
        Migrator(people).run(*here, Instant{0});
        const auto there = Database::open({place.url()});
        const auto add = [](Database& database, int id) {
            database.change([&](Session& tx) {
                tx.execute("INSERT INTO people VALUES (1, :id, 'a', :mail)",
                           {{"id", id}, {"mail", std::to_string(id)}});
                return Outcome::keep;
            });
            database.tell_others();
        };
        here->changed_elsewhere();
        there->changed_elsewhere();
        add(*here, 1);
        CHECK_FALSE(here->changed_elsewhere());
        add(*there, 2);
        bool told = false;
        for (int i = 0; i < 3'000 && !told; ++i) {
            told = here->changed_elsewhere();
            if (!told) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        CHECK(told);
        CHECK_FALSE(here->changed_elsewhere());
    });
}

TEST_CASE("a long look is not stopped by the limit of time that pages have")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where) {
        const auto database = Database::open({.url = place.url(), .statement_timeout = std::chrono::milliseconds(20)});
        std::int64_t counted = 0;
        const auto count = [&](Session& session) {
            counted = session.value<std::int64_t>(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000)"
                " SELECT count(*) FROM n");
        };
        CHECK_THROWS_AS(database->read(count), Error);
        CHECK(counted == 0);
        database->read_long(count);
        CHECK(counted == 2'000'000);
    });
}

}  // namespace erased_test
