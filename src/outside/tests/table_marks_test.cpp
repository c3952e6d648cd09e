#include <doctest/doctest.h>

#include "made_files.hpp"

namespace table_marks_test {

using namespace veche;
using namespace veche::outside;
using made::Folder;
using Lines = std::vector<std::string>;

namespace {

std::vector<Table> all_tables(const std::filesystem::path& file)
{
    auto tables = read_tables(file, {}, made::reader);
    REQUIRE_MESSAGE(tables, (tables ? "" : tables.error().message));
    return std::move(*tables);
}

Table first_table(const std::filesystem::path& file)
{
    auto tables = all_tables(file);
    return std::move(tables.at(0));
}

std::string text_cell(const std::string& words, const std::string& more = "")
{
    return "<c t=\"str\"" + more + "><v>" + words + "</v></c>";
}

std::string ods_cell(const std::string& words, const std::string& more = "")
{
    return "<table:table-cell " + more + "><text:p>" + words + "</text:p></table:table-cell>";
}

std::filesystem::path styled_ods(const Folder& folder, const std::string& styles, const std::string& tables)
{
    return made::zip(
        folder, "styled.ods",
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
         {"styles.xml", made::xml_start + "<office:document-styles><office:styles><style:style style:name=\"Old\" "
                                          "style:family=\"table-cell\"><style:text-properties "
                                          "style:text-line-through-style=\"solid\"/></style:style></office:styles>"
                                          "</office:document-styles>"},
         {"content.xml", made::xml_start + "<office:document-content><office:automatic-styles>" + styles +
                             "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
                             "</office:spreadsheet></office:body></office:document-content>"}});
}

std::string run(const std::string& words, const std::string& look = "")
{
    return "<w:r><w:rPr>" + look + "</w:rPr><w:t xml:space=\"preserve\">" + words + "</w:t></w:r>";
}

std::string word_cell(const std::string& paragraphs)
{
    return "<w:tc><w:p>" + paragraphs + "</w:p></w:tc>";
}

std::filesystem::path styled_docx(const Folder& folder, const std::string& styles, const std::string& body)
{
    return made::zip(
        folder, "styled.docx",
        {{"[Content_Types].xml",
          made::xml_start + "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/"
                            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
         {"word/_rels/document.xml.rels",
          made::xml_start + "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/"
                            "officeDocument/2006/relationships/styles\" Target=\"looks.xml\"/></Relationships>"},
         {"word/looks.xml", made::xml_start + "<w:styles>" + styles + "</w:styles>"},
         {"word/document.xml", made::xml_start + "<w:document><w:body>" + body + "</w:body></w:document>"}});
}

}  // namespace

TEST_CASE("sheets, rows and columns that the office has hidden are marked")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet =
        "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/><col min=\"4\" max=\"16384\" hidden=\"true\"/><col min=\"3\" "
        "max=\"3\" width=\"0\"/></cols><sheetData><row r=\"1\">" +
        text_cell("а") + text_cell("б") + text_cell("в") + text_cell("г") + text_cell("д") +
        "</row><row r=\"2\" hidden=\"1\">" + text_cell("х") + "</row><row r=\"3\" ht=\"0\" customHeight=\"1\">" +
        text_cell("х") + "</row><row r=\"4\" ht=\"15\">" + text_cell("х") +
        "</row><row r=\"9\" hidden=\"1\"/></sheetData>";
    for (const std::string_view state : {"", "hidden", "veryHidden", "visible"}) {
        auto entries = book.entries();
        auto& workbook = entries[1].second;
        workbook.replace(workbook.find("sheetId"), 0, state.empty() ? "" : "state=\"" + std::string(state) + "\" ");
        const auto table = first_table(made::zip(folder, "a.xlsx", entries));
        CHECK_MESSAGE(table.hidden == state.ends_with("idden"), std::string(state));
        CHECK(table.hidden_rows == std::vector<int>{1, 2});
        CHECK(table.hidden_columns == std::vector<int>{1, 2, 3, 4});
        CHECK(made::texts(table) == Lines{"а|б|в|г|д", "х", "х", "х"});
    }
}

