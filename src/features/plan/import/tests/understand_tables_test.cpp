#include <doctest/doctest.h>

#include "features/plan/import/tests/tables_for_test.hpp"

namespace understand_tables_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using Texts = std::vector<std::string>;

namespace {

const std::string head(usual_header);

outside::Table month(const std::string& name, const std::string& number)
{
    return sheet(name, {"Мероприятия города, " + name + " 2021 года", head,
                        "1|Приём граждан|10." + number + ".2021|администрация|Отдел|жители",
                        "2|Праздник (" + name + ")|15." + number + ".2021|площадь|ДК|жители"});
}

}  // namespace

TEST_CASE("all sheets that are one plan come in, and their names are its sections")
{
    const auto draft = understand({month("Январь", "01"), month("Февраль", "02"), month("Март", "03")}, 2021);
    CHECK(titles_of(draft) == Texts{"Приём граждан", "Праздник (Январь)", "Приём граждан", "Праздник (Февраль)",
                                    "Приём граждан", "Праздник (Март)"});
    CHECK(draft.sections == Texts{"Январь", "Февраль", "Март"});
    CHECK(draft.lines[3].section == "Февраль");
    CHECK(draft.lines[4].table == 2);
    CHECK(draft.lines[4].row == 3);
    CHECK(draft.lines[4].key == 4 + 4 + 3);
    CHECK(draft.remarks.empty());
    CHECK(draft.tables.size() == 3);
    for (const auto& line : draft.lines) CHECK(line.warnings.empty());
}

TEST_CASE("a sheet with sections of its own keeps them, and a name that says nothing is no section")
{
    const auto draft = understand({sheet("Лист1", {head, "Культура", "1|Концерт|май|ДК||"}),
                                   sheet("Лист2", {head, "Спорт", "2|Забег|июнь|парк||", "3|Кросс|июль|парк||"}),
                                   sheet("Прочее", {head, "4|Субботник|апрель|двор||"})},
                                  2021);
    CHECK(sections_of(draft) == Texts{"Культура", "Спорт", "Спорт", "Прочее"});
    CHECK(draft.sections == Texts{"Культура", "Спорт", "Прочее"});
}

TEST_CASE("a document's table that was cut in two goes on without a header")
{
    const auto draft =
        understand({under("План на 2021 год", {head, "1|Концерт|7 января|ДК||", "2|Лыжня|13 февраля|база||"}),
                    under("", {"3|Масленица|14 марта|площадь||", "4|День города|6 июля|площадь||"}),
                    under("", {"5|Встреча|по согласованию|||"})},
                   2021);
    CHECK(titles_of(draft) == Texts{"Концерт", "Лыжня", "Масленица", "День города", "Встреча"});
    CHECK(draft.sections.empty());
    CHECK(draft.remarks.empty());
    CHECK(draft.lines[2].number == 3);
}

TEST_CASE("the heading above a document's table is the section of its lines")
{
    const auto draft =
        understand({under("УТВЕРЖДАЮ\nПлан на 2021 год\nI. Культура", {head, "1|Концерт|7 января|ДК||"}),
                    under("II. Спорт", {head, "1|Лыжня|13 февраля|база||", "2|Кросс|18 сентября|база||"}),
                    under("Молодёжь:", {"1|Слёт|1 июня|лагерь||"})},
                   2021);
    CHECK(sections_of(draft) == Texts{"Культура", "Спорт", "Спорт", "Молодёжь"});
    CHECK(draft.warnings == Texts{"draft.numbers_restart"});
    const auto named = understand({under("План мероприятий", {head, "1|Концерт|май|||"}),
                                   under("Продолжение таблицы", {head, "2|Забег|июнь|||"})},
                                  2021);
    CHECK(named.lines.size() == 2);
    CHECK(named.sections.empty());
}

