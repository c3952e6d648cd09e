#include "app/import/tables.hpp"

#include <doctest/doctest.h>

#include "app/import/rows.hpp"
#include "app/import/tests/people_for_test.hpp"
#include "app/import/tests/tables_for_test.hpp"

namespace tables_test {

using namespace veche;
using namespace veche::app::import;
using namespace veche::app::import::test;
using Tables = std::vector<outside::Table>;

namespace {

FoundTables<Header<Column>> found_in(const Tables& tables, TableRules<Header<Column>> rules = people_rules(),
                                     bool said = false)
{
    return TableFinder<Header<Column>>(tables, rules).find(said);
}

std::vector<std::size_t> places_of(const FoundTables<Header<Column>>& found)
{
    std::vector<std::size_t> places;
    for (const auto& one : found.tables) places.push_back(one.table);
    return places;
}

const outside::Table first = sheet("Первый", {"№|Имя|Телефон", "1|Анна|8-900"});
const outside::Table second = sheet("Второй", {"Имя|Телефон", "Борис|8-901"});
const outside::Table costs = sheet("Смета", {"Статья|Сумма", "Сцена|500", "Звук|300"});

}  // namespace

TEST_CASE("all tables with such a header are the list, in the file's order; what is left out is told with its rows")
{
    const auto found = found_in({second, costs, first});
    CHECK(places_of(found) == std::vector<std::size_t>{0, 2});
    CHECK(found.first == 1);  // the best header
    CHECK(found.header_found);
    REQUIRE(found.remarks.size() == 1);
    CHECK(found.remarks[0] == Remark{"draft.table_left_out", {{"table", "Смета"}, {"rows", "2"}}});
}

TEST_CASE("a hidden sheet is left out, whatever is in it, and not a word of it is kept")
{
    auto hidden = second;
    hidden.hidden = true;
    const auto found = found_in({first, hidden});
    CHECK(places_of(found) == std::vector<std::size_t>{0});
    CHECK(found.remarks == std::vector<Remark>{{"draft.table_hidden", {{"table", "Второй"}, {"rows", "1"}}}});
    const auto rules = people_rules();
    const auto kept =
        without_hidden_words({first, hidden}, [&](const auto& table) { return end_of_header(table, rules.header); });
    CHECK(kept[0] == first);
    CHECK(kept[1].rows[0][0].text.empty());
    CHECK(kept[1].rows[1][0].text == "…");
    CHECK(found_in(kept).remarks == found.remarks);
}

TEST_CASE("a table without a header goes on where its feature says so, and a table to sign on goes without a word")
{
    auto rules = people_rules();
    rules.goes_on = [](const auto& table, const auto&, const auto& header) {
        return width_of(table) == header.columns.size();
    };
    const Tables tables{first, sheet("", {"2|Вера|8-902"}), sheet("", {"Согласовано|___"}), costs};
    const auto found = found_in(tables, rules);
    CHECK(places_of(found) == std::vector<std::size_t>{0, 1});
    CHECK(found.tables[1].continues);
    CHECK(found.tables[1].header.last_row == -1);
    CHECK(found.tables[1].header.columns == found.tables[0].header.columns);
    CHECK(found.remarks.size() == 1);
}

TEST_CASE("what is another's is left out, unless all is")
{
    auto rules = people_rules();
    rules.is_anothers = [](const auto& table, const auto&) { return table.name == "Второй"; };
    rules.anothers = "draft.table_other_year";
    CHECK(places_of(found_in({first, second}, rules)) == std::vector<std::size_t>{0});
    CHECK(found_in({first, second}, rules).remarks[0].message == "draft.table_other_year");
    CHECK(places_of(found_in({second}, rules)) == std::vector<std::size_t>{0});
}

TEST_CASE(
    "where no table has a header the largest is shown, and those as wide come with it when a person has said what is "
    "in it")
{
    const Tables tables{sheet("А", {"Анна|1"}), sheet("Б", {"Борис|2", "Вера|3"}), sheet("В", {"x|y|z"})};
    const auto shown = found_in(tables);
    CHECK_FALSE(shown.header_found);
    CHECK(places_of(shown) == std::vector<std::size_t>{1});
    CHECK(shown.tables[0].header.columns == std::vector{Column::other, Column::other});
    CHECK(places_of(found_in(tables, people_rules(), true)) == std::vector<std::size_t>{0, 1});
}

TEST_CASE("what the office did to the cells of a row that mean something is told, each once")
{
    auto table = sheet("", {"~Анна|~8-900|заметка", "Борис|~8-901|~заметка"});
    const auto means = [](std::size_t column) { return column < 2; };
    CHECK(marks_of(table, 0, means) == std::vector<std::string>{"draft.struck_line"});
    CHECK(marks_of(table, 1, means) == std::vector<std::string>{"draft.struck"});
    table.hidden_rows = {1};
    table.hidden_columns = {0};
    table.rows[1][1].marks = {.hidden_part = true, .formula = true};
    CHECK(marks_of(table, 1, means) ==
          std::vector<std::string>{"draft.hidden_column", "draft.hidden_part", "draft.formula", "draft.hidden_row"});
}

}  // namespace tables_test