TEST_CASE("ODS has sheets, rows, columns and outlines out of sight too")
{
    const Folder folder;
    const auto tables = all_tables(styled_ods(
        folder,
        "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/>"
        "</style:style>",
        "<table:table table:name=\"1\"><table:table-column/><table:table-column table:visibility=\"collapse\" "
        "table:number-columns-repeated=\"2\"/><table:table-row>" +
            ods_cell("а") + ods_cell("б") + ods_cell("в") +
            "</table:table-row><table:table-row table:visibility=\"filter\">" + ods_cell("х") +
            "</table:table-row><table:table-row-group table:display=\"false\"><table:table-row>" + ods_cell("х") +
            "</table:table-row></table:table-row-group><table:table-row table:visibility=\"collapse\" "
            "table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row></table:table>"
            "<table:table table:name=\"2\" table:style-name=\"ta2\"><table:table-row>" +
            ods_cell("тайна") + "</table:table-row></table:table>"));
    REQUIRE(tables.size() == 2);
    CHECK(tables[0].hidden_rows == std::vector<int>{1, 2});
    CHECK(tables[0].hidden_columns == std::vector<int>{1, 2});
    CHECK_FALSE(tables[0].hidden);
    CHECK(tables[1].hidden);
}

TEST_CASE("what is crossed out in a spreadsheet is marked, and a part of a cell loses it")
{
    const Folder folder;
    made::Xlsx book;
    book.styles =
        "<fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts><cellXfs><xf fontId=\"0\"/><xf "
        "fontId=\"1\"/><xf fontId=\"2\"/><xf fontId=\"1\" numFmtId=\"14\"/></cellXfs>";
    const std::string struck = "<rPr><b/><strike/></rPr>";
    book.shared = "<si><r>" + struck +
                  "<t>6 июля</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 10 июля</t></r></si><si><r>" + struck +
                  "<t>от</t></r><r>" + struck + "<t>менено</t></r></si><si><t>просто</t></si>";
    book.sheet =
        "<sheetData><row>" + text_cell("умер", " s=\"1\"") + text_cell("жив", " s=\"2\"") +
        "<c s=\"3\"><v>44324</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\" s=\"1\"><v>2</v></c>"
        "<c t=\"s\" s=\"1\"><v>0</v></c><c t=\"inlineStr\" s=\"1\"><is><r><t>было "
        "</t></r><r><rPr/><t>стало</t></r></is></c>"
        "</row></sheetData>";
    const auto table = first_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"умер|жив|08.05.2021|10 июля|отменено|просто|10 июля|стало"});
    const auto& row = table.rows[0];
    for (const std::size_t whole : {0U, 2U, 4U, 5U}) CHECK(row[whole].marks == CellMarks{.struck = true});
    for (const std::size_t part : {3U, 6U, 7U}) CHECK(row[part].marks == CellMarks{.struck_part = true});
    CHECK(row[1].marks == CellMarks{});
    CHECK(row[2].date);
}

