#include "app/jobs.hpp"

#include <mutex>
#include <thread>

#include "app/tests/house.hpp"

namespace jobs_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace {

/// Listens twice to one kind and once to another; what was done in effect is in the audit, in its order.
class Listening {
public:
    Feature feature()
    {
        Feature feature;
        feature.name = "listening";
        feature.listeners = {
            {"told", "ledger", [this](Work& work, const nlohmann::json& payload) { hear("ledger", work, payload); }},
            {"told", "mail", [this](Work& work, const nlohmann::json& payload) { hear("mail", work, payload); }},
            {"other", "mail", [this](Work& work, const nlohmann::json& payload) { hear("mail", work, payload); }}};
        feature.periodic = {{"sweep", 1h, [this](Work& work) {
                                 if (sweep_fails) throw std::runtime_error("the broom is broken");
                                 work.record("sweep", "house", nlohmann::json::object());
                             }}};
        return feature;
    }

    std::string failing;  // "mail:2": this listener fails at this number
    bool sweep_fails = false;

private:
    void hear(const std::string& who, Work& work, const nlohmann::json& payload)
    {
        const auto number = std::to_string(payload.at("number").get<int>());
        // Recorded before it fails: what a failed listener did must be undone.
        work.record(who, number, nlohmann::json::object());
        if (failing == who + ":" + number) throw std::runtime_error("the post is closed");
    }
};

void tell(House& house, int number, std::string_view kind = "told", std::size_t town = 0)
{
    house.site.change(house.towns[town], staff({Role::organiser}), [&](Work& work) {
        work.announce(kind, {{"number", number}});
        return db::Outcome::keep;
    });
}

/// "1 2 3": what this listener did, in the order it was done.
std::string heard(House& house, std::string_view who, Id<Town> town = Id<Town>(1))
{
    std::string numbers;
    house.database.read([&](db::Session& session) {
        store::each_audit(session, town, [&](const store::AuditRow& row) {
            if (row.deed == who) numbers += (numbers.empty() ? "" : " ") + row.object;
        });
    });
    return numbers;
}

std::int64_t rows_waiting(House& house)
{
    std::int64_t count = 0;
    house.database.read([&](db::Session& session) {
        count = session.value<std::int64_t>(
            "SELECT (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM outbox"
            " WHERE dispatched_at IS NULL)");
    });
    return count;
}

struct Fixture {
    explicit Fixture(db::Database& database)
        : house(database, {listening.feature()}, {town_named("yurga", 1), town_named("topki", 2)})
    {}
    Listening listening;
    House house;
};

template <class Test>
void for_each_fixture(Test test)
{
    for_each_database([&](db::Database& database) {
        Fixture fixture(database);
        test(fixture);
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

TEST_CASE("a listener that has failed for days is still tried within the hour")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        f.listening.failing = "ledger:1";
        tell(f.house, 1);
        for (int i = 0; i < 80; ++i) {
            jobs.run_once();
            f.house.now = f.house.now + 1h;
        }
        f.listening.failing.clear();
        jobs.run_once();
        CHECK(heard(f.house, "ledger") == "1");
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
            const auto due = store::find_due_delivery(tx, town.id, f.house.now).value();
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

TEST_CASE("a periodic job runs once in its period in every town, and one that fails is due at once")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        const auto swept_after = [&](std::chrono::minutes pause) {
            f.house.now = f.house.now + pause;
            jobs.run_once();
            return heard(f.house, "sweep");
        };
        f.listening.sweep_fails = true;
        CHECK(swept_after(0min) == "");
        f.listening.sweep_fails = false;
        CHECK(swept_after(0min) == "house");
        CHECK(jobs.run_once() == 0);
        CHECK(swept_after(59min) == "house");
        CHECK(swept_after(1min) == "house house");
        CHECK(heard(f.house, "sweep") == "house house");
        CHECK(heard(f.house, "sweep", Id<Town>(2)) == "house house");
    });
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
            gone = store::prune_outbox(work.tx, work.town.id, work.now + 1h);
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
