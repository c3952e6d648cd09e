#include <doctest/doctest.h>

#include "made_files.hpp"
#include "outside/table_writer.hpp"
#include "test_files.hpp"

namespace hostile_table_test {

using namespace veche;
using namespace veche::outside;
using made::Folder;

namespace {

Refusal refusal_of(const std::filesystem::path& file, const TableLimits& limits = {})
{
    const auto tables = read_tables(file, limits, made::reader);
    return tables ? Refusal{} : tables.error();
}

std::string message_of(const std::filesystem::path& file, const TableLimits& limits = {})
{
    return refusal_of(file, limits).message;
}

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

std::filesystem::path sheet_file(const Folder& folder, const std::string& sheet)
{
    made::Xlsx book;
    book.sheet = sheet;
    return book.write(folder);
}

}  // namespace

TEST_CASE("what is no table is said to be no table")
{
    const Folder folder;
    CHECK(message_of(folder.path() / "none.xlsx") == "file.missing");
    CHECK(message_of(folder.path()) == "file.not_a_table");
    CHECK(message_of(folder.file("a", "")) == "file.empty");
    CHECK(message_of(folder.file("a", "%PDF-1.7 и; так; далее\n")) == "file.not_a_table");
    CHECK(message_of(folder.file("a", "<!DOCTYPE html><table><tr><td>a;b</td></tr></table>")) == "file.page");
    CHECK(message_of(folder.file("a", "{\\rtf1 a;b}")) == "file.not_a_table");
    CHECK(message_of(folder.file("a", "\x89PNG\r\n\x1a\n;;;")) == "file.not_a_table");
    CHECK(message_of(folder.file("a", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 whatever")) == "file.old_format");
    CHECK(message_of(folder.file("a", "\x83\x65\x83\x58;\x83\x67\n\x83\x65\x83\x58;\x83\x67\n")) == "file.encoding");
    CHECK(message_of(folder.file("a", std::string("\xFF\xFE\x00\xDC;\0", 6))) == "file.encoding");
    CHECK(message_of(folder.file("a", "просто письмо без таблицы\n")) == "file.no_table");
    CHECK(message_of(folder.file("a", ";;;\n;;;\n")) == "file.no_table");
    CHECK(message_of(made::zip(folder, "a.zip", {{"photo.jpg", "x"}})) == "file.not_a_table");
    CHECK(message_of(made::zip(folder, "a.odt", {{"mimetype", "application/vnd.oasis.opendocument.text"}})) ==
          "file.not_a_table");
}

TEST_CASE("a table of another program is told by its name, with what to do")
{
    const Folder folder;
    CHECK(message_of(made::zip(folder, "a.xlsb",
                               {{"[Content_Types].xml", made::xml_start + "<Types/>"}, {"xl/workbook.bin", "x"}})) ==
          "file.binary_workbook");
    CHECK(message_of(made::zip(folder, "a.numbers", {{"Index/Document.iwa", "x"}, {"preview.jpg", "x"}})) ==
          "file.numbers");
    CHECK(message_of(folder.file("a.xls", "\xEF\xBB\xBF\r\n<html xmlns:x=\"x\"><head></head><table></table></html>")) ==
          "file.page");
    CHECK(message_of(folder.file("b.xls", "<table border=1><tr><td>a;b</td></tr></table>")) == "file.page");
    CHECK(message_of(folder.file("c.xml",
                                 "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"
                                 "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>")) ==
          "file.workbook_2003");
    CHECK(message_of(folder.file("d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")) == "file.not_a_table");
}

TEST_CASE("a broken file is said to be broken")
{
    const Folder folder;
    CHECK(message_of(folder.file("a", "PK\x03\x04 and no more")) == "file.broken");
    CHECK(refusal_of(folder.file("a", "a;b\nc;\"d\n")) ==
          Refusal{RefusalKind::invalid, "file.broken_line", "file", {{"line", "2"}}});
    made::Xlsx book;
    CHECK(message_of(made::zip(folder, "secret.xlsx", book.entries(), "password")) == "file.broken");
    for (std::size_t gone : {1U, 5U}) {
        auto entries = book.entries();
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(gone));
        CHECK(message_of(made::zip(folder, "part.xlsx", entries)) == "file.broken");
    }
    book.sheet = "<sheetData><row><c t=\"s\"><v>5</v></c></row></sheetData>";  // no such shared string
    CHECK(message_of(book.write(folder)) == "file.broken");
    book.sheet = "<sheetData><row>";
    CHECK(message_of(book.write(folder)) == "file.broken");
    book.sheet = "<sheetData><row><c t=\"str\"><v>\xFF\xFE</v></c></row></sheetData>";
    CHECK(message_of(book.write(folder)) == "file.broken");
}

TEST_CASE("a book without sheets, a sheet without cells and a document without tables have no table")
{
    const Folder folder;
    made::Xlsx book;
    CHECK(message_of(book.write(folder)) == "file.no_table");
    auto entries = book.entries();
    entries[1].second = made::xml_start + "<workbook><sheets/></workbook>";
    CHECK(message_of(made::zip(folder, "no_sheet.xlsx", entries)) == "file.no_table");
    CHECK(message_of(made::ods(folder, "")) == "file.no_table");
    CHECK(message_of(made::docx(folder, "<w:p><w:r><w:t>слова</w:t></w:r></w:p>")) == "file.no_table");
}

TEST_CASE("a zip bomb is refused by its directory, and one that lies about its size by what comes out")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet = "<sheetData/>" + std::string(230U << 20, ' ');
    const auto bomb = book.write(folder, "bomb.xlsx");
    CHECK(std::filesystem::file_size(bomb) < 1U << 20);
    CHECK(message_of(bomb) == "file.too_large");

    // The same with another size written over the true one in both headers.
    std::string bytes = veche::test::bytes_of(bomb);
    const std::string size_wanted{'\x10', '\0', '\0', '\0'};
    const std::size_t true_size =
        book.before.size() + book.sheet.size() + std::string("<worksheet></worksheet>").size();
    std::string true_bytes;
    for (int shift = 0; shift < 32; shift += 8) true_bytes += static_cast<char>(true_size >> shift & 0xFF);
    std::size_t changed = 0;
    for (auto at = bytes.find(true_bytes); at != std::string::npos; at = bytes.find(true_bytes, at + 4), ++changed)
        bytes.replace(at, 4, size_wanted);
    CHECK(changed >= 1);
    CHECK(message_of(folder.file("liar.xlsx", bytes)) == "file.broken");
}

TEST_CASE("a million entries and a billion repeats cost nothing")
{
    const Folder folder;
    made::Entries many;
    for (int i = 0; i < 10'001; ++i) many.emplace_back("e" + std::to_string(i), "");
    CHECK(message_of(made::zip(folder, "many.zip", many)) == "file.too_large");
    const std::string cell =
        "<table:table-cell table:number-columns-repeated=\"150\"><text:p>x</text:p></table:table-cell>";
    CHECK(message_of(made::ods(folder, "<table:table><table:table-row table:number-rows-repeated=\"1048576\">" + cell +
                                           "</table:table-row></table:table>")) == "file.too_large");
    CHECK(message_of(made::ods(
              folder,
              "<table:table><table:table-row table:number-rows-repeated=\"99999999999999999999\">"
              "<table:table-cell table:number-columns-repeated=\"99999999999\"/></table:table-row></table:table>")) ==
          "file.no_table");
}

TEST_CASE("too many rows, columns or words are refused with the limit")
{
    const Folder folder;
    const std::vector<std::pair<std::string, std::string>> most_rows{{"most", "20000"}};
    const auto rows = refusal_of(sheet_file(
        folder, "<sheetData>" + repeated("<row><c t=\"str\"><v>Концерт</v></c></row>", 100'000) + "</sheetData>"));
    CHECK(rows.message == "file.too_many_rows");
    CHECK(rows.values == most_rows);
    CHECK(message_of(folder.file("rows.csv", repeated("1;Концерт;май\n", 100'000))) == "file.too_many_rows");
    CHECK(message_of(made::ods(folder,
                               "<table:table><table:table-row table:number-rows-repeated=\"100000\"><table:table-cell>"
                               "<text:p>x</text:p></table:table-cell></table:table-row></table:table>")) ==
          "file.too_many_rows");
    const auto columns = refusal_of(folder.file("wide.csv", repeated("a;", 10'000) + "\n"));
    CHECK(columns.message == "file.too_many_columns");
    CHECK(message_of(sheet_file(folder, "<sheetData><row>" + repeated("<c t=\"str\"><v>x</v></c>", 10'000) +
                                            "</row></sheetData>")) == "file.too_many_columns");
    CHECK(message_of(folder.file("long.csv", "a;" + std::string(20'001, 'x') + "\n")) == "file.long_cell");
    TableLimits small;
    small.file_bytes = 5;
    CHECK(message_of(folder.file("a.csv", "a;b\nc;d\n"), small) == "file.too_large");
}

TEST_CASE("a sheet formatted down to its last row is as small as what is written in it")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet =
        "<sheetData><row r=\"1\"><c t=\"str\"><v>a</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\" "
        "s=\"0\"/></row></sheetData>"
        "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>";
    const auto tables = read_tables(book.write(folder), {}, made::reader);
    REQUIRE(tables);
    CHECK(tables->front().rows.size() == 1);
}

TEST_CASE("XML that nests without end or brings entities of its own does no harm")
{
    const Folder folder;
    const std::string deep = repeated("<a>", 200'000) + repeated("</a>", 200'000);
    CHECK(message_of(sheet_file(folder, deep)) == "file.no_table");
    CHECK(message_of(made::docx(folder, deep)) == "file.broken");
    CHECK(message_of(made::ods(folder, "<table:table><table:table-row><table:table-cell><text:p>" +
                                           repeated("<text:span>", 100'000) + repeated("</text:span>", 100'000) +
                                           "</text:p></table:table-cell></table:table-row></table:table>")) ==
          "file.broken");

    made::Xlsx book;
    book.before = made::xml_start +
                  "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM "
                  "\"file:///etc/passwd\">]>";
    book.sheet = "<sheetData><row><c t=\"str\"><v>&b;&f;</v></c></row></sheetData>";
    const auto tables = read_tables(book.write(folder), {}, made::reader);
    REQUIRE(tables);
    CHECK(tables->front().rows[0][0].text == "&b;&f;");
}

TEST_CASE("markup in a cell stays text")
{
    const Folder folder;
    const auto tables = read_tables(folder.file("a.csv", "<script>alert(1)</script>;b\n"), {}, made::reader);
    CHECK((!tables && tables.error().message == "file.not_a_table"));
    const auto second = read_tables(folder.file("b.csv", "№;Дело\n1;<script>alert(1)</script>\n"), {}, made::reader);
    REQUIRE(second);
    CHECK(second->front().rows[1][1].text == "<script>alert(1)</script>");
}

TEST_CASE("a reader that runs out of memory is a refusal")
{
#if !defined(__SANITIZE_ADDRESS__)
    const Folder folder;
    TableLimits small;
    small.memory_bytes = 160U << 20;
    CHECK(message_of(sheet_file(folder, "<sheetData>" + repeated("<row><c/></row>", 2'000'000) + "</sheetData>"),
                     small) == "file.too_large");
#endif
}

TEST_CASE("a file cut anywhere is refused or read up to the cut")
{
    const Folder folder;
    for (const std::string kind : {"xlsx", "ods", "docx", "csv"}) {
        const std::string whole = veche::test::bytes_of("tests/data/plan-2021." + kind);
        REQUIRE(whole.size() > 1000);
        for (int part = 0; part < 50; ++part) {
            const auto cut = folder.file("cut", whole.substr(0, whole.size() * static_cast<std::size_t>(part) / 50));
            const auto tables = read_tables(cut, {}, made::reader);
            CHECK_MESSAGE((tables.has_value() ? kind == "csv" : tables.error().message.starts_with("file.")),
                          kind << " part " << part);
        }
    }
}

TEST_CASE("a file with damage in the middle is refused or read, and never kills the program")
{
    const Folder folder;
    for (const std::string kind : {"xlsx", "ods", "docx"}) {
        std::string damaged = veche::test::bytes_of("tests/data/plan-2021." + kind);
        for (std::size_t at = 7; at < damaged.size(); at += damaged.size() / 20) {
            std::string copy = damaged;
            for (std::size_t i = at; i < std::min(at + 16, copy.size()); ++i)
                copy[i] = static_cast<char>(copy[i] ^ 0x5A);
            const auto tables = read_tables(folder.file("damaged", copy), {}, made::reader);
            CHECK((tables.has_value() || tables.error().message.starts_with("file.")));
        }
    }
}

}  // namespace hostile_table_test
