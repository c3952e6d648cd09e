#include <doctest/doctest.h>

#include "features/plan/import/tests/tables_for_test.hpp"

namespace understand_marks_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using Texts = std::vector<std::string>;

namespace {

const std::string head(usual_header);

Draft read(const Texts& rows)
{
    return understand({sheet("План", rows)}, 2021);
}

}  // namespace

TEST_CASE("a line that is crossed out comes with a warning, whole or in part")
{
    const auto draft =
        read({head, "~1|~Фестиваль|~20 июня|~парк||~все", "2|Бал|~5 июня|ДК||все", "3|Слёт|1 июля|ДК||все"});
    REQUIRE(draft.lines.size() == 3);
    CHECK(draft.lines[0].warnings == Texts{"draft.struck_line"});
    CHECK(draft.lines[1].warnings == Texts{"draft.struck"});
    CHECK(draft.lines[2].warnings.empty());
}

TEST_CASE("whatever the office did to a row or a cell is told beside the line")
{
    auto table = sheet("План", {head, "1|Концерт|май|ДК||все", "2|Бал|июнь|ДК||все", "3|=A1|июль|ДК||все",
                                "4|Слёт|август|ДК||все", "5|Кросс|сентябрь|||все"});
    table.hidden_rows = {2};
    table.rows[3][1].marks.formula = true;
    table.rows[4][3].marks.hidden_part = true;
    table.rows[4][2].marks.struck_part = true;
    auto draft = understand({table}, 2021);
    REQUIRE(draft.lines.size() == 5);
    CHECK(draft.lines[0].warnings.empty());
    CHECK(draft.lines[1].warnings == Texts{"draft.hidden_row"});
    CHECK(draft.lines[2].warnings == Texts{"draft.formula"});
    CHECK(draft.lines[3].warnings == Texts{"draft.struck_part", "draft.hidden_part"});
    table.hidden_columns = {3};
    draft = understand({table}, 2021);
    CHECK(draft.lines[0].warnings == Texts{"draft.hidden_column"});
    CHECK(draft.lines[4].warnings.empty());  // nothing stands there
}

TEST_CASE("a hidden column never wins over one that is shown")
{
    auto table =
        sheet("План", {"№|Мероприятие|Место|Место проведения|Срок (черновик)|Срок", "1|Концерт|тайно|ДК|май|июнь"});
    table.hidden_columns = {2, 4};
    const auto draft = understand({table}, 2021);
    REQUIRE(draft.lines.size() == 1);
    CHECK(draft.lines[0].place == "ДК");
    CHECK(draft.lines[0].when.text == "июнь");
    CHECK(draft.lines[0].warnings.empty());
}

TEST_CASE("a row of totals is none of the lines, whichever column says so")
{
    const auto draft =
        read({head, "1|Концерт|май|ДК|Отдел|все", "|Итого по разделу: 1||||", "||Итого: 12|||", "||||Всего|40",
              "ИТOГO:||12|||", "Всего||40|||", "|Общее количество мероприятий|2|||", "|И т о г о|||5|",
              "2|Итоговый концерт|декабрь|ДК|Отдел|все", "3|Всего одна ночь|май|ДК||", "|Всего понемногу|июнь|||"});
    CHECK(titles_of(draft) == Texts{"Концерт", "Итоговый концерт", "Всего одна ночь", "Всего понемногу"});
}

TEST_CASE("an age that is no mark is told beside the line, and a column of such ages beside the file")
{
    const auto draft = read(
        {"№|Мероприятие|Срок|Возраст", "1|Концерт|май|6+", "2|Бал|июнь|от шести", "3|Слёт|июль|12+", "4|Кросс|май|—"});
    REQUIRE(draft.lines.size() == 4);
    CHECK(draft.lines[0].age_mark == AgeMark::a6);
    CHECK(draft.lines[1].warnings == Texts{"draft.age_not_understood"});
    CHECK(draft.lines[3].warnings.empty());
    const auto none = read({"№|Мероприятие|Срок|Возраст", "1|Концерт|май|6", "2|Бал|июнь|12"});
    CHECK(remarks_of(none) == Texts{"draft.column_left_out Возраст"});
}

TEST_CASE("words over columns are read as the eye reads them")
{
    const auto draft =
        read({"N п/п|Mepoприятие|Сpoки про\u00ADведения|Mecто|Ответствен-\nныe", "1|Концерт|май|ДК|Отдел"});
    REQUIRE(draft.lines.size() == 1);
    CHECK(draft.lines[0].when.text == "май");
    CHECK(draft.lines[0].place == "ДК");
    CHECK(draft.lines[0].responsible == Texts{"Отдел"});
}

TEST_CASE("a text longer than the plan holds is told before it is cut")
{
    std::string names;
    for (int i = 0; i < 300; ++i) names += "ТОС № " + std::to_string(i) + "; ";
    std::string title;
    for (int i = 0; i < 900; ++i) title += "Праздник ";
    const auto draft =
        read({head, "1|Концерт|май|ДК|" + names + "|все", "2|" + title + "|май|ДК||все", "3|Бал|июнь|ДК||"});
    REQUIRE(draft.lines.size() == 3);
    CHECK(draft.lines[0].warnings == Texts{"draft.cut"});
    CHECK(draft.lines[1].warnings == Texts{"draft.cut"});
    CHECK(draft.lines[1].title.size() > 10'000);
    CHECK(draft.lines[2].warnings.empty());
}

}  // namespace understand_marks_test