TEST_CASE("a table that is no plan is left out with its name and the number of its rows")
{
    const auto draft = understand(
        {sheet("План", {head, "1|Концерт|май|ДК|Отдел|", "2|Забег|июнь|парк|Отдел|"}),
         sheet("Смета", {"№|Наименование расходов|Срок|Сумма", "1|Афиши|май|500", "2|Сцена|июнь|900"}),
         sheet("Телефоны", {"№|ФИО|Телефон", "1|Иванов И. И.|3-84-12", "2|Петров П. П.|3-84-13"}), sheet("Пустой", {})},
        2021);
    CHECK(titles_of(draft) == Texts{"Концерт", "Забег"});
    CHECK(remarks_of(draft) == Texts{"draft.table_left_out Смета 2", "draft.table_left_out Телефоны 2"});
    CHECK(draft.sections.empty());
}

TEST_CASE("the rows of a table that is left out are counted without its header")
{
    const auto plan = sheet("План", {head, "1|Концерт|май|ДК|Отдел|", "2|Забег|июнь|парк|Отдел|"});
    const auto left = [&](const std::vector<std::string>& rows) {
        return remarks_of(understand({plan, sheet("Иное", rows)}, 2021));
    };
    CHECK(left({"Статья|Сумма", "Сцена|500"}) == Texts{"draft.table_left_out Иное 1"});
    CHECK(left({"Смета расходов", "", "Статья|Сумма", "Сцена|500", "Афиши|90"}) ==
          Texts{"draft.table_left_out Иное 2"});
    // All words: nothing tells the first row from the others.
    CHECK(left({"Сцена|аренда", "Афиши|печать"}) == Texts{"draft.table_left_out Иное 2"});
}

TEST_CASE("a plan of another year is told once for the whole file")
{
    const auto of_year = [](int year) {
        return remarks_of(understand(
            {sheet("План", {head, "1|Концерт|2 мая 2021|ДК||", "2|Забег|3 июня 2021|парк||", "3|Ярмарка|июль|парк||"})},
            year));
    };
    CHECK(of_year(2021).empty());
    CHECK(of_year(2022) == Texts{"draft.other_year 2021"});
    const auto one =
        understand({sheet("План", {head, "1|Концерт|30 декабря 2021|ДК||", "2|Забег|3 июня|парк||"})}, 2022);
    CHECK(one.remarks.empty());
}

TEST_CASE("a table to sign on is left out without a word")
{
    const auto draft = understand(
        {under("", {"СОГЛАСОВАНО|УТВЕРЖДАЮ", "Начальник ______|Глава ______"}),
         under("План", {head, "1|Концерт|май|ДК|Отдел|"}), under("", {"Исполнитель: Сидорова А. А.|тел. 3-84-12"})},
        2021);
    CHECK(draft.lines.size() == 1);
    CHECK(draft.remarks.empty());
}

TEST_CASE("a hidden sheet never wins over one that is shown, and is named")
{
    auto old = sheet("Черновик", {head, "1|Старый концерт|май|ДК|Отдел|все", "2|Отменённый бал|июнь|ДК|Отдел|все"});
    old.hidden = true;
    const auto draft = understand({old, sheet("План", {"Мероприятие|Срок", "Концерт|май"})}, 2021);
    CHECK(titles_of(draft) == Texts{"Концерт"});
    CHECK(remarks_of(draft) == Texts{"draft.table_hidden Черновик 2"});
    const auto nothing = understand({old}, 2021);
    CHECK(nothing.lines.empty());
    CHECK(remarks_of(nothing) == Texts{"draft.table_hidden Черновик 2"});
}

