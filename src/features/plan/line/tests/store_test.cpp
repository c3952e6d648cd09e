#include "features/plan/line/store.hpp"

#include <doctest/doctest.h>

#include "app/erasure/erase.hpp"
#include "features/law/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace store_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

/// Stores the line in a plan of its own year and reads it again.
Line through_store(TestTown& town, Line line)
{
    return town
        .change([&](app::Work& work) -> Result<Line> {
            const Plan plan = get_or_make_plan(work, line.year);
            line.plan = plan.id;
            const auto section =
                store::get_section(work.tx, town.town.id, plan.id, line.content.section, work.new_id<Section>());
            CHECK(store::insert_line(work.tx, town.town.id, line, section));
            CHECK_FALSE(store::insert_line(work.tx, town.town.id, line, section));
            return store::find_line(work.tx, town.town.id, line.id).value();
        })
        .value();
}

void check_equal(const Line& a, const Line& b)
{
    CHECK(a.id == b.id);
    CHECK(a.year == b.year);
    CHECK(a.content == b.content);
    CHECK(a.stage == b.stage);
    CHECK(a.warnings == b.warnings);
    CHECK(a.imported == b.imported);
    CHECK(a.position == b.position);
    CHECK(a.sequence == b.sequence);
    CHECK(a.version == b.version);
    CHECK(a.created == b.created);
    CHECK(a.updated == b.updated);
}

Line full_line(TestTown& town)
{
    Line line;
    line.id = town.new_id<Line>();
    line.year = 2021;
    line.content = marked(content("Ёлка «у \"моста\"» 'сейчас' — 🎄\u00a0№\u00a01; DROP TABLE plan_lines; --"));
    line.content.number = 100'000;
    line.content.section = "Раздел «Ёлки»";
    line.content.place = "%_\\ <b>площадь</b> & сквер";
    line.content.responsible = {"Комитет; отдел", "ТОС «Южный», дом 5", "🙂"};
    line.content.audience = "все, кто пришёл";
    line.warnings = {"draft.number_gap", "draft.same_number"};
    line.imported = imported_words(line.content);
    line.stage = Announced{noon};
    line.position = 5'000'000'000;
    line.sequence = 17;
    line.version = 3'000'000'000;
    line.created = noon;
    line.updated = noon + std::chrono::hours(3);
    return line;
}

}  // namespace

TEST_CASE("a line comes back from the store in every field")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Line line = full_line(yurga);
        check_equal(line, through_store(yurga, line));
        line.id = yurga.new_id<Line>();
        line.content.title = repeated("ё", title_limit);
        line.content.place = repeated("🎄", place_limit);
        check_equal(line, through_store(yurga, line));
    });
}

TEST_CASE("a line with nothing but a title comes back so")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Line line;
        line.id = yurga.new_id<Line>();
        line.year = 1990;
        line.content.title = "Концерт";
        check_equal(line, through_store(yurga, line));
    });
}

TEST_CASE("every kind, mark, exactness and repeat comes back")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Line line = full_line(yurga);
        line.stage = Planned{};
        for (const auto& kind : list_full_kinds()) {
            line.id = yurga.new_id<Line>();
            line.content.kind = kind;
            check_equal(line, through_store(yurga, line));
        }
        for (const auto mark : all_age_marks) {
            line.id = yurga.new_id<Line>();
            line.content.age_mark = mark;
            check_equal(line, through_store(yurga, line));
        }
        for (const auto* words :
             {"6 июля 2021 г., 12.00", "20-21 мая", "28.05.2021; 25.06.2021; 30.07.2021 10:00", "до 1 июня",
              "с 1 сентября", "май, сентябрь", "июнь – август", "II–III квартал", "ежеквартально", "ежемесячно",
              "еженедельно", "ежедневно", "в течение года", "по отдельному графику", "31 сентября", "чепуха", ""}) {
            INFO(words);
            line.id = yurga.new_id<Line>();
            line.content.when = language::parse_when(words, 2021);
            line.warnings = line.content.when.warnings;
            check_equal(line, through_store(yurga, line));
        }
    });
}

TEST_CASE("an update writes every field that may change")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Line line = through_store(yurga, full_line(yurga));
        Line next = line;
        next.content = content("Другое", "до 1 июня");
        next.content.kind = Kind::improvement;
        next.stage = Planned{};
        next.warnings = {"draft.gone"};
        next.imported = {};
        next.position = 1;
        next.sequence = 18;
        next.version += 1;
        next.updated = noon + std::chrono::hours(9);
        const auto stored = yurga.change([&](app::Work& work) -> Result<Line> {
            store::update_line(work.tx, yurga.town.id, next, std::nullopt);
            return store::find_line(work.tx, yurga.town.id, next.id).value();
        });
        check_equal(next, *stored);
    });
}

