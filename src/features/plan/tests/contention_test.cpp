// Several people of one office at work at the same time.

#include <doctest/doctest.h>

#include <mutex>
#include <random>
#include <thread>

#include "features/plan/store.hpp"
#include "features/plan/tests/house_for_test.hpp"

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace contention_test {
namespace {

constexpr int deeds_each = 40;

LineContent in_section(std::string title, int number)
{
    auto made = marked(content(std::move(title)));
    made.section = "Раздел " + std::to_string(number % 5);
    return made;
}

void add_lines(House& house, const std::string& who)
{
    for (int i = 0; i < deeds_each; ++i)
        house.change(house.yurga, [&](app::Work& work) {
            return add_line(work, 2021, work.new_id<Line>(), in_section(who + std::to_string(i), i)).has_value();
        });
}

/// Deeds on many of the same lines, chosen in whatever order, and corrections of single ones.
void edit_lines(House& house, std::vector<Id<Line>> ids, unsigned seed)
{
    std::mt19937 random(seed);
    for (int i = 0; i < deeds_each; ++i) {
        std::ranges::shuffle(ids, random);
        house.change(house.yurga, [&](app::Work& work) {
            if (i % 2 == 0) return set_age_mark(work, ids, i % 4 == 0 ? AgeMark::a6 : AgeMark::a12).has_value();
            const Line line = store::get_for_update(work.tx, work.town.id, ids.front());
            auto next = line.content;
            next.place = "Площадь " + std::to_string(random());
            return edit_line(work, line.id, line.version, next).has_value();
        });
    }
}

}  // namespace

TEST_CASE("two who add lines and two who edit them are never in each other's way so that one must begin again")
{
    veche::test::for_each_place([](const veche::test::EmptyPlace& place, veche::test::Where) {
        // Waiting in turn is right, and on a busy machine takes its time.
        const auto database = db::Database::open({.url = place.url(), .statement_timeout = std::chrono::minutes(2)});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        House house(*database);
        std::vector<Id<Line>> ids;
        for (int i = 0; i < 8; ++i)
            ids.push_back(house.yurga.announced(in_section("Старая " + std::to_string(i), i)).id);
        const auto before = database->figures().lost_races;
        std::mutex mutex;
        std::string failed;
        std::vector<std::thread> people;
        const auto sit_down = [&](auto work) {
            people.emplace_back([&, work] {
                try {
                    work();
                } catch (const std::exception& error) {
                    const std::lock_guard lock(mutex);
                    failed += error.what();
                }
            });
        };
        for (const char* who : {"Аня ", "Боря "}) sit_down([&, who] { add_lines(house, who); });
        for (const unsigned seed : {1u, 2u}) sit_down([&, seed] { edit_lines(house, ids, seed); });
        for (auto& person : people) person.join();
        CHECK(failed == "");
        CHECK(database->figures().lost_races == before);
        CHECK(house.yurga.lines().size() == ids.size() + 2 * deeds_each);
    });
}

}  // namespace contention_test
