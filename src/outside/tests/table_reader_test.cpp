#include <doctest/doctest.h>

#include "made_files.hpp"
#include "outside/table_wire.hpp"

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

TEST_CASE("all kinds of XLSX cells become text")
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
        "</row></sheetData>";
    const auto table = only_table(book.write(folder));
    CHECK(table.name == "Лист1");
    CHECK(made::texts(table) == Lines{"", "|общая|жир ный|a\n<b> &_x0041_|ИСТИНА|#N/A|строка|1.1|40"});
}

TEST_CASE("a formula is its stored result, whatever kind that is")
{
    const Folder folder;
    made::Xlsx book;
    book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/></cellXfs>";
    book.sheet = xlsx_cells(
        "<c><f>ROW()-3</f><v>17</v></c><c s=\"1\"><f>A1+7</f><v>44324</v></c><c s=\"2\"><f>B1</f><v>0.75</v></c>"
        "<c t=\"str\"><f>\"Финал \"&amp;2021</f><v>Финал 2021</v></c><c t=\"b\"><f>1=1</f><v>1</v></c>"
        "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c><f t=\"shared\" si=\"0\" ref=\"G1:H1\">B9+1</f><v>5</v></c>"
        "<c><f t=\"shared\" si=\"0\"/><v>6</v></c><c><f t=\"array\" ref=\"I1:J1\">A1:B1*2</f><v>34</v></c>"
        "<c t=\"str\"><f>\"\"</f><v></v></c><c t=\"str\"><v>конец</v></c>");
    const auto table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"17|08.05.2021|18:00|Финал 2021|ИСТИНА|#DIV/0!|5|6|34||конец"});
    CHECK(table.rows[0][1].date == Day(2021y / 5 / 8));
    CHECK(table.rows[0][2].minute == 18 * 60);
    for (std::size_t at = 0; at < 11; ++at) CHECK(table.rows[0][at].marks.formula == (at == 5));
}

TEST_CASE("an error value is no word of the office's: its cell is marked in every format")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet = xlsx_cells(
        "<c t=\"e\"><v>#ODD!</v></c><c t=\"e\"><f>Z9</f><v>#REF!</v></c><c t=\"str\"><v>#Н/Д</v></c>"
        "<c t=\"str\"><v>#лето2021</v></c><c t=\"str\"><v>№ 7</v></c>");
    auto table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"#ODD!|#REF!|#Н/Д|#лето2021|№ 7"});
    for (std::size_t at = 0; at < 5; ++at) CHECK(table.rows[0][at].marks.formula == (at < 3));

    table = only_table(
        made::ods(folder,
                  "<table:table><table:table-row><table:table-cell table:formula=\"of:=[.A1]+1\" "
                  "office:value-type=\"string\" office:string-value=\"\"><text:p>Err:502</text:p></table:table-cell>"
                  "<table:table-cell office:value-type=\"float\" office:value=\"0\"><text:p>#N/A</text:p>"
                  "</table:table-cell><table:table-cell office:value-type=\"string\"><text:p>Err: 502 дня</text:p>"
                  "</table:table-cell></table:table-row></table:table>"));
    CHECK(made::texts(table) == Lines{"Err:502|#N/A|Err: 502 дня"});
    for (std::size_t at = 0; at < 3; ++at) CHECK(table.rows[0][at].marks.formula == (at < 2));

    table = only_table(folder.file("a.csv", "Концерт;#ЗНАЧ!;########;##\n"));
    for (std::size_t at = 0; at < 4; ++at) CHECK(table.rows[0][at].marks.formula == (at == 1 || at == 2));
}

