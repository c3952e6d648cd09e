#include <atomic>
#include <thread>

#include "app/jobs.hpp"
#include "app/search.hpp"
#include "app/tests/house.hpp"

// What several processes do side by side.

namespace side_by_side_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

TEST_CASE("a job that another process has done is not called sooner by a failure of this one")
{
    for_each_database([](db::Database& database) {
        const House house(database, {});
        const Id<Town> town(1);
        const auto in_tx = [&](auto deed) {
            database.change([&](db::Session& tx) {
                deed(tx);
                return db::Outcome::keep;
            });
        };
        const auto due = [&] {
            Instant due{};
            database.read([&](db::Session& db) { due = store::list_periodic(db).at(0).due; });
            return due;
        };
        in_tx([&](db::Session& tx) { store::claim_periodic(tx, town, "sweep", house.now, house.now + 24h); });
        in_tx([&](db::Session& tx) {
            CHECK_FALSE(store::count_periodic_failure(tx, town, "sweep", "broken", house.now + 2s));
        });
        CHECK(due() == house.now + 24h);
        in_tx([&](db::Session& tx) {
            CHECK(store::count_periodic_failure(tx, town, "sweep", "broken", house.now + 24h) == 1);
        });
    });
}

TEST_CASE("what another process changes is followed while a job takes its time")
{
    veche::test::for_each_place([](const veche::test::EmptyPlace& place, veche::test::Where where) {
        if (where != veche::test::Where::postgres) return;  // with one writer, its job is waited for anyway
        const auto database = db::Database::open({place.url()});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        std::atomic<bool> working = false, followed = false;
        Feature slow;
        slow.name = "slow";
        slow.periodic = {{"slow", 1h, [&](Work&) {
                              working = true;
                              working.notify_one();
                              for (int i = 0; i < 3'000 && !followed; ++i) std::this_thread::sleep_for(10ms);
                          }}};
        House house(*database, {slow});
        const Town& town = house.towns[0];
        // Touched before the job begins, and seen by nobody yet.
        database->change([&](db::Session& tx) {
            Town renamed = town;
            renamed.name = "Новый город";
            store::update_town(tx, renamed);
            store::insert_touch(tx, town.id, "town", 4242);
            return db::Outcome::keep;
        });
        Jobs jobs(house.site);
        std::thread job([&] { jobs.run_once(); });
        working.wait(false);
        jobs.follow(0);
        CHECK(house.site.towns().find_slug("yurga")->name == "Новый город");
        followed = true;
        job.join();
    });
}

TEST_CASE("of processes that start at once one folds anew, and the others wait for it longer than a statement may take")
{
    veche::test::for_each_place([](const veche::test::EmptyPlace& place, veche::test::Where) {
        const auto database = db::Database::open({.url = place.url(), .statement_timeout = 1s});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        House s(*database, {});
        std::atomic<bool> folding = false;
        std::thread first([&] {
            s.site.change(s.towns[0], {}, [&](Work& work) {
                CHECK(search::begin_rebuild(work));
                folding = true;
                folding.notify_one();
                if (database->engine() == db::Engine::postgres) std::this_thread::sleep_for(1500ms);
                search::rebuild(work);
                return db::Outcome::keep;
            });
        });
        folding.wait(false);
        bool again = true;
        CHECK_NOTHROW(s.site.change(s.towns[0], {}, [&](Work& work) {
            again = search::begin_rebuild(work);
            return db::Outcome::roll_back;
        }));
        CHECK_FALSE(again);
        first.join();
    });
}

}  // namespace side_by_side_test
