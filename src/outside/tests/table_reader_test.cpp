#include <doctest/doctest.h>

#include "made_files.hpp"
#include "outside/table_wire.hpp"
#include "outside/xlsx_date.hpp"

namespace table_reader_test {

using namespace veche;
using namespace veche::outside;
using namespace std::chrono_literals;
using made::Folder;
using Lines = std::vector<std::string>;

namespace {

Table only_table(const std::filesystem::path& file)
{
    const auto tables = read_tables(file, {}, made::reader);
    REQUIRE_MESSAGE(tables, (tables ? "" : tables.error().message));
    REQUIRE(tables->size() == 1);
    return tables->front();
}

std::string xlsx_cells(const std::string& cells)
{
    return "<sheetData><row r=\"1\">" + cells + "</row></sheetData>";
}

std::string docx_cell(const std::string& text, const std::string& properties = "")
{
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>";
}

}  // namespace

TEST_CASE("all kinds of XLSX cells become text, and formulas stay formulas")
{
    const Folder folder;
    made::Xlsx book;
    book.shared =
        "<si><t>общая</t></si><si><r><t>жир</t></r><r><t xml:space=\"preserve\"> "
        "</t></r><r><t>ный</t></r><rPh><t>нет</t></rPh></si>";
    book.sheet =
        "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
        "<c t=\"inlineStr\"><is><t>a_x000D_&lt;b&gt; &amp;_x005F_x0041_</t></is></c><c t=\"b\"><v>1</v></c>"
        "<c t=\"e\"><v>#N/A</v></c><c t=\"str\"><v>строка</v></c><c><v>1.1000000000000001</v></c><c><v>40</v></c>"
        "<c><f>A1+1</f><v>2</v></c><c><f t=\"shared\" si=\"0\">B9+1</f></c><c><f t=\"shared\" "
        "si=\"0\"/><v>7</v></c></row></sheetData>";
    const auto table = only_table(book.write(folder));
    CHECK(table.name == "Лист1");
    CHECK(made::texts(table) ==
          Lines{"", "|общая|жир ный|a\n<b> &_x0041_|ИСТИНА|#N/A|строка|1.1|40|=A1+1|=B9+1|=B9+1"});
}

TEST_CASE("a number is a date only by its format, in both epochs")
{
    const Folder folder;
    made::Xlsx book;
    book.styles =
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-FC19]DD\\ MMMM\\ YYYY\\ &quot;г.&quot;\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"dd.mm.yyyy hh:mm\"/><numFmt numFmtId=\"166\" formatCode=\"0.00&quot; "
        "day&quot;\"/>"
        "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
        "<xf numFmtId=\"166\"/><xf numFmtId=\"20\"/></cellXfs>";
    book.sheet = xlsx_cells(
        "<c><v>44242</v></c><c s=\"1\"><v>44242</v></c><c s=\"2\"><v>44242</v></c><c s=\"3\"><v>44383.5</v></c>"
        "<c s=\"3\"><v>44383</v></c><c s=\"4\"><v>5</v></c><c s=\"5\"><v>0.75</v></c><c s=\"1\"><v>-3</v></c>"
        "<c t=\"d\"><v>2021-07-06T12:00:00</v></c>");
    const auto table = only_table(book.write(folder));
    CHECK(made::texts(table) ==
          Lines{"44242|15.02.2021|15.02.2021|06.07.2021 12:00|06.07.2021|5|18:00|-3|06.07.2021 12:00"});
    CHECK(table.rows[0][1].date == Day(2021y / 2 / 15));
    CHECK_FALSE(table.rows[0][1].minute);
    CHECK(table.rows[0][3].minute == 12 * 60);
    CHECK_FALSE(table.rows[0][6].date);
    CHECK(table.rows[0][6].minute == 18 * 60);

    book.workbook = "<workbookPr date1904=\"1\"/>";
    book.sheet = xlsx_cells("<c s=\"1\"><v>42780</v></c>");
    CHECK(made::texts(only_table(book.write(folder))) == Lines{"15.02.2021"});
}

