#include "app/jobs.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include "app/search.hpp"
#include "app/tests/listening.hpp"
#include "test_files.hpp"

namespace jobs_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace {

/// The first town's announcements cannot be handed to its listeners.
void make_trouble(db::Database& database)
{
    database.change([](db::Session& tx) {
        if (tx.engine() == db::Engine::sqlite) {
            tx.execute(
                "CREATE TRIGGER trouble BEFORE INSERT ON deliveries WHEN new.town_id = 1"
                " BEGIN SELECT RAISE(ABORT, 'trouble'); END");
        } else {
            tx.execute(
                "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'trouble'; END $$");
            tx.execute(
                "CREATE TRIGGER trouble BEFORE INSERT ON deliveries FOR EACH ROW WHEN (new.town_id = 1)"
                " EXECUTE FUNCTION trouble()");
        }
        return db::Outcome::keep;
    });
}

}  // namespace

TEST_CASE("what is announced reaches every listener of its kind once, in order, in its own town")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        for (int i = 1; i <= 3; ++i) tell(f.house, i);
        tell(f.house, 4, "other");
        tell(f.house, 5, "nobody listens");
        tell(f.house, 6, "told", 1);
        CHECK(jobs.run_once() > 0);
        CHECK(heard(f.house, "ledger") == "1 2 3");
        CHECK(heard(f.house, "mail") == "1 2 3 4");
        CHECK(heard(f.house, "ledger", Id<Town>(2)) == "6");
        CHECK(rows_waiting(f.house) == 0);
        CHECK(jobs.run_once() == 0);
        CHECK(heard(f.house, "ledger") == "1 2 3");
    });
}

TEST_CASE("a command that is undone announces nothing")
{
    for_each_fixture([](Fixture& f) {
        f.house.site.change(f.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            work.announce("told", {{"number", 1}});
            return db::Outcome::roll_back;
        });
        Jobs(f.house.site).run_once();
        CHECK(heard(f.house, "ledger").empty());
    });
}

TEST_CASE("a listener that fails leaves nothing, is tried again later, and keeps its order; the others go on")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.failing = "mail:2";
        for (int i = 1; i <= 3; ++i) tell(f.house, i);
        jobs.run_once();
        CHECK(heard(f.house, "ledger") == "1 2 3");
        CHECK(heard(f.house, "mail") == "1");
        // Not before its time, and then after ever longer pauses.
        f.house.now = f.house.now + 9s;
        CHECK(jobs.run_once() == 0);
        f.house.now = f.house.now + 2s;
        jobs.run_once();
        CHECK(heard(f.house, "mail") == "1");
        f.house.now = f.house.now + 11s;
        CHECK(jobs.run_once() == 0);
        f.listening.failing.clear();
        f.house.now = f.house.now + 10s;
        jobs.run_once();
        CHECK(heard(f.house, "mail") == "1 2 3");
        CHECK(rows_waiting(f.house) == 0);
        CHECK(f.house.audit_fault() == "");
    });
}

TEST_CASE("a delivery about what is there no more is dropped whole, and what comes after it is delivered")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.missing = "mail:2";
        for (int i = 1; i <= 3; ++i) tell(f.house, i);
        jobs.run_once();
        CHECK(heard(f.house, "ledger") == "1 2 3");
        CHECK(heard(f.house, "mail") == "1 3");
        CHECK(rows_waiting(f.house) == 0);
        CHECK(f.house.audit_fault() == "");
    });
}

TEST_CASE("a claim that its process did not finish is free again after five minutes")
{
    for_each_fixture([](Fixture& f) {
        tell(f.house, 1);
        const Town& town = f.house.towns[0];
        f.house.database.change([&](db::Session& tx) {
            const auto rows = store::take_outbox(tx, town.id, f.house.now);
            store::insert_delivery(tx, town.id, rows.at(0).id, "ledger", f.house.now);
            const auto due = store::find_due_delivery(tx, town.id, "ledger", f.house.now).value();
            CHECK(store::claim_delivery(tx, town.id, due, f.house.now, f.house.now + 5min));
            CHECK_FALSE(store::claim_delivery(tx, town.id, due, f.house.now, f.house.now + 5min));
            return db::Outcome::keep;
        });
        Jobs jobs(f.house.site);
        jobs.run_once();
        CHECK(heard(f.house, "ledger").empty());
        f.house.now = f.house.now + 5min;
        jobs.run_once();
        CHECK(heard(f.house, "ledger") == "1");
    });
}