TEST_CASE("last year's sheet stays out, whether its name, its title or its dates tell the year")
{
    const auto now = sheet("План", {"План на 2021 год", head, "1|Концерт|02.01.2021|ДК||", "2|Бал|05.06.2021|ДК||"});
    const Texts titles{"Концерт", "Бал"};
    for (const auto& old : {sheet("2020", {head, "1|Вечер|2 января|ДК||", "2|Ярмарка|5 июня|парк||"}),
                            sheet("Архив", {"План на 2020 год", head, "1|Вечер|2 января|ДК||"}),
                            sheet("Архив", {head, "1|Вечер|02.01.2020|ДК||", "2|Ярмарка|05.06.2020|парк||"})})
        for (const auto& tables : {std::vector{old, now}, std::vector{now, old}}) {
            const auto draft = understand(tables, 2021);
            CHECK(titles_of(draft) == titles);
            REQUIRE(draft.remarks.size() == 1);
            CHECK(draft.remarks[0].message == "draft.table_other_year");
            CHECK(draft.remarks[0].values[0].second == old.name);
        }
    // A file of another year alone is what the person has chosen.
    CHECK(understand({now}, 2022).lines.size() == 2);
}

TEST_CASE("a copy of the plan on another sheet does not double it")
{
    const auto plan = sheet("План", {head, "1|Концерт|2 января|ДК|Отдел|все", "2|Бал|5 июня|ДК|Отдел|все",
                                     "3|Ярмарка|7 июля|парк|Отдел|все"});
    const auto copy = sheet("План (2)", {head, "1|Концерт|2 января, 16:00|ДК|Отдел|все", "2|«Бал»|6 июня|ДК|Отдел|",
                                         "3|Ярмарка|7 июля|парк|Отдел|все"});
    const auto draft = understand({plan, copy}, 2021);
    CHECK(draft.lines.size() == 3);
    CHECK(remarks_of(draft) == Texts{"draft.table_copy План (2) 3"});
    CHECK(draft.warnings == Texts{"draft.no_section"});
    // One line among others that are new is kept and told.
    const auto more =
        understand({plan, sheet("Добавка", {head, "4|Слёт|1 августа|лагерь||", "5|Ярмарка|7 июля|парк|Отдел|все",
                                            "6|Кросс|3 сентября|парк||"})},
                   2021);
    REQUIRE(more.lines.size() == 6);
    CHECK(more.lines[4].warnings == Texts{"draft.repeated"});
}

TEST_CASE("a number that is there twice on two sheets is told, unless each sheet counts anew")
{
    const auto draft = understand({sheet("Лист1", {head, "1|Концерт|май|ДК||", "2|Бал|июнь|ДК||"}),
                                   sheet("Лист2", {head, "2|Забег|июль|парк||", "3|Кросс|август|парк||"})},
                                  2021);
    CHECK(draft.lines[1].warnings == Texts{"draft.same_number"});
    CHECK(draft.lines[2].warnings == Texts{"draft.same_number"});
    const auto anew = understand({sheet("Лист1", {head, "1|Концерт|май|ДК||", "2|Бал|июнь|ДК||"}),
                                  sheet("Лист2", {head, "1|Забег|июль|парк||", "2|Кросс|август|парк||"})},
                                 2021);
    for (const auto& line : anew.lines) CHECK(line.warnings.empty());
    CHECK(anew.warnings == Texts{"draft.no_section", "draft.numbers_restart_table"});
}

TEST_CASE("what a person says of the columns holds for all sheets of the plan")
{
    const std::string names = "№|Мероприятие|Срок|Место|Заметки";
    const auto draft =
        understand({sheet("Январь", {names, "1|Концерт|7 января|ДК|жители"}),
                    sheet("Февраль", {"№|Срок|Мероприятие|Заметки|Место", "1|13 февраля|Лыжня|школьники|база"})},
                   2021, std::vector{Column::number, Column::title, Column::when, Column::place, Column::audience});
    REQUIRE(draft.lines.size() == 2);
    CHECK(draft.lines[0].audience == "жители");
    CHECK(draft.lines[1].audience == "школьники");
    CHECK(draft.lines[1].place == "база");
}

}  // namespace understand_tables_test
