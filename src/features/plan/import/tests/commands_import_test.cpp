#include <doctest/doctest.h>

#include "features/plan/import/import.hpp"
#include "features/plan/import/tests/tables_for_test.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "outside/table_wire.hpp"

namespace commands_import_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

const std::string head = "№|Мероприятие|Срок|Место";

Draft draft_of(const std::vector<std::string>& rows)
{
    std::vector<std::string> all{head};
    all.insert(all.end(), rows.begin(), rows.end());
    return understand({sheet("План", all)}, 2021);
}

ImportResult take_in(TestTown& town, const Draft& draft, const std::string& reason = "Дата изменена в Плане")
{
    return town.change([&](app::Work& work) { return import_draft(work, 2021, draft, Announcing::now, reason); })
        .value();
}

std::int64_t told(TestTown& town, const char* kind)
{
    return town.read([&](app::View& view) {
        return view.db.value<std::int64_t>("SELECT count(*) FROM outbox WHERE town_id = :town AND kind = :kind",
                                           {{"town", town.town.id}, {"kind", kind}});
    });
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a date that a file changes is a move, and everybody is told as of one")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        take_in(yurga, draft_of({"1|Лепка|20 июля, 10:00|ДК", "2|Лекция|21 июля|музей"}));
        take_in(yurga, draft_of({"1|Лепка|27 июля, 12:00|школа № 3", "2|Лекция|21 июля|библиотека"}));
        const auto line = yurga.line_named("Лепка");
        REQUIRE(line.moves.size() == 1);
        CHECK(line.moves[0].former.text == "20 июля, 10:00");
        CHECK(line.moves[0].reason == "Дата изменена в Плане");
        CHECK(told(yurga, "plan.line.moved") == 1);
        CHECK(told(yurga, "plan.lines.moved") == 0);
        CHECK(yurga.line_named("Лекция").sequence == 1);  // calendars learn its other place, nobody gets a letter
        take_in(yurga, draft_of({"1|Лепка|28 июля, 12:00|школа № 3", "2|Лекция|22 июля|библиотека"}));
        CHECK(told(yurga, "plan.line.moved") == 3);
        CHECK(told(yurga, "plan.lines.moved") == 1);
        take_in(yurga, draft_of({"1|Лепка|28 июля, 12:00|школа № 3", "2|Лекция|22 июля|библиотека"}));
        CHECK(told(yurga, "plan.line.moved") == 3);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("a file that comes again, and moves the line, leaves the programme that a person wrote")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        take_in(yurga, draft_of({"1|Лепка|20 июля, 10:00|ДК"}));
        const auto line = yurga.line_named("Лепка");
        auto content = line.content;
        content.programme = {{600, 720, "Мастер-классы"}};
        yurga.change([&](app::Work& work) { return edit_line(work, line.id, line.version, content); }).value();
        take_in(yurga, draft_of({"1|Лепка|27 июля, 12:00|школа № 3"}));
        const auto moved = yurga.line_named("Лепка");
        CHECK(moved.moves.size() == 1);
        CHECK(moved.content.place == "школа № 3");
        CHECK(moved.content.programme == content.programme);
    });
}

TEST_CASE("a date told more exactly, or one that is over, is no move")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        take_in(yurga, draft_of({"1|Лепка|август|ДК", "2|Лекция|3 марта|музей", "3|Бал|по графику|ДК"}));
        take_in(yurga, draft_of({"1|Лепка|15 августа, 12:00|ДК", "2|Лекция|4 марта|музей", "3|Бал|9 августа|ДК"}));
        for (const auto* title : {"Лепка", "Лекция", "Бал"}) CHECK(yurga.line_named(title).moves.empty());
        CHECK(told(yurga, "plan.line.moved") == 0);
        for (const auto* title : {"Лепка", "Лекция", "Бал"}) CHECK(yurga.line_named(title).sequence == 1);
        take_in(yurga, draft_of({"1|Лепка|2 сентября|ДК"}));
        CHECK(told(yurga, "plan.line.moved") == 1);
    });
}