TEST_CASE("what is crossed out or hidden in ODS is told by the styles of cells, paragraphs and words")
{
    const Folder folder;
    const auto style = [](const std::string& name, const std::string& family, const std::string& look,
                          const std::string& more = "") {
        return "<style:style style:name=\"" + name + "\" style:family=\"" + family + "\" " + more +
               "><style:text-properties " + look + "/></style:style>";
    };
    const auto table = first_table(
        styled_ods(folder,
                   style("ce1", "table-cell", "style:font-name=\"x\"", "style:parent-style-name=\"Old\"") +
                       style("T1", "text", "style:text-line-through-style=\"solid\"") +
                       style("T2", "text", "text:display=\"none\"") +
                       style("T3", "text", "style:text-line-through-style=\"none\""),
                   "<table:table><table:table-column table:default-cell-style-name=\"ce1\"/><table:table-row>" +
                       ods_cell("умер") + ods_cell("<text:span text:style-name=\"T1\">6 июля</text:span> 10 июля") +
                       ods_cell("День города<text:span text:style-name=\"T2\"> (смета)</text:span>") +
                       ods_cell("<text:span text:style-name=\"T3\">жив</text:span>", "table:style-name=\"ce1\"") +
                       ods_cell("а<text:hidden-text text:is-hidden=\"true\">б</text:hidden-text>") +
                       "</table:table-row></table:table>"));
    CHECK(made::texts(table) == Lines{"умер|10 июля|День города|жив|а"});
    const auto& row = table.rows[0];
    CHECK(row[0].marks == CellMarks{.struck = true});
    CHECK(row[1].marks == CellMarks{.struck_part = true});
    CHECK(row[2].marks == CellMarks{.hidden_part = true});
    CHECK(row[3].marks == CellMarks{});
    CHECK(row[4].marks == CellMarks{.hidden_part = true});
}

TEST_CASE("what is crossed out or hidden in Word is told by its words and their styles")
{
    const Folder folder;
    const std::string styles =
        "<w:style w:type=\"character\" w:styleId=\"Gone\"><w:rPr><w:strike/></w:rPr></w:style>"
        "<w:style w:type=\"character\" w:styleId=\"GoneToo\"><w:basedOn w:val=\"Gone\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"NoteToo\"><w:basedOn "
        "w:val=\"Note\"/><w:rPr><w:b/></w:rPr></w:style>";
    const std::string note = "<w:pPr><w:pStyle w:val=\"NoteToo\"/></w:pPr>";
    const auto table = first_table(
        styled_docx(folder, styles,
                    "<w:tbl><w:tr>" + word_cell(run("умер", "<w:dstrike/>")) +
                        word_cell(run("6 июля", "<w:rStyle w:val=\"GoneToo\"/>") + run(" 10 июля")) +
                        word_cell(run("жив", "<w:rStyle w:val=\"GoneToo\"/><w:strike w:val=\"0\"/>")) +
                        word_cell(run("День города") + run(" (смета)", "<w:vanish/>")) +
                        word_cell(note + run("заметка")) + word_cell(run("слово") + run("тайна", "<w:specVanish/>")) +
                        word_cell(note + run("видно", "<w:vanish w:val=\"false\"/>")) +
                        "<w:tc><w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>" + run("Раздел") +
                        "</w:p><w:p>" + run("первый") + "</w:p><w:p>" + run("и ещё") + "</w:p></w:tc></w:tr></w:tbl>"));
    CHECK(made::texts(table) == Lines{"умер|10 июля|жив|День города||слово|видно|Раздел первый\nи ещё"});
    const auto& row = table.rows[0];
    CHECK(row[0].marks == CellMarks{.struck = true});
    CHECK(row[1].marks == CellMarks{.struck_part = true});
    CHECK(row[2].marks == CellMarks{});
    for (const std::size_t hidden : {3U, 4U, 5U}) CHECK(row[hidden].marks == CellMarks{.hidden_part = true});
    for (const std::size_t plain : {6U, 7U}) CHECK(row[plain].marks == CellMarks{});
}

TEST_CASE("a hidden row of a Word table is marked, and what stands between tables is their heading")
{
    const Folder folder;
    const auto paragraph = [](const std::string& inside) { return "<w:p>" + inside + "</w:p>"; };
    const auto tables = all_tables(
        made::docx(folder, paragraph(run("ПЛАН")) + paragraph(run("на 2021 год") + run(" черновик", "<w:vanish/>")) +
                               "<w:tbl><w:tr>" + word_cell(run("а")) + "</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>" +
                               word_cell(run("б")) +
                               "</w:tr><w:tr><w:trPr>"
                               "<w:hidden w:val=\"0\"/></w:trPr>" +
                               word_cell(run("в")) + "</w:tr></w:tbl>" + paragraph("") + paragraph(run("Культура")) +
                               paragraph(run("Старое", "<w:strike/>")) + "<w:tbl><w:tr>" + word_cell(run("г")) +
                               "</w:tr></w:tbl><w:tbl><w:tr>" + word_cell(run("д")) + "</w:tr></w:tbl>"));
    REQUIRE(tables.size() == 3);
    CHECK(tables[0].heading == "ПЛАН\nна 2021 год");
    CHECK(tables[0].hidden_rows == std::vector<int>{1});
    CHECK(tables[1].heading == "Культура");
    CHECK(tables[2].heading.empty());
}

