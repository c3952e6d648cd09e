// Several people of one office at work at the same time.

#include <doctest/doctest.h>

#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "at_once.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/bodies/store.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/tests/house_for_test.hpp"

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace contention_test {

using veche::test::at_once;

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

/// A database with room to wait: waiting in turn is right, and on a busy machine takes its time.
template <class Test>
void in_each_database(Test test)
{
    veche::test::for_each_place([&](const veche::test::EmptyPlace& place, veche::test::Where) {
        const auto database = db::Database::open({.url = place.url(), .statement_timeout = std::chrono::minutes(2)});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        House house(*database);
        test(house);
    });
}

std::vector<Incoming> file_of(int lines, int year)
{
    std::vector<Incoming> file;
    for (int i = 0; i < lines; ++i)
        file.push_back(incoming(content("Событие " + std::to_string(i), "6 июля, 12.00", year)));
    return file;
}

bool take_file(House& house, int year, const std::vector<Incoming>& file)
{
    bool good = false;
    house.change(house.yurga,
                 [&](app::Work& work) { return good = import_lines(work, year, file, Announcing::later).has_value(); });
    return good;
}

}  // namespace

TEST_CASE("two who take in one file at once make its lines once, in a year with a plan and in one without")
{
    in_each_database([](House& house) {
        for (int year = 2021; year < 2027; ++year) {
            if (year % 2 == 0) house.yurga.add(content("Событие 0", "6 июля, 12.00", year), year);
            const auto import = [&] {
                if (!take_file(house, year, file_of(40, year))) throw std::runtime_error("refused");
            };
            CHECK(at_once(import, import) == "");
            CHECK(house.yurga.lines(year).size() == 40);
        }
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("an import writes over nothing that a colleague saves meanwhile")
{
    in_each_database([](House& house) {
        auto file = file_of(20, 2021);
        REQUIRE(take_file(house, 2021, file));
        const Line before = house.yurga.line_named("Событие 19");
        const auto edit = [&] {
            for (int i = 0; i < deeds_each; ++i)
                house.change(house.yurga, [&](app::Work& work) {
                    const Line line = store::get_for_update(work.tx, work.town.id, before.id);
                    auto next = line.content;
                    next.place = "Площадь " + std::to_string(i);
                    return edit_line(work, line.id, line.version, next).has_value();
                });
        };
        const auto import = [&] {
            for (int i = 0; i < deeds_each; ++i) {
                for (auto& one : file) {
                    one.content.audience = "Класс " + std::to_string(i);
                    one.words = incoming(one.content).words;
                }
                if (!take_file(house, 2021, file)) throw std::runtime_error("refused");
            }
        };
        CHECK(at_once(edit, import) == "");
        const Line after = house.yurga.get(before.id);
        CHECK(after.version == before.version + 2 * deeds_each);
        CHECK(after.content.place == "Площадь " + std::to_string(deeds_each - 1));
        CHECK(after.content.audience == "Класс " + std::to_string(deeds_each - 1));
    });
}

TEST_CASE("the last line of a section is removed while a colleague adds one there")
{
    in_each_database([](House& house) {
        const auto come_and_go = [&] {
            for (int i = 0; i < 2 * deeds_each; ++i) {
                Id<Line> id;
                house.change(house.yurga, [&](app::Work& work) {
                    id = work.new_id<Line>();
                    return add_line(work, 2021, id, in_section("Одна", 0)).has_value();
                });
                house.change(house.yurga, [&](app::Work& work) { return remove_line(work, id, 1).has_value(); });
            }
        };
        house.yurga.add(in_section("Старая", 1));
        CHECK(at_once(come_and_go, come_and_go) == "");
        CHECK(house.yurga.lines().size() == 1);
    });
}

TEST_CASE("lines are tied to bodies while a colleague removes some of them")
{
    in_each_database([](House& house) {
        bodies::BodyContent hall;
        hall.kind = bodies::Kind::institution;
        hall.name = "Музей";
        house.change(house.yurga, [&](app::Work& work) {
            return bodies::add_body(work, work.new_id<bodies::Body>(), hall).has_value();
        });
        auto named = in_section("Выставка", 1);
        named.responsible = {"Музей"};
        const auto come_and_go = [&] {
            for (int i = 0; i < deeds_each; ++i) {
                std::vector<Id<Line>> ids;
                for (int j = 0; j < 4; ++j)
                    house.change(house.yurga, [&](app::Work& work) {
                        ids.push_back(work.new_id<Line>());
                        return add_line(work, 2021, ids.back(), named).has_value();
                    });
                for (const auto id : ids)
                    house.change(house.yurga, [&](app::Work& work) { return remove_line(work, id, 1).has_value(); });
            }
        };
        const auto tie = [&] {
            for (int i = 0; i < 4 * deeds_each; ++i)
                house.change(house.yurga, [&](app::Work& work) {
                    // As after an import: what stands there is read first and tied at the end.
                    for (const auto& words : store::list_line_words(work.tx, work.town.id, std::nullopt))
                        store::insert_line_body(
                            work.tx, work.town.id, store::BodyPart::partner,
                            {words.line, bodies::find_named(work.tx, work.town.id, "Музей").value()});
                    link_town(work);
                    return true;
                });
        };
        CHECK(at_once(come_and_go, tie) == "");
        CHECK(house.yurga.lines().empty());
    });
}

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
