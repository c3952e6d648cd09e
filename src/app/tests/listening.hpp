#pragma once

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "app/jobs.hpp"
#include "app/store_parking.hpp"
#include "app/tests/house.hpp"
#include "core/errors.hpp"
#include "db/error.hpp"

/// Two towns whose listeners and job fail when they are told to.
namespace veche::app::test {

using namespace std::chrono_literals;

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
                                 ++sweeps_tried;
                                 if (sweep_fails) throw std::runtime_error("the broom is broken");
                                 work.record("sweep", "house", nlohmann::json::object());
                                 if (rooms_left > 0 && --rooms_left > 0) work.leave_rest();
                             }}};
        return feature;
    }

    std::string failing;           // "mail:2": this listener fails at this number
    std::string without_database;  // the same, and it is the database's fault
    std::string missing;           // "mail:2": what this listener would tell of is gone
    bool sweep_fails = false;
    std::atomic<int> sweeps_tried = 0;
    int rooms_left = 0;

private:
    void hear(const std::string& who, Work& work, const nlohmann::json& payload)
    {
        const auto number = std::to_string(payload.at("number").get<int>());
        // Recorded before it fails: what a failed listener did must be undone.
        work.record(who, number, nlohmann::json::object());
        if (missing == who + ":" + number) throw NotFound("line");
        if (failing == who + ":" + number) throw std::runtime_error("the post is \xff closed");
        if (without_database == who + ":" + number) throw db::Error(db::Cause::disk_full, "no room");
    }
};

inline void tell(House& house, int number, std::string_view kind = "told", std::size_t town = 0)
{
    house.site.change(house.towns[town], staff({Role::organiser}), [&](Work& work) {
        work.announce(kind, {{"number", number}});
        return db::Outcome::keep;
    });
}

/// "1 2 3": what this listener did, in the order it was done.
inline std::string heard(House& house, std::string_view who, Id<Town> town = Id<Town>(1))
{
    std::string numbers;
    house.database.read([&](db::Session& session) {
        store::each_audit(session, town, 0, [&](const store::AuditRow& row) {
            if (row.deed == who) numbers += (numbers.empty() ? "" : " ") + row.object;
        });
    });
    return numbers;
}

inline std::int64_t rows_waiting(House& house)
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

inline void run_for_hours(Fixture& f, Jobs& jobs, int hours)
{
    for (int hour = 0; hour < hours; ++hour) {
        jobs.run_once();
        f.house.now = f.house.now + 1h;
    }
}

inline std::vector<store::Parked> parked(House& house)
{
    std::vector<store::Parked> aside;
    house.database.read([&](db::Session& session) { aside = store::list_parked(session, house.towns[0].id, {}, 100); });
    return aside;
}

template <class Test>
void for_each_fixture(Test test)
{
    for_each_database([&](db::Database& database) {
        Fixture fixture(database);
        test(fixture);
    });
}

}  // namespace veche::app::test
