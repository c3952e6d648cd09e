#include <atomic>
#include <thread>

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
        in_tx([&](db::Session& tx) { CHECK_FALSE(store::count_periodic_failure(tx, town, "sweep", house.now + 2s)); });
        CHECK(due() == house.now + 24h);
        in_tx([&](db::Session& tx) { CHECK(store::count_periodic_failure(tx, town, "sweep", house.now + 24h) == 1); });
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
