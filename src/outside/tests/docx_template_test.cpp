#include "outside/docx_template.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>
#include <thread>

#include "core/expect.hpp"
#include "outside/paper.hpp"
#include "outside/table_reader.hpp"
#include "outside/tests/made_docx.hpp"
#include "outside/xml_part.hpp"

namespace docx_template_test {

using namespace veche;
using namespace veche::outside;
using made::paragraph;
using made::row;
using made::run;
using made::table;
using made::words_of;
using Kind = TemplateField::Kind;

namespace {

constexpr Instant noon{1'800'000'000'000};

/// The smallest there is: one black point.
const std::string png = [] {
    constexpr unsigned char bytes[] = {
        0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,    0x0D, 'I',  'H',  'D',  'R',  0,
        0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,    0,    0x3A, 0x7E, 0x9B, 0x55, 0,
        0,    0,    0x0A, 'I',  'D',  'A',  'T',  0x78, 0x9C, 0x63, 0x60, 0,    0,    0,    2,    0,    1,
        0x48, 0xAF, 0xA4, 0x71, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
    return std::string(reinterpret_cast<const char*>(bytes), sizeof bytes);
}();

std::string filled(const std::string& body, const TemplateValues& values)
{
    return DocxTemplate(made::Template{.body = body}.bytes()).fill(values, noon);
}
std::string words(const std::string& body, const TemplateValues& values)
{
    return words_of(filled(body, values));
}

TemplateValues person(const std::string& name, int age = 30)
{
    return {{"имя", name}, {"возраст", std::to_string(age)}, {"взрослый", age >= 18}};
}
TemplateValues people(std::initializer_list<TemplateValues> list)
{
    return {{"люди", std::vector<TemplateValues>(list)}, {"город", "Юрга"}, {"печать", false}};
}
const TemplateShape shape = {
    {"город"},
    {"печать", Kind::flag},
    {"герб", Kind::picture},
    {"люди", Kind::list, {{"имя"}, {"возраст"}, {"взрослый", Kind::flag}, {"дети", Kind::list, {{"имя"}}}}}};

/// "message(name) at place{values}" of each fault.
std::vector<std::string> faults_of(const made::Template& made)
{
    std::vector<std::string> all;
    for (const auto& fault : DocxTemplate(made.bytes()).faults(shape)) {
        std::string text = fault.what.message.substr(7) + "(" + fault.what.values.at(0).second + ")";
        text += " " + fault.where.message.substr(7);
        for (const auto& [name, value] : fault.where.values) text += " " + name + "=" + value;
        all.push_back(text);
    }
    return all;
}
std::vector<std::string> faults_of(const std::string& body)
{
    return faults_of(made::Template{.body = body});
}
using Faults = std::vector<std::string>;

std::string refusal_of(const std::string& bytes, const TemplateLimits& limits = {})
{
    try {
        const DocxTemplate read(bytes, limits);
    } catch (const Unreadable& unreadable) {
        return unreadable.what();
    }
    return "";
}

bool has_program(const std::string& name)
{
    std::stringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (std::filesystem::exists(folder + "/" + name)) return true;
    return false;
}

}  // namespace

TEST_CASE("a field is filled in the look of its first letter, and what stands around it stays")
{
    const std::string body =
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>" + run("Город {{город}}, {{ область }}!", "<w:b/>") + "</w:p>";
    const auto docx = filled(body, {{"город", "Юрга"}, {"область", "Кузбасс"}});
    CHECK(words_of(docx) == "Город Юрга, Кузбасс!\n");
    const auto xml = made::part_of(docx, "word/document.xml");
    CHECK(xml.find("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Юрга</w:t>") != std::string::npos);
    CHECK(xml.find("<w:pPr><w:jc w:val=\"center\"/></w:pPr>") != std::string::npos);
    CHECK(xml.find("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>") != std::string::npos);
}

TEST_CASE("a field that Word has split over runs is found, wherever it was cut")
{
    const std::string field = "{{город}}";
    for (std::size_t first = 1; first < field.size(); ++first)
        for (std::size_t second = first; second < field.size(); ++second) {
            const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
            if (is_inside(field[first]) || is_inside(field[second])) continue;
            const auto body = "<w:p>" + run("в " + field.substr(0, first), "<w:i/>") +
                              "<w:proofErr w:type=\"spellStart\"/>" + run(field.substr(first, second - first)) +
                              "<w:bookmarkStart w:id=\"1\" w:name=\"x\"/>" +
                              run(field.substr(second) + " и {{город}} снова") + "</w:p>";
            CHECK(words(body, {{"город", "Юрга"}}) == "в Юрга и Юрга снова\n");
        }
    // In a link, and with runs of several texts.
    CHECK(words("<w:p><w:hyperlink "
                "r:id=\"rId9\"><w:r><w:t>a{{го</w:t><w:t>род}}b</w:t><w:tab/><w:t>c</w:t></w:r></w:hyperlink></w:p>",
                {{"город", "Юрга"}}) == "aЮргаbc\n");
}

TEST_CASE("what is filled in is text and nothing else")
{
    const auto docx = filled(paragraph("{{город}}"), {{"город", "<w:p/> & \"{{имя}}\"\nвторая\tстрока\x01"}});
    CHECK(words_of(docx) == "&lt;w:p/&gt; &amp; \"{{имя}}\"¶втораястрока\n");
    CHECK(made::part_of(docx, "word/document.xml").find("<w:tab/>") != std::string::npos);
}

TEST_CASE("a row is repeated for each thing of a list whose marks stand in its cells")
{
    const auto body =
        table(row({"Имя", "Лет"}) + row({"{{#люди}}{{имя}}", "{{возраст}} в {{город}}{{/люди}}"}) + row({"Итого", ""}));
    CHECK(words(body, people({person("Анна", 30), person("Борис", 14)})) ==
          "Имя|Лет|\nАнна|30 в Юрга|\nБорис|14 в Юрга|\nИтого||\n");
    CHECK(words(body, people({})) == "Имя|Лет|\nИтого||\n");
}

TEST_CASE("rows between rows that hold nothing but the marks are repeated, and those rows go")
{
    const auto body =
        table(row({"{{#люди}}", ""}) + row({"{{имя}}", "1"}) + row({"{{возраст}}", "2"}) + row({"{{/люди}}", ""}));
    CHECK(words(body, people({person("Анна"), person("Борис", 14)})) == "Анна|1|\n30|2|\nБорис|1|\n14|2|\n");
    // A table without rows would be damaged.
    CHECK(filled(body, people({})).size() > 0);
    CHECK(made::part_of(filled(body, people({})), "word/document.xml").find("<w:tbl>") == std::string::npos);
}

TEST_CASE("paragraphs are repeated, and one that held nothing but a mark goes")
{
    const auto body = paragraph("Были:") + paragraph("{{#люди}}") + paragraph("{{имя}},") + paragraph("{{возраст}}") +
                      paragraph("{{/люди}}") + paragraph("Всё.");
    CHECK(words(body, people({person("Анна"), person("Борис", 14)})) == "Были:\nАнна,\n30\nБорис,\n14\nВсё.\n");
    CHECK(words(body, people({})) == "Были:\nВсё.\n");
    const auto close = paragraph("{{#люди}}Имя: {{имя}}") + paragraph("Лет: {{возраст}}{{/люди}}");
    CHECK(words(close, people({person("Анна")})) == "Имя: Анна\nЛет: 30\n");
}

TEST_CASE("words are repeated inside a paragraph, lists stand in lists, and conditions choose")
{
    CHECK(words(paragraph("Были: {{#люди}}{{имя}}; {{/люди}}{{^люди}}никого{{/люди}}."),
                people({person("Анна"), person("Борис")})) == "Были: Анна; Борис; .\n");
    CHECK(words(paragraph("Были: {{#люди}}{{имя}}; {{/люди}}{{^люди}}никого{{/люди}}."), people({})) ==
          "Были: никого.\n");
    const auto body = paragraph("{{#люди}}") + paragraph("{{имя}}{{#взрослый}} (взрослый){{/взрослый}}:") +
                      table(row({"{{#дети}}{{имя}}", "{{/дети}}"})) + paragraph("{{/люди}}");
    auto anna = person("Анна"), boris = person("Борис", 14);
    anna["дети"] = std::vector<TemplateValues>{{{"имя", "Вера"}}, {{"имя", "Глеб"}}};
    boris["дети"] = std::vector<TemplateValues>{};
    CHECK(words(body, people({anna, boris})) == "Анна (взрослый):\nВера||\nГлеб||\nБорис:\n");
    // A condition and a list about one row: for each thing by itself.
    const auto chosen =
        table(row({"{{#люди}}{{#взрослый}}{{имя}}", "{{возраст}}{{/взрослый}}{{/люди}}"}) + row({"конец", ""}));
    CHECK(words(chosen, people({person("Анна"), person("Борис", 14), person("Вера", 40)})) ==
          "Анна|30|\nВера|40|\nконец||\n");
}

TEST_CASE("a cell whose paragraphs all went still ends with one")
{
    const auto body = table("<w:tr><w:tc><w:tcPr/>" + paragraph("{{#печать}}") + paragraph("М. П.") +
                            paragraph("{{/печать}}") + "</w:tc></w:tr>");
    CHECK(made::part_of(filled(body, people({})), "word/document.xml").find("<w:tcPr/><w:p/></w:tc>") !=
          std::string::npos);
    auto values = people({});
    values["печать"] = true;
    CHECK(words(body, values) == "М. П.|\n");
}

TEST_CASE("an unknown field is told with its place and the words around it")
{
    CHECK(faults_of(paragraph("Первый") + table(row({"а", "б"}) + row({"в", "всего {{фамилия}} лет"})) +
                    paragraph("от {{гордо}} до")) ==
          Faults{"unknown_field(фамилия) in_row table=1 row=2 around=всего {{фамилия}} лет",
                 "unknown_field(гордо) in_paragraph paragraph=2 around=от {{гордо}} до"});
    // A name of a list means nothing outside of it; a name of the paper means the same inside.
    CHECK(faults_of(paragraph("{{имя}} {{#люди}}{{имя}} {{город}}{{/люди}}")) ==
          Faults{"unknown_field(имя) in_paragraph paragraph=1 around={{имя}} {{#люди}}{{имя}} {{город}}{{/люди}}"});
    CHECK(faults_of(made::Template{.body = "", .header = paragraph("{{а}}"), .footer = paragraph("{{б}}")}) ==
          Faults{"unknown_field(б) in_footer around={{б}}", "unknown_field(а) in_header around={{а}}"});
    CHECK(faults_of(paragraph("{{город}} {{#печать}}{{#герб}}{{герб 60}}{{/герб}}{{/печать}}")).empty());
}

TEST_CASE("what is no field, or is used as what it is not, is told")
{
    const auto in_first = [](const std::string& text) { return " in_paragraph paragraph=1 around=" + text; };
    for (const std::string text :
         {"{{город", "{{}}", "{{ }}", "{{{город}}}", "{{го род}}", "{{город 0}}", "{{#}}", "{{герб 401}}"})
        CHECK_MESSAGE(faults_of(paragraph(text)).at(0).starts_with("broken_field("), text);
    CHECK(faults_of(paragraph("{{люди}}")) == Faults{"not_a_value(люди)" + in_first("{{люди}}")});
    CHECK(faults_of(paragraph("{{печать}}")) == Faults{"not_a_value(печать)" + in_first("{{печать}}")});
    CHECK(faults_of(paragraph("{{город 60}}")) == Faults{"no_picture(город)" + in_first("{{город 60}}")});
    CHECK(faults_of(paragraph("{{/люди}}")) == Faults{"not_opened(люди)" + in_first("{{/люди}}")});
    CHECK(faults_of(paragraph("{{#люди}}")) == Faults{"not_closed(люди)" + in_first("{{#люди}}")});
    CHECK(faults_of(paragraph("{{#люди}}{{#печать}}{{/люди}}{{/печать}}")).size() == 2);
    CHECK(faults_of(paragraph("{{#люди}}") + table(row({"{{имя}}", "{{/люди}}"}))) ==
          Faults{"crossed(люди)" + in_first("{{#люди}}")});
    // Never more than a person reads.
    std::string many;
    for (int i = 0; i < 80; ++i) many += paragraph("{{неизвестно}}");
    CHECK(faults_of(many).size() == 50);
}

TEST_CASE("a picture gets its part, its type and its size, once however often it stands there")
{
    const auto body = paragraph("{{герб}} и {{герб 60}}") + paragraph("{{#герб}}есть{{/герб}}");
    const TemplatePicture arms{.bytes = png, .width_mm = 20, .height_mm = 30, .description = "Герб «Юрги»"};
    const auto made = made::Template{.body = body, .header = paragraph("{{герб}}")};
    const auto docx = DocxTemplate(made.bytes()).fill({{"герб", arms}}, noon);
    CHECK(made::part_of(docx, "word/media/veche1.png") == png);
    const auto xml = made::part_of(docx, "word/document.xml");
    CHECK(xml.find("<wp:extent cx=\"720000\" cy=\"1080000\"/>") != std::string::npos);
    CHECK(xml.find("<wp:extent cx=\"2160000\" cy=\"3240000\"/>") != std::string::npos);
    CHECK(xml.find("descr=\"Герб «Юрги»\"") != std::string::npos);
    for (const auto* part : {"document", "header1"}) {
        const auto relations = made::part_of(docx, std::string("word/_rels/") + part + ".xml.rels");
        CHECK(relations.find("Id=\"veche1\"") != std::string::npos);
        CHECK(relations.find("Target=\"/word/media/veche1.png\"") != std::string::npos);
    }
    CHECK(made::part_of(docx, "word/_rels/document.xml.rels").find("Target=\"styles.xml\"") != std::string::npos);
    CHECK(made::part_of(docx, "[Content_Types].xml").find("<Default Extension=\"png\" ContentType=\"image/png\"/>") !=
          std::string::npos);
    const auto without = filled(body, {{"герб", TemplatePicture{}}});
    CHECK(words_of(without) == " и \n\n");
    CHECK_THROWS_AS(filled(body, {{"герб", TemplatePicture{.bytes = "GIF89a", .description = ""}}}), Bug);
}

TEST_CASE("styles, settings, headers and footers without fields are taken over byte for byte")
{
    const auto made = made::Template{.body = paragraph("{{город}}"),
                                     .footer = paragraph("стр. {{город}}"),
                                     .more = {{"custom/item.bin", "\x01\x02"}}};
    const auto before = made.bytes();
    const DocxTemplate read(before);
    const auto docx = read.fill({{"город", "Юрга"}}, noon);
    for (const auto* part : {"word/styles.xml", "word/settings.xml", "word/header1.xml", "custom/item.bin",
                             "[Content_Types].xml", "_rels/.rels"})
        CHECK_MESSAGE(made::part_of(docx, part) == made::part_of(before, part), part);
    CHECK(words_of(docx, "word/footer1.xml") == "стр. Юрга\n");
    CHECK(read.fill({{"город", "Юрга"}}, noon) == docx);
    CHECK(words_of(read.fill({{"город", "Топки"}}, noon)) == "Топки\n");
}

TEST_CASE("fields in a text box are filled, those that were deleted are let alone")
{
    const auto box = "<w:p><w:r><w:pict><w:txbxContent>" + paragraph("{{город}}") + "</w:txbxContent></w:pict></w:r>" +
                     run("{{имя}}") + "</w:p>";
    CHECK(words(box, {{"город", "Юрга"}, {"имя", "Анна"}}) == "Юрга\nАнна\n");
    // In the order of the page: the box stands inside the list.
    CHECK(faults_of("<w:p>" + run("{{#люди}}") + "<w:r><w:pict><w:txbxContent>" + paragraph("{{имя}}") +
                    "</w:txbxContent></w:pict></w:r>" + run("{{/люди}}") + "</w:p>")
              .empty());
    CHECK(words("<w:p><w:del><w:r><w:delText>{{старое}}</w:delText></w:r></w:del><w:ins>" + run("{{город}}") +
                    "</w:ins></w:p>",
                {{"город", "Юрга"}}) == "{{старое}}Юрга\n");
}

TEST_CASE("what is no template, or more than one, is refused before it is unpacked")
{
    CHECK(refusal_of("no zip at all") == "file.broken");
    CHECK(refusal_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old") == "file.old_format");
    CHECK(refusal_of(made::Template{.body = "", .main_type = "application/vnd.ms-word.document.macroEnabled.main+xml"}
                         .bytes()) == "papers.macros");
    CHECK(refusal_of(made::Template{.body = "", .main_type = "application/xml"}.bytes()) == "papers.not_a_document");
    CHECK(refusal_of(made::Template{.body = "<w:p>"}.bytes()) == "file.broken");
    const auto bomb = made::Template{.body = "", .more = {{"word/bomb.xml", std::string(80'000'000, 'a')}}}.bytes();
    CHECK(bomb.size() < 200'000);
    CHECK(refusal_of(bomb) == "file.too_large");
    CHECK(refusal_of(made::Template{.body = paragraph("x")}.bytes(), {.file_bytes = 100}) == "file.too_large");
    std::string deep = paragraph("{{город}}");
    for (int i = 0; i < 5'000; ++i) deep = "<w:sdt>" + deep + "</w:sdt>";
    CHECK(refusal_of(made::Template{.body = deep}.bytes()) == "file.broken");
    std::string many;
    for (int i = 0; i < 6'000; ++i) many += "{{город}}";
    CHECK(refusal_of(made::Template{.body = paragraph(many)}.bytes()) == "file.too_large");
    CHECK_THROWS_AS(DocxTemplate(made::Template{.body = paragraph("{{город}}")}.bytes(), {.written_bytes = 1'000})
                        .fill({{"город", std::string(2'000, 'x')}}, noon),
                    std::runtime_error);
    CHECK_THROWS_AS(filled(paragraph("{{город}}"), {}), Bug);
}

TEST_CASE("whatever marks stand wherever, they are told of or filled in, and the document stays whole")
{
    std::mt19937 random(2027);  // the same templates every time
    const auto words_of_it = [&] {
        constexpr std::string_view tokens[] = {
            "{{город}}",   "{{#люди}}",   "{{/люди}}", "{{имя}}", "слово",
            "{{#печать}}", "{{/печать}}", "{{^люди}}", "",        "{{#люди}}{{имя}}{{/люди}}"};
        std::string text;
        for (auto count = random() % 3; count > 0; --count) text += tokens[random() % std::size(tokens)];
        return text;
    };
    int told = 0, done = 0;
    for (int i = 0; i < 1'500; ++i) {
        std::string body;
        for (auto blocks = 1 + random() % 4; blocks > 0; --blocks) {
            std::string rows;
            for (auto count = 1 + random() % 3; count > 0; --count) rows += row({words_of_it(), words_of_it()});
            body += random() % 2 == 0 ? paragraph(words_of_it()) : table(rows);
        }
        const DocxTemplate read(made::Template{.body = body}.bytes());
        if (!read.faults(shape).empty()) {
            ++told;
            continue;
        }
        ++done;
        for (const auto& values : {people({}), people({person("Анна"), person("Борис", 14)})}) {
            const auto xml = made::part_of(read.fill(values, noon), "word/document.xml");
            CHECK_MESSAGE(xml.find("{{") == std::string::npos, body);
            CHECK_MESSAGE(xml.find("veche-section") == std::string::npos, body);
            CHECK_MESSAGE(xml.find("</w:tbl></w:tc>") == std::string::npos, body);
            CHECK_NOTHROW(XmlPart(std::string(xml)));
        }
    }
    CHECK(told > 150);
    CHECK(done > 150);
}

TEST_CASE("a paper of the program's own is a template too")
{
    Paper paper;
    paper.blocks = {
        PaperHeading{"{{город}}", ""},
        PaperTable{.columns = {{"Имя"}, {"Лет"}},
                   .rows = {{PaperTable::RowKind::line, {{{"{{#люди}}{{имя}}"}}, {{"{{возраст}}{{/люди}}"}}}}}}};
    const DocxTemplate read(write_docx(paper));
    CHECK(read.faults(shape).empty());
    const auto text = words_of(read.fill(people({person("Анна"), person("Борис")}), noon));
    CHECK(text.find("Юрга\n") != std::string::npos);
    CHECK(text.find("Анна|30|\nБорис|30|\n") != std::string::npos);
}

TEST_CASE("several threads fill one template")
{
    const DocxTemplate read(made::Template{.body = table(row({"{{#люди}}{{имя}}", "{{/люди}}"}))}.bytes());
    const auto expected = words_of(read.fill(people({person("Анна"), person("Борис")}), noon));
    std::vector<std::thread> threads;
    std::vector<std::string> made(4);
    for (auto& one : made)
        threads.emplace_back([&] { one = read.fill(people({person("Анна"), person("Борис")}), noon); });
    for (auto& thread : threads) thread.join();
    for (const auto& one : made) CHECK(words_of(one) == expected);
}

TEST_CASE("LibreOffice opens what was filled, with its pictures, rows and boxes")
{
    if (!has_program("soffice")) {
        MESSAGE("soffice is not installed");
        return;
    }
    const auto body = paragraph("Город {{город}} {{герб 30}}") +
                      table(row({"{{#люди}}{{имя}}", "{{возраст}}{{/люди}}"})) + paragraph("Конец");
    auto values = people({person("Анна & Ко"), person("Борис", 14)});
    values["герб"] = TemplatePicture{.bytes = png, .description = "герб"};
    const made::Folder folder;
    const auto file = folder.file("filled.docx", filled(body, values));
    const auto where = folder.path().string();
    const auto command = "soffice --headless -env:UserInstallation=file://" + where +
                         "/office --convert-to txt:Text --outdir " + where + " " + file.string() + " >/dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    const std::string text = veche::test::bytes_of(folder.path() / "filled.txt");
    for (const std::string word : {"Город Юрга", "Анна & Ко", "30", "Борис", "14", "Конец"})
        CHECK_MESSAGE(text.find(word) != std::string::npos, word);
    CHECK(text.find("{{") == std::string::npos);
}

}  // namespace docx_template_test