TEST_CASE("many announcements of one round all arrive")
{
    for_each_fixture([](Fixture& f) {
        f.house.site.change(f.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            for (int i = 1; i <= 230; ++i) work.announce("told", {{"number", i}});
            return db::Outcome::keep;
        });
        std::string all;
        for (int i = 1; i <= 230; ++i) all += (i > 1 ? " " : "") + std::to_string(i);
        Jobs jobs(f.house.site);
        for (int round = 0; round < 20 && jobs.run_once() > 0; ++round) {
        }
        CHECK(heard(f.house, "ledger") == all);
        CHECK(heard(f.house, "mail") == all);
    });
}

TEST_CASE(
    "a periodic job runs once in its period in every town, and one that fails is tried again after longer and longer "
    "pauses")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        const auto swept_after = [&](std::chrono::minutes pause) {
            f.house.now = f.house.now + pause;
            jobs.run_once();
            return heard(f.house, "sweep");
        };
        const auto tried_after = [&](std::chrono::seconds pause) {
            const int before = f.listening.sweeps_tried;
            f.house.now = f.house.now + pause;
            jobs.run_once();
            return f.listening.sweeps_tried - before;
        };
        f.listening.sweep_fails = true;
        CHECK(tried_after(0s) == 2);  // in both towns
        CHECK(tried_after(0s) == 0);
        CHECK(tried_after(9s) == 0);
        CHECK(tried_after(1s) == 2);
        CHECK(tried_after(19s) == 0);
        CHECK(tried_after(1s) == 2);
        CHECK(heard(f.house, "sweep") == "");
        f.listening.sweep_fails = false;
        CHECK(swept_after(1min) == "house");
        CHECK(jobs.run_once() == 0);
        CHECK(swept_after(59min) == "house");
        CHECK(swept_after(1min) == "house house");
        CHECK(heard(f.house, "sweep") == "house house");
        CHECK(heard(f.house, "sweep", Id<Town>(2)) == "house house");
    });
}

TEST_CASE("a job with more to do than one transaction should hold goes on in steps, and comes again for the rest")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.rooms_left = 45;
        jobs.run_once();
        CHECK(f.listening.rooms_left == 5);  // twenty steps in each town: then the other work of the house has its turn
        jobs.run_once();
        jobs.run_once();
        CHECK(f.listening.rooms_left == 0);
        const int tried = f.listening.sweeps_tried;
        jobs.run_once();
        CHECK(f.listening.sweeps_tried == tried);
        CHECK(f.house.audit_fault() == "");
    });
}

TEST_CASE("trouble in one town keeps no other town waiting")
{
    for_each_fixture([](Fixture& f) {
        for (const std::size_t town : {0u, 1u}) tell(f.house, 1, "told", town);
        make_trouble(f.house.database);
        Jobs jobs(f.house.site);
        for (int round = 0; round < 2; ++round) jobs.run_once();
        CHECK(heard(f.house, "mail").empty());
        CHECK(heard(f.house, "mail", Id<Town>(2)) == "1");
        CHECK(heard(f.house, "sweep") == "house");
        CHECK(heard(f.house, "sweep", Id<Town>(2)) == "house");
    });
}

TEST_CASE("announcements that cannot be handed on are tried again after longer and longer pauses, like any job")
{
    for_each_fixture([](Fixture& f) {
        tell(f.house, 1);
        make_trouble(f.house.database);
        Jobs jobs(f.house.site);
        jobs.run_once();  // then after 10 s, and 20 s after that
        f.house.now = f.house.now + 10s;
        jobs.run_once();
        f.house.database.change([](db::Session& tx) {
            if (tx.engine() == db::Engine::sqlite)
                tx.execute("DROP TRIGGER trouble");
            else
                tx.execute("DROP TRIGGER trouble ON deliveries");
            return db::Outcome::keep;
        });
        f.house.now = f.house.now + 19s;
        jobs.run_once();
        CHECK(heard(f.house, "mail").empty());
        f.house.now = f.house.now + 1s;
        jobs.run_once();
        CHECK(heard(f.house, "mail") == "1");
    });
}

