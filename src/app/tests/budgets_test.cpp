#include "app/budgets.hpp"

#include "app/tests/house.hpp"

namespace budgets_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace {

constexpr Budget hourly{"test.hour", 1h, 2}, daily{"test.day", 24h, 3};

}  // namespace

TEST_CASE("a budget is of one subject in one span, and the next span begins anew")
{
    for_each_database([](db::Database& database) {
        House house(database, {}, {town_named("yurga", 1), town_named("taiga", 2)});
        const auto spent = [&](const Budget& budget, std::string_view subject, std::size_t town = 0) {
            bool good = false;
            house.site.change(house.towns[town], {}, [&](Work& work) {
                good = spend(work, budget, subject);
                return good ? db::Outcome::keep : db::Outcome::roll_back;
            });
            return good;
        };
        house.now = house.towns[0].zone.instant(house.towns[0].zone.local(morning).day, 22 * 60 + 59);
        for (int i = 0; i < 2; ++i) CHECK(spent(hourly, "192.0.2.1"));
        for (int i = 0; i < 3; ++i) CHECK_FALSE(spent(hourly, "192.0.2.1"));
        CHECK(spent(hourly, "192.0.2.2"));
        CHECK(spent(hourly, "192.0.2.1", 1));
        CHECK(spent(daily, "192.0.2.1"));
        CHECK(spent(daily, ""));
        house.now = house.now + 1min;
        for (int i = 0; i < 2; ++i) CHECK(spent(hourly, "192.0.2.1"));
        for (int i = 0; i < 2; ++i) CHECK(spent(daily, "192.0.2.1"));
        CHECK_FALSE(spent(daily, "192.0.2.1"));
        house.now = house.now + 1h;  // midnight
        CHECK(spent(daily, "192.0.2.1"));
    });
}

TEST_CASE("nothing tells which networks of two spans are one, and no network stands in the open")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        for (int i = 0; i < 2; ++i) {
            house.site.change(house.towns[0], {}, [&](Work& work) {
                spend(work, hourly, "192.0.2.1");
                return db::Outcome::keep;
            });
            house.now = house.now + 1h;
        }
        database.read([](db::Session& session) {
            CHECK(session.value<std::int64_t>("SELECT count(DISTINCT subject) FROM budgets") == 2);
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM budgets WHERE subject LIKE '%192%'") == 0);
        });
    });
}

}  // namespace budgets_test
