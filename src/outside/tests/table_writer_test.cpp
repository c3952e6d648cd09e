#include "outside/table_writer.hpp"

#include <doctest/doctest.h>

#include "made_files.hpp"

namespace table_writer_test {

using namespace veche::outside;
using Lines = std::vector<std::string>;

namespace {

Sheet plan()
{
    Sheet sheet;
    sheet.name = "План [2021]: мероприятия города Юрги";
    sheet.heading = {"План на 2021 год"};
    sheet.columns = {{"№", 6}, {"Мероприятие", 50}, {"Срок", 20}};
    sheet.rows = {{Sheet::RowKind::section, {"I. Спорт"}},
                  {Sheet::RowKind::line, {"1", "=HYPERLINK(\"http://x\")", "6 июля; 7 июля"}},
                  {Sheet::RowKind::line, {"2", "«Бег»\nи <b>лыжи</b>", "-5"}}};
    return sheet;
}

}  // namespace

TEST_CASE("the same sheet gives the same bytes")
{
    CHECK(write_xlsx(plan()) == write_xlsx(plan()));
    CHECK(write_csv(plan()) == write_csv(plan()));
}

TEST_CASE("a written XLSX is read back the same, its formulas as texts")
{
    const made::Folder folder;
    const auto tables = read_tables(folder.file("a.xlsx", write_xlsx(plan())), {}, made::reader);
    REQUIRE(tables);
    CHECK(tables->front().name == "План  2021   мероприятия город…");
    CHECK(made::texts(tables->front()) == Lines{"План на 2021 год", "№|Мероприятие|Срок", "I. Спорт",
                                                "1|=HYPERLINK(\"http://x\")|6 июля; 7 июля",
                                                "2|«Бег»\nи <b>лыжи</b>|-5"});
    CHECK(tables->front().merges == std::vector<Merge>{{0, 0, 1, 3}, {2, 0, 1, 3}});
}

TEST_CASE("a written CSV is safe to open and is read back the same")
{
    CHECK(write_csv(plan()) ==
          "\xEF\xBB\xBF№;Мероприятие;Срок\r\nI. Спорт\r\n1;\"'=HYPERLINK(\"\"http://x\"\")\";\"6 июля; 7 июля\"\r\n"
          "2;\"«Бег»\nи <b>лыжи</b>\";'-5\r\n");
    const made::Folder folder;
    const auto tables = read_tables(folder.file("a.csv", write_csv(plan())), {}, made::reader);
    REQUIRE(tables);
    CHECK(made::texts(tables->front()) == Lines{"№|Мероприятие|Срок", "I. Спорт",
                                                "1|=HYPERLINK(\"http://x\")|6 июля; 7 июля",
                                                "2|«Бег»\nи <b>лыжи</b>|-5"});
}

TEST_CASE("an empty sheet, one column and a text beyond Excel's limit are written")
{
    const made::Folder folder;
    CHECK(write_xlsx({}).starts_with("PK"));
    Sheet sheet;
    sheet.columns = {{"Одна", 10}};
    sheet.rows = {{Sheet::RowKind::section, {"раздел"}},
                  {Sheet::RowKind::section, {}},
                  {Sheet::RowKind::line, {std::string(40'000, 'x'), "лишняя"}}};
    TableLimits wide;
    wide.cell_bytes = 50'000;
    const auto tables = read_tables(folder.file("a.xlsx", write_xlsx(sheet)), wide, made::reader);
    REQUIRE(tables);
    CHECK(tables->front().name == "План");
    CHECK(tables->front().rows.back().back().text.size() == 32'766 + std::string("…").size());
}

}  // namespace table_writer_test