TEST_CASE("a date of ODS shown without its day is words, and words of a number format are part of the text")
{
    const Folder folder;
    const auto style = [](const std::string& name, const std::string& format) {
        return "<style:style style:name=\"" + name + "\" style:family=\"table-cell\" style:data-style-name=\"" +
               format + "\"/>";
    };
    const auto date = [](const std::string& look, const std::string& words) {
        return "<table:table-cell table:style-name=\"" + look +
               "\" office:value-type=\"date\" office:date-value=\"2021-05-01\"><text:p>" + words +
               "</text:p></table:table-cell>";
    };
    const auto table = first_table(styled_ods(
        folder,
        "<number:date-style style:name=\"N1\"><number:month number:style=\"long\" "
        "number:textual=\"true\"/><number:text> "
        "</number:text><number:year number:style=\"long\"/></number:date-style><number:date-style "
        "style:name=\"N2\"><number:day/>"
        "<number:text>.</number:text><number:month/></number:date-style><number:date-style "
        "style:name=\"N3\"><number:quarter "
        "number:style=\"long\"/></number:date-style><number:number-style style:name=\"N4\"><number:number "
        "number:min-integer-digits=\"1\"/><number:text>+</number:text></number:number-style><number:percentage-style "
        "style:name=\"N5\"><number:number number:decimal-places=\"0\" "
        "number:min-integer-digits=\"1\"/><number:text>%</number:text>"
        "</number:percentage-style>" +
            style("c1", "N1") + style("c2", "N2") + style("c3", "N3") + style("c4", "N4") + style("c5", "N5"),
        "<table:table><table:table-row>" + date("c1", "май.21") + date("c2", "1.5") + date("c3", "2-й кв.") +
            date("none", "май 2021") + date("none", "01.05.21") +
            "<table:table-cell table:style-name=\"c4\" office:value-type=\"float\" office:value=\"6\"/>"
            "<table:table-cell table:style-name=\"c4\" office:value-type=\"float\" "
            "office:value=\"12\"><text:p>12+</text:p>"
            "</table:table-cell><table:table-cell table:style-name=\"c5\" office:value-type=\"percentage\" "
            "office:value=\"0.5\"/>"
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2021-11-30T23:59:59\"/>"
            "</table:table-row></table:table>"));
    CHECK(made::texts(table) == Lines{"май 2021|01.05.2021|2 квартал|май 2021|01.05.2021|6+|12+|50%|30.11.2021 23:59"});
    const auto& row = table.rows[0];
    for (const std::size_t words : {0U, 2U, 3U}) CHECK_FALSE(row[words].date);
    for (const std::size_t day : {1U, 4U}) CHECK(row[day].date);
}