TEST_CASE("format codes are told apart as Excel tells them")
{
    CHECK(date_format("General") == DateFormat{false, false});
    CHECK(date_format("0.00") == DateFormat{false, false});
    CHECK(date_format("# ##0\" дней\"") == DateFormat{false, false});
    CHECK(date_format("mmmm") == DateFormat{true, false});
    CHECK(date_format("h:mm") == DateFormat{false, true});
    CHECK(date_format("[h]:mm") == DateFormat{false, true});
    CHECK(date_format("[Red]0;[Blue]d") == DateFormat{false, false});
    CHECK(date_format("D.M.YY;@") == DateFormat{true, false});
    CHECK(date_cell_of(1, {true, false}, Epoch::year_1900)->date == Day(1900y / 1 / 1));
    CHECK(date_cell_of(61, {true, false}, Epoch::year_1900)->date == Day(1900y / 3 / 1));
    CHECK_FALSE(date_cell_of(1e300, {true, true}, Epoch::year_1900));
    CHECK(date_cell_of(44242.999999, {true, true}, Epoch::year_1900)->text == "16.02.2021");
}

TEST_CASE("a merged area has its text in its first cell and the rest are empty")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet =
        "<sheetData><row><c t=\"str\"><v>раздел</v></c><c t=\"str\"><v>тень</v></c><c t=\"str\"><v>конец</v></c></row>"
        "<row><c t=\"str\"><v>тень</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell "
        "ref=\"ZZ1\"/></mergeCells>";
    const auto table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"раздел||конец"});
    CHECK(table.merges == std::vector<Merge>{{0, 0, 2, 2}});
}

TEST_CASE("XLSX with another namespace prefix and hidden sheets is read whole")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet = "<x:sheetData><x:row hidden=\"1\"><x:c t=\"str\"><x:v>скрытая</x:v></x:c></x:row></x:sheetData>";
    CHECK(made::texts(only_table(book.write(folder))) == Lines{"скрытая"});
}

TEST_CASE("ODS gives dates, times, paragraphs, repeats and spans; comments are not text")
{
    const Folder folder;
    const auto table = only_table(made::ods(
        folder,
        "<table:table table:name=\"План\"><table:table-header-rows><table:table-row>"
        "<table:table-cell "
        "table:number-columns-spanned=\"2\"><office:annotation><text:p>заметка</text:p></office:annotation>"
        "<text:p>один<text:s text:c=\"2\"/><text:span>два</text:span></text:p><text:p>три</text:p></table:table-cell>"
        "<table:covered-table-cell><text:p>тень</text:p></table:covered-table-cell></table:table-row></"
        "table:table-header-rows>"
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell "
        "table:number-columns-repeated=\"2\"><text:p>x</text:p>"
        "</table:table-cell></table:table-row><table:table-row>"
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2021-07-06T12:30:00\"><text:p>6 "
        "июля</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"time\" "
        "office:time-value=\"PT09H05M00S\"><text:p>9:05</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell>"
        "<table:table-cell table:formula=\"of:=[.A1]+1\" office:value-type=\"float\" "
        "office:value=\"8\"><text:p>8</text:p></table:table-cell>"
        "</table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell "
        "table:number-columns-repeated=\"16384\"/>"
        "</table:table-row></table:table>"));
    CHECK(table.name == "План");
    CHECK(made::texts(table) == Lines{"один  два\nтри", "x|x", "x|x", "06.07.2021 12:30|09:05|7|=[.A1]+1"});
    CHECK(table.merges == std::vector<Merge>{{0, 0, 1, 2}});
}

