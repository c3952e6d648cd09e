#include "app/parking.hpp"

#include "app/store_parking.hpp"
#include "app/tests/listening.hpp"

// What no attempt brings about, and what holds nothing up.

namespace parking_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

TEST_CASE("what a listener fails at for hours stands aside, and what comes after it is delivered in its order")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.failing = "mail:2";
        for (int i = 1; i <= 4; ++i) tell(f.house, i);
        run_for_hours(f, jobs, 8);
        CHECK(heard(f.house, "mail") == "1");  // for so long it is tried, and keeps its order
        run_for_hours(f, jobs, 16);
        CHECK(heard(f.house, "mail") == "1 3 4");
        CHECK(heard(f.house, "ledger") == "1 2 3 4");
        CHECK(f.house.audit_fault() == "");
    });
}

TEST_CASE("what stands aside says since when and why, and is told by one attempt more when it is put back")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.failing = "mail:1";
        for (int i = 1; i <= 2; ++i) tell(f.house, i);
        run_for_hours(f, jobs, 12);
        const auto aside = parked(f.house);
        REQUIRE(aside.size() == 1);
        CHECK(aside[0].key.listener == "mail");
        CHECK(aside[0].kind == "told");
        CHECK(aside[0].payload == R"({"number":1})");
        CHECK(aside[0].error == "the post is  closed");
        CHECK(aside[0].announced == morning);
        CHECK(aside[0].parked == morning + 11h);
        const auto put_back = [&] {
            f.house.database.change([&](db::Session& tx) {
                store::unpark(tx, f.house.towns[0].id, aside[0].key, attempts_most - 1, f.house.now);
                return db::Outcome::keep;
            });
            jobs.run_once();
        };
        put_back();
        CHECK(heard(f.house, "mail") == "2");
        CHECK(parked(f.house).size() == 1);
        f.listening.failing.clear();
        put_back();
        CHECK(heard(f.house, "mail") == "2 1");
        CHECK(parked(f.house).empty());
        CHECK(rows_waiting(f.house) == 0);
    });
}

TEST_CASE("what ends its process each time stands aside too")
{
    for_each_fixture([](Fixture& f) {
        for (int i = 1; i <= 2; ++i) tell(f.house, i);
        const Town& town = f.house.towns[0];
        f.house.database.change([&](db::Session& tx) {
            for (const auto& row : store::take_outbox(tx, town.id, f.house.now))
                store::insert_delivery(tx, town.id, row.id, "ledger", f.house.now);
            for (std::int64_t attempt = 0; attempt < attempts_most; ++attempt) {
                const auto due = store::find_due_delivery(tx, town.id, "ledger", f.house.now).value();
                CHECK(store::claim_delivery(tx, town.id, due, f.house.now, f.house.now));
            }
            return db::Outcome::keep;
        });
        Jobs(f.house.site).run_once();
        CHECK(heard(f.house, "ledger") == "2");
        REQUIRE(parked(f.house).size() == 1);
        CHECK(parked(f.house)[0].error == "no attempt came to an end");
    });
}

TEST_CASE("trouble of the database is waited for, however long, and puts nothing aside")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.without_database = "mail:1";
        for (int i = 1; i <= 2; ++i) tell(f.house, i);
        run_for_hours(f, jobs, 50);
        CHECK(parked(f.house).empty());
        CHECK(heard(f.house, "mail").empty());
        f.listening.without_database.clear();
        jobs.run_once();
        CHECK(heard(f.house, "mail") == "1 2");
    });
}

TEST_CASE("a job that fails again and again is told of until it has run well")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        const auto failing = [&] {
            std::vector<store::FailingJob> failing;
            f.house.database.read([&](db::Session& session) {
                failing = store::list_failing_jobs(session, f.house.towns[0].id, failures_told);
            });
            return failing;
        };
        f.listening.sweep_fails = true;
        run_for_hours(f, jobs, failures_told - 1);
        CHECK(failing().empty());
        run_for_hours(f, jobs, 2);
        REQUIRE(failing().size() == 1);
        CHECK(failing()[0].name == "sweep");
        CHECK(failing()[0].error == "the broom is broken");
        CHECK(failing()[0].failures == failures_told + 1);
        CHECK(failing()[0].since == morning);
        f.listening.sweep_fails = false;
        run_for_hours(f, jobs, 1);
        CHECK(failing().empty());
        f.listening.sweep_fails = true;
        run_for_hours(f, jobs, failures_told);
        REQUIRE(failing().size() == 1);
        CHECK(failing()[0].since > morning);
    });
}

TEST_CASE("what a listener of a newer program waits for is left to it")
{
    for_each_fixture([](Fixture& f) {
        for (const std::string_view kind : {"told", "newly told"}) tell(f.house, 1, kind);
        const Town& town = f.house.towns[0];
        f.house.database.change([&](db::Session& tx) {
            const auto rows = store::take_outbox(tx, town.id, f.house.now);
            store::insert_delivery(tx, town.id, rows.at(0).id, "newcomer", f.house.now);
            store::insert_delivery(tx, town.id, rows.at(1).id, "ledger", f.house.now);  // a kind that it learnt since
            return db::Outcome::keep;
        });
        Jobs jobs(f.house.site);
        for (int round = 0; round < 3; ++round) jobs.run_once();
        CHECK(rows_waiting(f.house) == 2);
        CHECK(heard(f.house, "ledger").empty());
        CHECK(parked(f.house).empty());
        // Nobody came for it: what this program does know is not kept waiting behind it for ever.
        f.house.now = f.house.now + 24h;
        tell(f.house, 2);
        jobs.run_once();
        CHECK(heard(f.house, "ledger") == "2");
        REQUIRE(parked(f.house).size() == 2);
        CHECK(parked(f.house)[0].error == "no listener of this program");
    });
}

}  // namespace parking_test