TEST_CASE("the public sees announced lines only, by every question of the store")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        const Line open = yurga.announced(content("Концерт"));
        const Line hidden = yurga.add(marked(content("Ярмарка")));
        const Day july{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)};
        const auto ask = [&](TestTown& town) {
            return town.read([&](app::View& view) {
                std::vector<std::size_t> sizes;
                const auto id = town.town.id;
                const auto plan = store::find_plan(view.db, id, 2021);
                sizes.push_back(plan ? store::list_public_lines(view.db, id, plan->id).size() : 0);
                sizes.push_back(
                    store::list_public_between(view.db, id, {.first = july, .last = july, .choice = {}}, 10).size());
                sizes.push_back(store::list_public_recent(view.db, id, {}, 10).size());
                sizes.push_back(store::find_public_line(view.db, id, open.id).has_value());
                sizes.push_back(store::list_public_years(view.db, id).size());
                CHECK_FALSE(store::find_public_line(view.db, id, hidden.id));
                return sizes;
            });
        };
        CHECK(ask(yurga) == std::vector<std::size_t>{1, 1, 1, 1, 1});
        CHECK(ask(taiga) == std::vector<std::size_t>{0, 0, 0, 0, 0});
    });
}

TEST_CASE("a section is one per title, in the order they came, and goes when it is empty")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        LineContent what = content("Концерт");
        for (const auto* section : {"Культура", "Спорт", "Культура", "Ёлки"}) {
            what.section = section;
            yurga.add(what);
        }
        const auto titles = [&] {
            std::vector<std::string> all;
            for (const auto& section : yurga.read([](app::View& view) { return office_year(view, 2021).sections; }))
                all.push_back(section.title);
            return all;
        };
        CHECK(titles() == std::vector<std::string>{"Культура", "Спорт", "Ёлки"});
        const Line sport = yurga.lines().at(1);
        REQUIRE(yurga.change([&](app::Work& work) { return remove_line(work, sport.id, 1); }));
        CHECK(titles() == std::vector<std::string>{"Культура", "Ёлки"});
    });
}

TEST_CASE("what became of a line comes back from the store")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line line = yurga.announced(content("Двор", "28.05.2021; 25.06.2021; 27.08.2021"));
        REQUIRE(line.happenings.size() == 3);
        const auto change = [&](auto command) {
            return yurga
                .change([&](app::Work& work) {
                    return command(work, store::get_for_update(work.tx, work.town.id, line.id).version);
                })
                .value();
        };
        change([&](app::Work& work, std::int64_t version) {
            return hold_line(work, line.id, version, line.happenings[0].id,
                             {.first = line.happenings[0].period->first, .participants = 45, .summary = "Пели. 🎄"});
        });
        change([&](app::Work& work, std::int64_t version) {
            return move_line(work, line.id, version, language::parse_when("28.05.2021; 28.08.2021; 29.08.2021", 2021),
                             "ремонт");
        });
        const Line stored = change([&](app::Work& work, std::int64_t version) {
            return cancel_line(work, line.id, version, line.happenings[2].id, "дождь");
        });
        const Line now = yurga.get(line.id);
        CHECK(now.happenings == stored.happenings);
        CHECK(now.moves == stored.moves);
        REQUIRE(now.moves.size() == 1);
        CHECK(now.moves[0].former.periods == line.content.when.periods);
        CHECK(now.standing() == Standing::ahead);
        CHECK(std::get<Held>(now.happenings[0].outcome).participants == 45);
        for (std::size_t i = 0; i < 3; ++i) CHECK(now.happenings[i].id == line.happenings[i].id);
    });
}

TEST_CASE("of two who tell of one line the second sees the first, and a line that was told of is not removed")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line line = yurga.add(content("Двор", "28.05.2021"));
        const auto hold = [&](std::int64_t version, std::int64_t participants) {
            const Report report{
                .first = line.happenings[0].period->first, .participants = participants, .summary = "Пели."};
            return yurga.change(
                [&](app::Work& work) { return hold_line(work, line.id, version, line.happenings[0].id, report); });
        };
        REQUIRE(hold(line.version, 45));
        REQUIRE(hold(line.version, 45));  // the form sent twice
        CHECK(yurga.get(line.id).version == line.version + 1);
        const auto second = hold(line.version, 50);
        REQUIRE_FALSE(second);
        CHECK(second.error().kind == RefusalKind::conflict);
        const auto removed =
            yurga.change([&](app::Work& work) { return remove_line(work, line.id, line.version + 1); });
        REQUIRE_FALSE(removed);
        CHECK(removed.error().message == "plan.told_stays");
    });
}

}  // namespace store_test