TEST_CASE("DOCX gives spans, vertical merges, line breaks, nested tables and Word's own numbers; deleted text is gone")
{
    const Folder folder;
    const std::string number =
        "<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:p></w:tc>";
    const auto table =
        only_table(made::docx(folder, "<w:p><w:r><w:t>УТВЕРЖДАЮ</w:t></w:r></w:p><w:tbl><w:tr>" +
                                          docx_cell("широкая", "<w:gridSpan w:val=\"2\"/>") + docx_cell("c") +
                                          "</w:tr><w:sdt><w:sdtContent><w:tr>" + number +
                                          docx_cell("сверху", "<w:vMerge w:val=\"restart\"/>") +
                                          "<w:tc><w:p><w:r><w:t>а</w:t><w:br/><w:t xml:space=\"preserve\">б "
                                          "</w:t></w:r><w:del><w:r><w:t>нет</w:t></w:r></w:del>"
                                          "<w:ins><w:r><w:t>в</w:t></w:r></w:ins></w:p><w:tbl><w:tr>" +
                                          docx_cell("внутри") +
                                          "</w:tr></w:tbl></w:tc></w:tr></w:sdtContent></w:sdt>"
                                          "<w:tr><w:trPr><w:del/></w:trPr>" +
                                          docx_cell("удалена") +
                                          "</w:tr>"
                                          "<w:tr>" +
                                          number + docx_cell("", "<w:vMerge/>") + docx_cell("г") +
                                          "</w:tr>"
                                          "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" +
                                          docx_cell("со второй") + "</w:tr></w:tbl>"));
    CHECK(made::texts(table) == Lines{"широкая||c", "1|сверху|а\nб в\nвнутри", "2||г", "|со второй"});
    CHECK(table.merges == std::vector<Merge>{{0, 0, 1, 2}, {1, 1, 2, 1}});
}

TEST_CASE("CSV is read with its delimiter, encoding and guard against formulas")
{
    const Folder folder;
    CHECK(made::texts(only_table(folder.file("a.csv", "\xEF\xBB\xBF№;Дело\r\n1;\"'=1+1\"\r\n"))) ==
          Lines{"№|Дело", "1|=1+1"});
    CHECK(made::texts(only_table(folder.file("b.csv", "\xB9;\xC4\xE5\xEB\xEE\n1;\xDE\xF0\xE3\xE0\n"))) ==
          Lines{"№|Дело", "1|Юрга"});
    CHECK(made::texts(only_table(folder.file("c.csv", "sep=,\r\na,b\r\n"))) == Lines{"a|b"});
    CHECK(made::texts(only_table(folder.file("d.xlsx", "имя,не;важно\nважно,содержание\n"))) ==
          Lines{"имя|не;важно", "важно|содержание"});
}

TEST_CASE("only well-formed words of the child are believed")
{
    const std::vector<Table> tables{
        {"Лист \"1\"",
         {{{"a\n<b>", {}, {}}, {}}, {}, {{"x", Day(2021y / 2 / 15), 720}, {"12:00", {}, 720}}},
         {{0, 0, 1, 2}}},
        {"", {{{"y", {}, {}}}}, {}}};
    CHECK(tables_from_wire(tables_to_wire(tables), {}) == tables);
    for (const std::string_view wire : {"",
                                        "{}",
                                        "[]",
                                        "null",
                                        "{\"tables\":1}",
                                        "{\"tables\":[]",
                                        "{\"tables\":[{\"other\":[]}]}",
                                        "{\"tables\":[{\"rows\":[[1]]}]}",
                                        "{\"tables\":[{\"rows\":[[\"\\u0000\"]]}]}",
                                        "{\"tables\":[{\"rows\":[[[\"a\",null]]]}]}",
                                        "{\"tables\":[{\"rows\":[[[\"a\",null,1440]]]}]}",
                                        "{\"tables\":[{\"rows\":[[[\"a\",99999999,null]]]}]}",
                                        "{\"tables\":[{\"merges\":[[0,0,1]]}]}",
                                        "{\"tables\":[{\"merges\":[[-1,0,1,1]]}]}",
                                        "{\"tables\":[{\"merges\":[[0,0,1,99999999999]]}]}",
                                        "{\"tables\":[{\"rows\":[[[[\"a\"]]]]}]}",
                                        "{\"tables\":[]}x",
                                        "{\"tables\":[{\"rows\":[[\"\xFF\"]]}]}",
                                        "{\"tables\":[{\"name\":[]}]}",
                                        "{\"tables\":[],\"tables\":1}",
                                        "{\"tables\":[{\"rows\":[[true]]}]}"})
        CHECK_MESSAGE(!tables_from_wire(wire, {}), std::string(wire));
    TableLimits small;
    small.rows = 2;
    CHECK_FALSE(tables_from_wire(tables_to_wire(tables), small));
    small = {};
    small.columns = 1;
    CHECK_FALSE(tables_from_wire(tables_to_wire(tables), small));
    small = {};
    small.cell_bytes = 4;
    CHECK_FALSE(tables_from_wire(tables_to_wire(tables), small));
}

}  // namespace table_reader_test