TEST_CASE("a minute in which nothing happens costs the database one look every two seconds, for all towns together")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        const auto tick = [&](int round) {
            jobs.follow(round);
            jobs.work(round);
        };
        for (int round = 0; round < 8; ++round) tick(round);
        const auto before = f.house.database.figures();
        for (int round = 0; round < 120; ++round) {
            f.house.now = f.house.now + 500ms;
            tick(round);
        }
        const auto after = f.house.database.figures();
        CHECK(after.reads - before.reads <= 60);
        CHECK(after.statements - before.statements <= 4 * 30);
        CHECK(after.commands == before.commands);
    });
}

TEST_CASE("by the next morning not one byte of what was erased is in the data folder")
{
    const veche::test::EmptyPlace place(veche::test::Where::file);
    const auto database = db::Database::open({place.url()});
    db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
    Fixture f(*database);
    const auto bytes = [&] { return veche::test::bytes_of(place.folder()); };
    const auto change = [&](auto command) {
        f.house.site.change(f.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            command(work);
            return db::Outcome::keep;
        });
    };
    Jobs jobs(f.house.site);
    jobs.run_once();
    for (int i = 0; i < 300; ++i)
        change([&](Work& work) {
            const auto object = "person/" + std::to_string(i);
            search::put(work, {.kind = "person",
                               .object = object,
                               .url = "/" + object,
                               .title = i % 3 == 0 ? "Zabytov" + std::to_string(i) : "Ostaviev",
                               .body = i % 3 == 0 ? "zabytov" + std::to_string(i) + "@example.org" : "word",
                               .day = {}});
        });
    for (int i = 0; i < 300; i += 3) change([&](Work& work) { search::remove(work, "person/" + std::to_string(i)); });
    CHECK(bytes().find("abytov") != std::string::npos);
    f.house.now = f.house.now + 12h;  // three in the morning of Novokuznetsk
    jobs.run_once();
    const auto after = bytes();
    CHECK(after.find("abytov") == std::string::npos);
    CHECK(after.find("Ostaviev") != std::string::npos);
    CHECK(database->check() == "");
}

TEST_CASE("several processes side by side do each piece of work once")
{
    for_each_fixture([](Fixture& f) {
        constexpr int told = 30;
        for (int i = 1; i <= told; ++i) tell(f.house, i);
        std::vector<std::thread> processes;
        for (int process = 0; process < 3; ++process)
            processes.emplace_back([&f] {
                Jobs jobs(f.house.site);
                for (int round = 0; round < 200 && rows_waiting(f.house) > 0; ++round) jobs.run_once();
                jobs.run_once();
            });
        for (auto& process : processes) process.join();
        std::string all;
        for (int i = 1; i <= told; ++i) all += (i > 1 ? " " : "") + std::to_string(i);
        CHECK(heard(f.house, "ledger") == all);
        CHECK(heard(f.house, "mail") == all);
        CHECK(heard(f.house, "sweep") == "house");
        CHECK(f.house.audit_fault() == "");
    });
}

TEST_CASE("announcements that all have handled are forgotten, others stay")
{
    for_each_fixture([](Fixture& f) {
        f.listening.failing = "mail:2";
        for (int i = 1; i <= 2; ++i) tell(f.house, i);
        Jobs(f.house.site).run_once();
        tell(f.house, 3);
        std::int64_t gone = 0;
        f.house.site.change(f.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            gone = store::prune_outbox(work.tx, work.town.id, work.now + 1h, 100);
            return db::Outcome::keep;
        });
        CHECK(gone == 1);
    });
}

TEST_CASE("the thread starts, works and stops when told")
{
    veche::test::for_each_place([](const veche::test::EmptyPlace& place, veche::test::Where) {
        const auto database = db::Database::open({place.url()});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        Fixture f(*database);
        tell(f.house, 1);
        Jobs jobs(f.house.site);
        jobs.start();
        for (int i = 0; i < 3'000 && rows_waiting(f.house) > 0; ++i) std::this_thread::sleep_for(10ms);
        jobs.stop();
        jobs.stop();
        CHECK(heard(f.house, "mail") == "1");
    });
}

}  // namespace jobs_test