TEST_CASE("what the file crosses out, hides or says no age of is not announced without a person")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        auto draft =
            draft_of({"~1|~Фестиваль|~20 июля|~парк", "2|Бал|~5 июля|ДК", "3|Слёт|1 июля|ДК", "4|Кросс|2 июля|парк"});
        draft.lines[2].warnings = {"draft.hidden_row"};
        const auto result = take_in(yurga, draft);
        CHECK(result.announced == 1);
        CHECK(result.waiting == 3);
        CHECK_FALSE(yurga.line_named("Фестиваль").announced());
        CHECK(yurga.line_named("Фестиваль").warnings == Texts{"draft.struck_line"});
        CHECK(yurga.line_named("Кросс").announced());
    });
}

TEST_CASE("what stood in a hidden column is not announced before a person has looked")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        auto draft = draft_of({"1|Бал|5 июля|ДК", "2|Слёт|1 июля|ДК"});
        draft.lines[0].warnings = {"draft.hidden_column"};
        draft.lines[1].warnings = {"draft.formula"};
        const auto result = take_in(yurga, draft);
        CHECK(result.announced == 0);
        CHECK(result.waiting == 2);
    });
}

TEST_CASE("of a hidden sheet not a word is kept, though it is told by its name and rows")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const auto row = [](std::initializer_list<const char*> words) {
            std::vector<outside::Cell> cells;
            for (const char* word : words) cells.push_back({.text = word});
            return cells;
        };
        const outside::Table shown{.name = "План",
                                   .rows = {row({"№", "Мероприятие", "Срок"}), row({"1", "Бал", "5 июля"})}};
        const outside::Table hidden{.name = "Телефоны",
                                    .rows = {row({"Иванова Анна", "8-900-000-00-00"}), row({"Петров", "тайна"})},
                                    .hidden = true};
        const auto begun = beginning_of(2021, "план.xlsx", {shown, hidden});
        const auto id = yurga
                            .change([&](app::Work& work) {
                                return Result<Id<app::import::Import>>(app::import::begin(work, begun));
                            })
                            .value();
        const auto kept =
            yurga.read([&](app::View& view) { return app::import::load(view.db, view.town.id, import_kind, id); });
        const auto words = outside::tables_to_wire(kept.tables);
        for (const char* word : {"Иванова", "8-900", "тайна"}) CHECK(words.find(word) == std::string::npos);
        const auto draft = understood(kept).draft;
        CHECK(draft.lines.size() == 1);
        REQUIRE(draft.remarks.size() == 1);
        CHECK(draft.remarks[0].message == "draft.table_hidden");
    });
}

TEST_CASE("a line that the office crosses out afterwards says so although its words stay")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        take_in(yurga, draft_of({"1|Бал|5 июля|ДК"}));
        take_in(yurga, draft_of({"~1|~Бал|~5 июля|~ДК"}));
        CHECK(yurga.line_named("Бал").announced());
        CHECK(yurga.line_named("Бал").warnings == Texts{"draft.struck_line"});
        const auto version = yurga.line_named("Бал").version;
        take_in(yurga, draft_of({"~1|~Бал|~5 июля|~ДК"}));
        CHECK(yurga.line_named("Бал").version == version);
        take_in(yurga, draft_of({"1|Бал|5 июля|ДК"}));
        CHECK(yurga.line_named("Бал").warnings.empty());
    });
}

TEST_CASE("texts and lists of several pages go into the plan whole")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        std::string title = "Праздник", names = "ТОС № 0";
        while (title.size() < 9'000) title += " двора";
        for (int i = 1; i < 120; ++i) names += "; ТОС № " + std::to_string(i);
        const auto draft =
            understand({sheet("План", {"№|Мероприятие|Срок|Ответственный", "1|" + title + "|май|" + names})}, 2021);
        CHECK(draft.lines.at(0).warnings.empty());
        take_in(yurga, draft);
        CHECK(yurga.lines().at(0).content.title == title);
        CHECK(yurga.lines().at(0).content.responsible.size() == 120);
    });
}

}  // namespace commands_import_test