TEST_CASE("a formula without a stored result is its own text, and says so")
{
    const Folder folder;
    made::Xlsx book;
    const std::string cells =
        "<c><f>A1+1</f></c><c><f t=\"shared\" si=\"0\">B9+1</f><v/></c><c><f t=\"shared\" si=\"0\"/></c><c><v>0</v></c>"
        "<c><f>A9</f><v>0</v></c>";
    book.sheet = xlsx_cells(cells);
    auto table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"=A1+1|=B9+1|=B9+1|0|0"});
    for (std::size_t at = 0; at < 5; ++at) CHECK(table.rows[0][at].marks.formula == (at < 3));
    // A writer that cannot compute stores noughts and asks the office's program to compute everything.
    book.workbook = "<calcPr fullCalcOnLoad=\"1\"/>";
    table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"=A1+1|=B9+1|=B9+1|0|=A9"});
    CHECK(table.rows[0][4].marks.formula);

    table = only_table(
        made::ods(folder,
                  "<table:table><table:table-row><table:table-cell table:formula=\"of:=[.A1]+1\"/>"
                  "<table:table-cell table:formula=\"of:=[.A1]+1\" office:value-type=\"float\" "
                  "office:value=\"8\"/><table:table-cell table:formula=\"of:=&quot;а&quot;\" "
                  "office:value-type=\"string\" office:string-value=\"а\"/></table:table-row></table:table>"));
    CHECK(made::texts(table) == Lines{"=[.A1]+1|8|а"});
    CHECK(table.rows[0][0].marks.formula);
    CHECK_FALSE(table.rows[0][1].marks.formula);
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
          Lines{"44242|15.02.2021|15.02.2021|06.07.2021 12:00|06.07.2021|5.00 day|18:00|-3|06.07.2021 12:00"});
    CHECK(table.rows[0][1].date == Day(2021y / 2 / 15));
    CHECK_FALSE(table.rows[0][1].minute);
    CHECK(table.rows[0][3].minute == 12 * 60);
    CHECK_FALSE(table.rows[0][6].date);
    CHECK(table.rows[0][6].minute == 18 * 60);

    book.workbook = "<workbookPr date1904=\"1\"/>";
    book.sheet = xlsx_cells("<c s=\"1\"><v>42780</v></c>");
    CHECK(made::texts(only_table(book.write(folder))) == Lines{"15.02.2021"});
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

TEST_CASE("XLSX with another namespace prefix is read whole, and its hidden row is marked")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet = "<x:sheetData><x:row hidden=\"1\"><x:c t=\"str\"><x:v>скрытая</x:v></x:c></x:row></x:sheetData>";
    const auto table = only_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"скрытая"});
    CHECK(table.hidden_rows == std::vector<int>{0});
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
    CHECK(made::texts(table) == Lines{"один  два\nтри", "x|x", "x|x", "06.07.2021 12:30|09:05|7|8"});
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
    Table first;
    first.name = "Лист \"1\"";
    first.heading = "Январь\n2021";
    first.hidden = true;
    first.hidden_rows = {0, 2};
    first.hidden_columns = {1};
    first.merges = {{0, 0, 1, 2}};
    first.rows = {{{"a\n<b>"}, {}, {}, {"3:2 1", {}, {}, {true, false, true, false}}},
                  {},
                  {{"x", Day(2021y / 2 / 15), 720, {false, true, false, true}},
                   {"12:00", {}, 720},
                   {"1900", Day(1900y / 1 / 1)}}};
    Table second;
    second.rows = {{{"y"}}};
    const std::vector<Table> tables{first, second};
    const auto wire = tables_to_wire(tables);
    CHECK(tables_from_wire(wire, {}) == tables);
    // Whatever is cut off its end or put behind it, and whichever byte is another, it is refused or means some table.
    for (std::size_t length = 0; length < wire.size(); ++length)
        CHECK_MESSAGE(!tables_from_wire(std::string_view(wire).substr(0, length), {}), length);
    CHECK_FALSE(tables_from_wire(wire + "1", {}));
    const std::string begin = "tables 1 0:0:0 ";  // one table without name and heading, not hidden
    CHECK(tables_from_wire(begin + "0 0 0 1 1 0 1:a", {}));
    for (const std::string rest : {"0 0 0 1 1 0 1:a ",       "0 0 0 1 1 0 2:a",
                                   "0 0 0 1 1 0 1:\x01",     "0 0 0 1 1 0 1:\xFF",
                                   "0 0 0 1 1 0 -1:a",       "0 0 0 1 2 0 1:a",
                                   "0 0 0 1 1 1 1:a200000 ", "0 0 0 1 1 2 1:a1440 ",
                                   "0 0 0 1 1 2 1:a-1 ",     "0 0 0 1 1 128 1:a",
                                   "0 0 0 1 1 64 2 ",        "0 0 0 1 1 64 0 ",
                                   "0 0 0 999999999 ",       "0 0 0 99999999999999 ",
                                   "0 0 1 0 0 1 ",           "0 0 1 0 0 0 1 0 ",
                                   "0 0 1 -1 0 1 1 0 ",      "2 1 1 0 0 0 ",
                                   "2 2 1 0 0 0 ",           "1 20000 0 0 0 ",
                                   "0 1 99999 0 0 ",         "0  0 0 0 "})
        CHECK_MESSAGE(!tables_from_wire(begin + rest, {}), rest);
    for (const std::string_view other :
         {"", "{}", "tables ", "tables 1001 ", "tables 1 0:0:2 0 0 0 0 ", "tables x ", "table 0 "})
        CHECK_MESSAGE(!tables_from_wire(other, {}), std::string(other));
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
