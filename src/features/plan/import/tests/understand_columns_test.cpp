#include <doctest/doctest.h>

#include "features/plan/import/import.hpp"
#include "features/plan/import/understand.hpp"
#include "features/plan/import/understand_cells.hpp"

namespace understand_columns_test {

using namespace veche;
using namespace veche::plan;
using Words = std::vector<std::string>;

namespace {

/// A table from rows of texts with "|" between the cells.
outside::Table table_of(const Words& rows)
{
    outside::Table table;
    for (const auto& row : rows) {
        table.rows.emplace_back();
        for (std::size_t at = 0; at <= row.size();) {
            const auto end = std::min(row.find('|', at), row.size());
            table.rows.back().push_back({row.substr(at, end - at), {}, {}});
            at = end + 1;
        }
    }
    return table;
}

Draft read(const Words& rows)
{
    return understand({table_of(rows)}, 2021);
}

}  // namespace

TEST_CASE("a column of kinds is read, and what it does not tell is guessed from the title")
{
    for (const auto* name : {"Вид", "Тип", "ВИД", "Вид мероприятия", "Тип мероприятия"}) {
        INFO(name);
        const auto draft = read({std::string("№|Наименование|Срок|") + name, "1|Вечер в парке|май|Викторина",
                                 "2|Субботник у реки|май|", "3|Забег|май|Спорт", "4|Снимок года|май|Фотоконкурс"});
        REQUIRE(draft.lines.size() == 4);
        CHECK(draft.columns.at(3) == Column::kind);
        CHECK(draft.lines[0].kind == Kind::quiz);
        CHECK_FALSE(draft.lines[1].kind);
        CHECK(draft.lines[2].kind == Kind::sport);
        CHECK(draft.lines[3].kind == Subkind::photo);
        CHECK(content_of(draft.lines[0]).kind == Kind::quiz);
        CHECK(content_of(draft.lines[1]).kind == guess_kind("Субботник у реки", ""));
    }
}

TEST_CASE("under \"Вид мероприятия\" many offices write the title")
{
    const auto draft = read({"№|Вид мероприятия|Срок", "1|Концерт ко Дню Победы|9 мая", "2|Забег по набережной|май"});
    REQUIRE(draft.lines.size() == 2);
    CHECK(draft.lines[0].title == "Концерт ко Дню Победы");
}

TEST_CASE("a column of age marks is told by its cells")
{
    for (const auto* name : {"Возраст", "Возрастная отметка", "Возрастная категория"}) {
        INFO(name);
        const auto marks = read({std::string("№|Наименование|Срок|Участники|") + name, "1|Концерт|май|все|6+",
                                 "2|Бал|май|все|18 +", "3|Забег|май|все|", "4|Вечер|май|все|(12+)"});
        REQUIRE(marks.lines.size() == 4);
        CHECK(marks.columns.at(4) == Column::age);
        CHECK(marks.lines[0].age_mark == AgeMark::a6);
        CHECK(marks.lines[1].age_mark == AgeMark::a18);
        CHECK_FALSE(marks.lines[2].age_mark);
        CHECK(marks.lines[3].age_mark == AgeMark::a12);
        CHECK(content_of(marks.lines[0]).age_mark == AgeMark::a6);
        const auto people = read({std::string("№|Наименование|Срок|") + name, "1|Концерт|май|14–35 лет"});
        REQUIRE(people.lines.size() == 1);
        CHECK(people.columns.at(3) != Column::age);
        CHECK_FALSE(people.lines[0].age_mark);
    }
    // The column of marks takes nothing from the one of people, wherever it stands.
    const auto first = read({"№|Наименование|Срок|Возрастная категория|Участники", "1|Концерт|май|6+|школьники"});
    CHECK(first.lines.at(0).audience == "школьники");
    CHECK(first.lines.at(0).age_mark == AgeMark::a6);
}

TEST_CASE("a person may say that a column holds kinds or ages")
{
    const auto table = table_of({"№|Наименование|Срок|Первое|Второе", "1|Вечер|май|викторина|16+"});
    const auto draft =
        understand({table}, 2021, std::vector{Column::number, Column::title, Column::when, Column::kind, Column::age});
    CHECK(draft.lines.at(0).kind == Kind::quiz);
    CHECK(draft.lines.at(0).age_mark == AgeMark::a16);
    for (const auto column : draft.columns) CHECK(parse_column(to_text(column)) == column);
}

TEST_CASE("a last line without number and date is a line when its kind is said")
{
    const auto draft = read({"№|Наименование|Срок|Ответственный|Вид", "1|Вечер|май|ТОС|событие",
                             "|Рубрика газеты||Иванов И. И.|цикл публикаций"});
    REQUIRE(draft.lines.size() == 2);
    CHECK(draft.lines[1].kind == Kind::publications);
}

TEST_CASE("every kind has a word of its own in a file, and the word names the kind")
{
    for (const auto kind : all_kinds) CHECK(parse_kind_word(kind_word(kind)) == kind);
    CHECK(parse_kind_word("  АКЦИЯ ") == Kind::action);
    CHECK_FALSE(parse_kind_word("разное"));
    CHECK_FALSE(parse_kind_word(""));
    CHECK_FALSE(parse_kind_word("\xFF"));
}

TEST_CASE("only a mark is a mark")
{
    CHECK(cells::parse_age("16+") == AgeMark::a16);
    CHECK(cells::parse_age(" ( 0 + ) ") == AgeMark::a0);
    for (const auto* text : {"", "6", "7+", "16+ лет", "от 16", "6+12+"}) CHECK_FALSE(cells::parse_age(text));
}

TEST_CASE("with ';' between the responsible commas belong to their names")
{
    CHECK(cells::split_responsible("ТОС «Южный», ТОС «Надежда»").size() == 2);
    CHECK(cells::split_responsible("Комитет, Отдел; ТОС") == Words{"Комитет, Отдел", "ТОС"});
    CHECK(cells::split_responsible("Комитет, Отдел;") == Words{"Комитет, Отдел"});
}

}  // namespace understand_columns_test