TEST_CASE("parts of a package are found without case, with backslashes and by every form of address")
{
    const Folder folder;
    made::Xlsx book;
    book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    book.shared = "<si><t>общая</t></si>";
    book.sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>44324</v></c></row></sheetData>";
    const auto read_renamed = [&](const auto& rename) {
        auto entries = book.entries();
        for (auto& [name, content] : entries) name = rename(name);
        return made::texts(first_table(made::zip(folder, "renamed.xlsx", entries)));
    };
    const auto in_capitals = [](std::string name) {
        for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        return name;
    };
    const auto with_backslashes = [](std::string name) {
        for (char& c : name) c = c == '/' ? '\\' : c;
        return name;
    };
    CHECK(read_renamed(in_capitals) == Lines{"общая|08.05.2021"});
    CHECK(read_renamed(with_backslashes) == Lines{"общая|08.05.2021"});
    CHECK(read_renamed([&](const std::string& name) { return with_backslashes(in_capitals(name)); }) ==
          Lines{"общая|08.05.2021"});

    for (const std::string target :
         {"Worksheets\\Sheet1.xml", "./worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml",
          "/XL/worksheets/sheet1.xml", "\\xl\\worksheets\\sheet1.xml", "worksheets/%73heet1.xml"}) {
        auto entries = book.entries();
        auto& relations = entries[2].second;
        relations.replace(relations.find("worksheets/sheet1.xml"), 21, target);
        CHECK_MESSAGE(made::texts(first_table(made::zip(folder, "aimed.xlsx", entries))) == Lines{"общая|08.05.2021"},
                      target);
    }
    // A package that names no types says in its own relations where the book is.
    auto entries = book.entries();
    entries[0] = {"_rels/.rels", made::xml_start +
                                     "<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\" "
                                     "Target=\"XL\\Workbook.xml\"/></Relationships>"};
    CHECK(made::texts(first_table(made::zip(folder, "bare.xlsx", entries))) == Lines{"общая|08.05.2021"});

    CHECK(made::texts(first_table(made::zip(
              folder, "b.docx",
              {{"[content_types].xml",
                made::xml_start + "<Types><Override PartName=\"/Word/Document.xml\" ContentType=\"application/"
                                  "vnd.openxmlformats-officedocument.wordprocessingml.DOCUMENT.main+xml\"/></Types>"},
               {"word\\document.xml", made::xml_start + "<w:document><w:body><w:tbl><w:tr>" + word_cell(run("а")) +
                                          "</w:tr></w:tbl></w:body></w:document>"}}))) == Lines{"а"});
    CHECK(made::texts(first_table(made::zip(
              folder, "c.ods",
              {{"Mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
               {"Content.XML", made::xml_start +
                                   "<office:document-content><office:body><office:spreadsheet><table:table>"
                                   "<table:table-row>" +
                                   ods_cell("а") +
                                   "</table:table-row></table:table>"
                                   "</office:spreadsheet></office:body></office:document-content>"}}))) == Lines{"а"});
}

TEST_CASE("a remark far at the side of a sheet does not make it too wide")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet =
        "<cols><col min=\"3\" max=\"16383\" hidden=\"1\"/></cols><sheetData><row r=\"1\">" + text_cell("а") +
        text_cell("б") +
        "<c r=\"ZZ1\" t=\"str\"><v>примечание</v></c><c r=\"XFD1\" s=\"0\"/></row></sheetData><mergeCells><mergeCell "
        "ref=\"A1:XFD1\"/><mergeCell ref=\"C1:D5\"/></mergeCells>";
    book.sheet.replace(book.sheet.find("A1:XFD1"), 7, "B2:ZZ2");
    const auto table = first_table(book.write(folder));
    CHECK(made::texts(table) == Lines{"а|б|примечание"});
    CHECK(table.hidden_columns == std::vector<int>{2});
    CHECK(table.merges.empty());
}

TEST_CASE("characters that no XML may hold are cleaned out of cells")
{
    const Folder folder;
    made::Xlsx book;
    book.sheet = "<sheetData><row>" + text_cell("День\xEF\xBF\xBFгорода\xEF\xBF\xBE") +
                 text_cell("а\xEF\xB7\x90б\xF0\x9F\xBF\xBFв\xF4\x8F\xBF\xBE") + text_cell("\xEF\xB7\xB0\xEF\xBF\xBD") +
                 "</row></sheetData>";
    CHECK(made::texts(first_table(book.write(folder))) == Lines{"День города|а б в|\xEF\xB7\xB0\xEF\xBF\xBD"});
    CHECK(made::texts(first_table(folder.file("a.csv", "а\xEF\xBF\xBFб;в\n"))) == Lines{"а б|в"});
}

}  // namespace table_marks_test
