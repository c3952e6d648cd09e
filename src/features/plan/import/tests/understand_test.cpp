#include "features/plan/import/understand.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "features/plan/import/draft_json.hpp"
#include "features/plan/import/understand_cells.hpp"
#include "features/plan/import/understand_words.hpp"
#include "outside/table_writer.hpp"
#include "outside/tests/made_files.hpp"
#include "test_files.hpp"

namespace understand_test {

using namespace veche;
using namespace veche::plan;
using outside::Merge;
using outside::Table;
using Words = std::vector<std::string>;

namespace {

/// This test program is also the child that reads tables.
const veche::test::ChildProgram reader_child("read-table", outside::read_table_main);

/// A table from rows of texts with "|" between the cells.
Table table_of(const Words& rows, std::vector<Merge> merges = {})
{
    Table table;
    for (const auto& row : rows) {
        table.rows.emplace_back();
        for (std::size_t at = 0; at <= row.size();) {
            const auto end = std::min(row.find('|', at), row.size());
            table.rows.back().push_back({row.substr(at, end - at), {}, {}});
            at = end + 1;
        }
    }
    table.merges = std::move(merges);
    return table;
}

Draft read(const Words& rows, std::vector<Merge> merges = {})
{
    return understand({table_of(rows, std::move(merges))}, 2021);
}

Words titles(const Draft& draft)
{
    Words words;
    for (const auto& line : draft.lines) words.push_back(line.title);
    return words;
}

Draft sample(const std::string& kind)
{
    const auto tables = outside::read_tables("tests/data/plan-2021." + kind, {}, made::reader);
    REQUIRE_MESSAGE(tables, (tables ? "" : tables.error().message));
    return understand(*tables, 2021);
}

constexpr std::string_view usual = "№|Мероприятие|Срок|Место|Ответственный|Участники";

}  // namespace

TEST_CASE("the office's plan is the same 40 lines in 5 sections in all four formats")
{
    const Draft csv = sample("csv");
    REQUIRE(csv.lines.size() == 40);
    CHECK(csv.sections == Words{"Информационное сопровождение и просветительские мероприятия",
                                "Культурно-массовые мероприятия и конкурсы", "Спортивные мероприятия",
                                "Благоустройство и инициативы жителей", "Встречи с общественностью и награждение"});
    for (const std::string kind : {"xlsx", "ods", "docx", "csv"}) {
        const Draft draft = sample(kind);
        CHECK(draft.warnings.empty());
        CHECK(draft.sections == csv.sections);
        REQUIRE(draft.lines.size() == 40);
        for (std::size_t i = 0; i < 40; ++i) {
            INFO(kind << " line " << i + 1);
            const auto& line = draft.lines[i];
            const auto& same = csv.lines[i];
            CHECK(line.number == static_cast<int>(i) + 1);
            CHECK(line.section == same.section);
            CHECK(line.title == same.title);
            CHECK(line.when == same.when);
            CHECK(line.place == same.place);
            CHECK(line.responsible == same.responsible);
            CHECK(line.audience == (kind == "docx" ? "" : same.audience));  // the document has no such column
            CHECK(line.warnings.empty());
        }
    }
}

TEST_CASE("the lines of the office's plan say what the office wrote")
{
    const Draft draft = sample("xlsx");
    CHECK(draft.header_row == 8);
    CHECK(draft.columns == std::vector<Column>{Column::number, Column::title, Column::when, Column::place,
                                               Column::responsible, Column::audience});
    CHECK(draft.header.at(1) == "Наименование мероприятия");
    const auto& yard = draft.lines.at(12);
    CHECK(yard.title == "Праздник двора «Соседи, будем дружить!»");
    CHECK(yard.section == "Культурно-массовые мероприятия и конкурсы");
    CHECK(yard.when.periods.size() == 4);
    CHECK(yard.responsible == Words{"ТОС «Берёзовая роща»", "ТОС «Надежда»", "ТОС «Южный»", "ТОС «Набережный»"});
    CHECK(draft.lines.at(3).when.text == "15.02.2021");
    CHECK(draft.lines.at(24).when.text == "20.03.2021");
    CHECK(draft.lines.at(29).audience.empty());
    CHECK(draft.lines.at(20).responsible == Words{"Комитет по физической культуре и спорту"});
    CHECK(draft.lines.at(3).row == 13);
}

TEST_CASE("the names of the columns may be any that offices use")
{
    const std::vector<std::pair<std::string, Column>> names = {
        {"№", Column::number},
        {"№ п/п", Column::number},
        {"№\nп/п", Column::number},
        {"N п/п", Column::number},
        {"п/п", Column::number},
        {"Номер", Column::number},
        {"Наименование", Column::title},
        {"Мероприятие", Column::title},
        {"МЕРОПРИЯТИЯ", Column::title},
        {"Наименование мероприятия", Column::title},
        {"Содержание", Column::title},
        {"Название мероприятия", Column::title},
        {"Наименование мероприятия, место проведения", Column::title},
        {"Срок", Column::when},
        {"Сроки", Column::when},
        {"Срок исполнения", Column::when},
        {"Срок проведения", Column::when},
        {"Дата", Column::when},
        {"Дата и время", Column::when},
        {"Дата проведения мероприятия", Column::when},
        {"Время", Column::when},
        {"Период", Column::when},
        {"Сроки прове-\nдения", Column::when},
        {"Место", Column::place},
        {"Место проведения", Column::place},
        {"Место и дата", Column::place},
        {"Адрес", Column::place},
        {"Ответственный", Column::responsible},
        {"Ответственные", Column::responsible},
        {"Ответственный исполнитель", Column::responsible},
        {"Исполнитель", Column::responsible},
        {"Организатор", Column::responsible},
        {"Ответствен-\nные", Column::responsible},
        {"Ответственный за проведение мероприятия", Column::responsible},
        {"Участники", Column::audience},
        {"Целевая аудитория", Column::audience},
        {"Категория участников", Column::audience},
        {"Охват", Column::audience},
        {"Примечание", Column::other},
        {"Источник финансирования", Column::other},
        {"Отметка об исполнении", Column::other},
        {"", Column::other}};
    for (const auto& [name, column] : names)
        CHECK_MESSAGE(app::import::meaning_of<Column>(name, words::column_words()).column == column, name);
}

TEST_CASE("the columns may stand in any order, with others among them")
{
    const auto draft =
        read({"Ответственный|Примечание|Срок исполнения|Наименование|№ п/п", "Школа № 1; Музей|важно|май|Концерт|1"});
    REQUIRE(draft.lines.size() == 1);
    CHECK(draft.lines[0].number == 1);
    CHECK(draft.lines[0].title == "Концерт");
    CHECK(draft.lines[0].when.text == "май");
    CHECK(draft.lines[0].responsible == Words{"Школа № 1", "Музей"});
}

TEST_CASE("the header is found under an approval block, in 200 rows, and on any sheet")
{
    Words rows(180, "");
    rows[0] = "||УТВЕРЖДАЮ";
    rows[1] = "||Глава города";
    rows[5] = "План мероприятий по срокам проведения";
    rows.push_back(std::string(usual));
    rows.push_back("1|Концерт|май|парк|ДК|все");
    const auto draft = understand({table_of({"Просто|слова", "и|ещё"}), table_of(rows)}, 2021);
    CHECK(draft.table == 1);
    CHECK(draft.header_row == 181);
    CHECK(titles(draft) == Words{"Концерт"});
    CHECK(draft.lines.at(0).row == 182);
}

TEST_CASE("a header may take two rows, merged or not, and date and time two columns")
{
    const Words rows{"№|Мероприятие|Проведение|||Ответственный", "||Дата|Время|Место|", "1|2|3|4|5|6",
                     "1|Концерт|6 июля|12-00|парк|ДК", "2|Ярмарка|май||площадь|ДК"};
    const std::vector<Merge> merges{{0, 0, 2, 1}, {0, 1, 2, 1}, {0, 2, 1, 3}, {0, 5, 2, 1}};
    for (const auto& areas : {merges, std::vector<Merge>{}}) {
        const auto draft = read(rows, areas);
        CHECK(draft.header_row == 2);
        REQUIRE(draft.lines.size() == 2);
        CHECK(draft.lines[0].when.text == "6 июля 12:00");
        CHECK(draft.lines[0].when.precision == Precision::minute);
        CHECK(draft.lines[0].place == "парк");
        CHECK(draft.lines[1].when.text == "май");
        CHECK(draft.warnings == Words{"draft.no_section"});
    }
    CHECK(read(rows, merges).header.at(3) == "Проведение Время");
    const auto turned = read({"Время|Дата|Мероприятие", "12.00|06.07.2021|Концерт"});
    CHECK(turned.lines.at(0).when.text == "06.07.2021 12:00");
}

TEST_CASE("the first line under the header is never taken for a part of it")
{
    const auto draft = read({"Мероприятие|Срок|Примечание", "Экскурсия|июнь|место сбора — площадь", "Концерт|июль|"});
    CHECK(titles(draft) == Words{"Экскурсия", "Концерт"});
}

TEST_CASE("the header again, numbers of columns and blank rows are not lines")
{
    const auto draft = read({std::string(usual), "1|2|3|4|5|6", "1|Концерт|май|парк|ДК|все", "", std::string(usual),
                             "2|Ярмарка|июнь|парк|ДК|все", " | | "});
    CHECK(titles(draft) == Words{"Концерт", "Ярмарка"});
    CHECK(draft.warnings == Words{"draft.no_section"});
}

TEST_CASE("sections are told by a merged row, a lone cell, a Roman numeral, a named part or a numbered tree")
{
    const auto draft = read({std::string(usual), "Культура|||||", "1|Концерт|май|||", "II. Спорт", "2|Бег|июнь|||",
                             "|Раздел 3. Молодёжь||||", "3|Слёт|июль|||", "IV|Труд||||", "4|Субботник|август|||",
                             "|Награды||||", "5|Вручение|декабрь|||"},
                            {{1, 0, 1, 6}});
    CHECK(draft.sections == Words{"Культура", "Спорт", "Молодёжь", "Труд", "Награды"});
    CHECK(titles(draft) == Words{"Концерт", "Бег", "Слёт", "Субботник", "Вручение"});
    CHECK(draft.lines.at(3).section == "Труд");
    CHECK(draft.warnings.empty());

    const auto tree = read({std::string(usual), "1.|Культура||||", "1.1|Концерт|май|||", "1.2.|Ярмарка|май|||",
                            "2.|Спорт||||", "2.1|Бег|июнь|||"});
    CHECK(tree.sections == Words{"Культура", "Спорт"});
    REQUIRE(tree.lines.size() == 3);
    CHECK(tree.lines[2].number == 3);
    CHECK(tree.lines[2].section == "Спорт");
    CHECK(tree.lines[2].warnings.empty());
}

TEST_CASE("the numeral of a section is not its name")
{
    const std::vector<std::pair<std::string, std::string>> names = {{"I. Культура", "Культура"},
                                                                    {"ІІ. Спорт", "Спорт"},
                                                                    {"XIV) Спорт", "Спорт"},
                                                                    {"Раздел 1. Культура", "Культура"},
                                                                    {"РАЗДЕЛ III: Спорт", "Спорт"},
                                                                    {"Раздел 2", "Раздел 2"},
                                                                    {"3. Молодёжь", "Молодёжь"},
                                                                    {"2.1. Конкурсы", "Конкурсы"},
                                                                    {"Блок 1 — Дети", "Дети"},
                                                                    {"300-летие города", "300-летие города"},
                                                                    {"Январь", "Январь"},
                                                                    {"Глава города", "Глава города"},
                                                                    {"V", "V"},
                                                                    {"В. Иванов", "В. Иванов"},
                                                                    {"01.06 – 20.08", "01.06 – 20.08"}};
    for (const auto& [raw, title] : names) CHECK_MESSAGE(words::section_title(raw) == title, raw);
}

TEST_CASE("totals and signatures are not lines, wherever they stand")
{
    const auto draft = read({std::string(usual), "I. Культура", "1|Концерт|май|парк|ДК|все", "|Итого по разделу: 1||||",
                             "2|Итоговый концерт|декабрь|парк|ДК|все", "Всего мероприятий|2", "",
                             "Глава города ______________ И.И. Иванов", "Заместитель Главы||||И.И. Петров|",
                             "Исполнитель: Сидорова А.А., 4-55-55", "Согласовано:", "* даты могут измениться"});
    CHECK(titles(draft) == Words{"Концерт", "Итоговый концерт"});
    CHECK(draft.sections == Words{"Культура"});
    CHECK(draft.warnings == Words{"draft.rows_left_out"});
    CHECK(words::is_name("Иванова А. А."));
    CHECK(words::is_name("И.И. Иванов-Петров"));
    CHECK_FALSE(words::is_name("Управление культуры"));
}

TEST_CASE("a bad line is kept with its words and a warning")
{
    const auto draft = read({std::string(usual), "1|Концерт|31 сентября|парк|ДК|все", "2||май|парк|ДК|все",
                             "3|Бег||парк|ДК|все", "4|Слёт|—|парк|ДК|—", "|Без номера|май|парк|ДК|все",
                             "пятое|С чужим номером|май|||", "4|Снова четыре|май|||", "9|После пропуска|май|||"});
    REQUIRE(draft.lines.size() == 8);
    CHECK(draft.lines[0].when.text == "31 сентября");
    CHECK(draft.lines[0].warnings == Words{"when.no_such_day"});
    CHECK(draft.lines[1].warnings == Words{"draft.no_title"});
    CHECK(draft.lines[2].warnings == Words{"draft.no_when"});
    CHECK(draft.lines[3].warnings == Words{"draft.no_when", "draft.same_number"});
    CHECK(draft.lines[3].audience.empty());
    CHECK(draft.lines[4].warnings == Words{"draft.number_missing"});
    CHECK(draft.lines[5].warnings == Words{"draft.number_not_understood"});
    CHECK(draft.lines[6].warnings == Words{"draft.same_number"});
    CHECK(draft.lines[7].warnings == Words{"draft.number_gap"});
}

TEST_CASE("numbers that begin anew in each section are one remark, not forty")
{
    const auto draft = read({std::string(usual), "I. Культура", "1.|Концерт|май", "2)|Ярмарка|май", "II. Спорт",
                             "1|Бег|июнь", "2|Лыжи|январь"});
    for (const auto& line : draft.lines) CHECK(line.warnings.empty());
    CHECK(draft.warnings == Words{"draft.numbers_restart"});
}

TEST_CASE("formulas are text")
{
    const auto draft = read({std::string(usual), "=A1+1|=HYPERLINK(\"http://x\";\"y\")|=TODAY()|парк|ДК|все"});
    REQUIRE(draft.lines.size() == 1);
    CHECK(draft.lines[0].title == "=HYPERLINK(\"http://x\";\"y\")");
    CHECK(draft.lines[0].when.text == "=TODAY()");
    CHECK(draft.lines[0].when.precision == Precision::none);
    CHECK(draft.lines[0].warnings.front() == "draft.number_not_understood");
}

TEST_CASE("a sentence cut over two rows is joined, and said so")
{
    const auto draft = read({std::string(usual), "1|Конкурс рисунка|май|парк|ДК|все", "|и фотографии «Мой двор»||||",
                             "||||Школа № 2|", "2|Бег|июнь|парк|ДК|все"});
    REQUIRE(draft.lines.size() == 2);
    CHECK(draft.lines[0].title == "Конкурс рисунка и фотографии «Мой двор»");
    CHECK(draft.lines[0].responsible == Words{"ДК", "Школа № 2"});
    CHECK(draft.lines[0].warnings == Words{"draft.joined"});
    CHECK(draft.lines[1].warnings.empty());
}

TEST_CASE("a cell merged over several rows speaks for each of them")
{
    const auto draft = read(
        {std::string(usual), "1|Праздник двора|28 мая|двор 1|ТОС|жители", "|  |25 июня|двор 2||", "2|Бег|июль|парк||"},
        {{1, 1, 2, 1}, {1, 4, 3, 1}});
    REQUIRE(draft.lines.size() == 3);
    CHECK(draft.lines[1].title == "Праздник двора");
    CHECK(draft.lines[1].when.text == "25 июня");
    CHECK(draft.lines[1].responsible == Words{"ТОС"});
    CHECK(draft.lines[1].warnings == Words{"draft.title_from_above", "draft.number_missing"});
    CHECK(draft.lines[2].responsible == Words{"ТОС"});
    CHECK(draft.lines[2].warnings.empty());
}

TEST_CASE("bodies are parted where a new name begins, and nowhere else")
{
    using cells::split_responsible;
    CHECK(split_responsible("ТОС «Берёзовая роща», ТОС «Надежда»") == Words{"ТОС «Берёзовая роща»", "ТОС «Надежда»"});
    CHECK(split_responsible("Комитет по физической культуре, спорту и туризму; Школа") ==
          Words{"Комитет по физической культуре, спорту и туризму", "Школа"});
    CHECK(split_responsible("Клуб «Вера, Надежда, Любовь»") == Words{"Клуб «Вера, Надежда, Любовь»"});
    CHECK(split_responsible("Иванов И.И., начальник отдела, Петрова А.А.") ==
          Words{"Иванов И.И., начальник отдела", "Петрова А.А."});
    CHECK(split_responsible("Управление\nобразованием\nМузей") == Words{"Управление образованием", "Музей"});
    CHECK(split_responsible("Библиотека (ул. Мира, Дом связи), тел. 5-55; ; Библиотека") ==
          Words{"Библиотека (ул. Мира, Дом связи), тел. 5-55", "Библиотека"});
    CHECK(split_responsible("ДК;ДК; —") == Words{"ДК"});
    CHECK(split_responsible("—").empty());
    CHECK(split_responsible("").empty());
}

TEST_CASE("dates written under one another are several, other line breaks are spaces")
{
    CHECK(cells::join_time_lines("28.05.2021\n25.06.2021") == "28.05.2021; 25.06.2021");
    CHECK(cells::join_time_lines("6 июля\n2021 г.,\n12.00") == "6 июля 2021 г., 12.00");
    CHECK(cells::join_time_lines("06.07.2021\n12.00") == "06.07.2021 12.00");
    CHECK(cells::clock_words("12-00") == "12:00");
    CHECK(cells::clock_words("9.30") == "9:30");
    CHECK(cells::clock_words("25.00") == "25.00");
    CHECK(cells::clock_words("с 10 до 12") == "с 10 до 12");
}

TEST_CASE("numbers are read with their marks")
{
    for (const std::string_view text : {"7", "7.", "7)", "№ 7", " 7 .", "7.)"})
        CHECK_MESSAGE((text == " 7 ." || (words::parse_number(text) && words::parse_number(text)->value == 7)),
                      std::string(text));
    CHECK(words::parse_number("1.12.")->parts == 2);
    CHECK(words::parse_number("1.12.")->value == 12);
    for (const std::string_view text : {"", "I", "7а", "1234567", "-1", "1..2", "15.02.2021 г."})
        CHECK_FALSE(words::parse_number(text));
}

TEST_CASE("a table without a header is shown whole for the person to say what the columns are")
{
    const Words rows{"Концерт|май|парк", "Бег|июнь|стадион"};
    const auto draft = read(rows);
    CHECK(draft.warnings == Words{"draft.no_header", "draft.no_lines"});
    CHECK(draft.columns.size() == 3);
    const auto corrected =
        understand({table_of(rows)}, 2021, std::vector<Column>{Column::title, Column::when, Column::place});
    CHECK(titles(corrected) == Words{"Концерт", "Бег"});
    CHECK(corrected.lines.at(1).place == "стадион");
    CHECK(corrected.lines.at(0).row == 1);
}

TEST_CASE("a correction of the columns is obeyed")
{
    const Words rows{"№|Мероприятие|Срок|Место|Примечание", "1|Концерт|май|жители|парк"};
    const auto draft =
        understand({table_of(rows)}, 2021,
                   std::vector<Column>{Column::number, Column::title, Column::when, Column::audience, Column::place});
    REQUIRE(draft.lines.size() == 1);
    CHECK(draft.lines[0].audience == "жители");
    CHECK(draft.lines[0].place == "парк");
    CHECK(draft.header_row == 1);
}

TEST_CASE("no tables, empty tables and ragged rows are understood as nothing or as what they have")
{
    CHECK(understand({}, 2021).warnings == Words{"draft.no_header", "draft.no_lines"});
    CHECK(understand({Table{}}, 2021).lines.empty());
    const auto ragged = read({std::string(usual), "1|Концерт", "2|Бег|июнь|парк|ДК|все|лишняя|ещё"});
    CHECK(titles(ragged) == Words{"Концерт", "Бег"});
    const auto merged =
        read({std::string(usual), "1|Концерт|май"}, {{1, 1, 1'000'000, 1'000'000}, {0, 199, 5, 9}, {900, 0, 2, 2}});
    CHECK(titles(merged) == Words{"Концерт"});
}

TEST_CASE("a plan written out and read again is the same plan")
{
    const Draft draft = sample("xlsx");
    outside::Sheet sheet;
    sheet.name = "План";
    sheet.heading = {"План мероприятий на 2021 год"};
    sheet.columns = {{"№", 6},      {"Мероприятие", 50},   {"Срок", 20},
                     {"Место", 30}, {"Ответственные", 30}, {"Участники", 30}};
    std::string section;
    for (const auto& line : draft.lines) {
        if (line.section != section) sheet.rows.push_back({outside::Sheet::RowKind::section, {section = line.section}});
        std::string responsible;
        for (const auto& body : line.responsible) responsible += (responsible.empty() ? "" : "; ") + body;
        sheet.rows.push_back(
            {outside::Sheet::RowKind::line,
             {std::to_string(*line.number), line.title, line.when.text, line.place, responsible, line.audience}});
    }
    const made::Folder folder;
    for (const std::string& bytes : {outside::write_xlsx(sheet), outside::write_csv(sheet)}) {
        const auto tables = outside::read_tables(folder.file("out", bytes), {}, made::reader);
        REQUIRE(tables);
        const Draft again = understand(*tables, 2021);
        CHECK(again.sections == draft.sections);
        CHECK(again.warnings.empty());
        auto json = draft_json(again), before = draft_json(draft);
        for (auto* all : {&json, &before})
            for (auto& line : (*all)["lines"]) {
                line.erase("table");
                line.erase("row");
            }
        CHECK(json == before);
    }
}

TEST_CASE("the meanings of columns have names")
{
    for (const auto column : {Column::number, Column::title, Column::when, Column::place, Column::responsible,
                              Column::audience, Column::other})
        CHECK(parse_column(to_text(column)) == column);
    CHECK_FALSE(parse_column("nothing"));
}

}  // namespace understand_test
