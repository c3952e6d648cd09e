#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "outside/tests/made_files.hpp"
#include "outside/zip_archive.hpp"
#include "test_files.hpp"

/// Templates as Word writes them, made by the tests themselves.
namespace made {

inline std::string run(std::string_view text, std::string_view look = "")
{
    std::string made = "<w:r>";
    if (!look.empty()) made += "<w:rPr>" + std::string(look) + "</w:rPr>";
    return made + "<w:t xml:space=\"preserve\">" + std::string(text) + "</w:t></w:r>";
}
inline std::string paragraph(std::string_view text)
{
    return "<w:p>" + run(text) + "</w:p>";
}
inline std::string row(std::initializer_list<std::string_view> cells)
{
    std::string made = "<w:tr>";
    for (const auto cell : cells)
        made += "<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>" + paragraph(cell) + "</w:tc>";
    return made + "</w:tr>";
}
inline std::string table(std::string_view rows)
{
    return "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid/>" + std::string(rows) + "</w:tbl>";
}

/// A whole DOCX with a style, a header, a footer and settings that nobody may touch.
struct Template {
    std::string body;
    std::string header = paragraph("Администрация");
    std::string footer = paragraph("стр.");
    std::string main_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    Entries more = {};

    static inline const std::string spaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    static inline const std::string settings =
        xml_start + "<w:settings " + spaces + "><w:zoom w:percent=\"90\"/></w:settings>";
    static inline const std::string styles = xml_start + "<w:styles " + spaces +
                                             "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\">"
                                             "<w:name w:val=\"Normal\"/></w:style></w:styles>";

    std::string bytes() const
    {
        const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        const std::string kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
        const auto relation = [&](std::string_view id, const std::string& of, std::string_view target) {
            return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + office + of + "\" Target=\"" +
                   std::string(target) + "\"/>";
        };
        const auto part = [](std::string_view name, const std::string& type) {
            return "<Override PartName=\"/word/" + std::string(name) + ".xml\" ContentType=\"" + type + "\"/>";
        };
        const std::string relations =
            xml_start + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
        Entries entries = {
            {"[Content_Types].xml", xml_start +
                                        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                                        "<Default Extension=\"rels\" "
                                        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                                        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" +
                                        part("document", main_type) + part("styles", kind + "styles+xml") +
                                        part("settings", kind + "settings+xml") + part("header1", kind + "header+xml") +
                                        part("footer1", kind + "footer+xml") + "</Types>"},
            {"_rels/.rels", relations + relation("rId1", "officeDocument", "word/document.xml") + "</Relationships>"},
            {"word/_rels/document.xml.rels", relations + relation("rId1", "styles", "styles.xml") +
                                                 relation("rId2", "settings", "settings.xml") +
                                                 relation("rId3", "header", "header1.xml") +
                                                 relation("rId4", "footer", "footer1.xml") + "</Relationships>"},
            {"word/document.xml", xml_start + "<w:document " + spaces + "><w:body>" + body +
                                      "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
                                      "<w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
                                      "<w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"},
            {"word/styles.xml", styles},
            {"word/settings.xml", settings},
            {"word/header1.xml", xml_start + "<w:hdr " + spaces + ">" + header + "</w:hdr>"},
            {"word/footer1.xml", xml_start + "<w:ftr " + spaces + ">" + footer + "</w:ftr>"}};
        entries.insert(entries.end(), more.begin(), more.end());
        const Folder folder;
        return veche::test::bytes_of(zip(folder, "template.docx", entries));
    }
};

inline std::string part_of(const std::string& docx, const std::string& name)
{
    return veche::outside::ZipArchive(docx, 100'000'000).get(name);
}

/// The words of a part: a line for each paragraph, '|' between the cells of a row, '¶' for a break.
inline std::string words_of(const std::string& docx, const std::string& name = "word/document.xml")
{
    const auto xml = part_of(docx, name);
    std::string words;
    for (std::size_t at = 0; at < xml.size();) {
        const auto end = xml.find('>', at);
        if (xml[at] != '<') {
            const auto next = xml.find('<', at);
            words += xml.substr(at, next - at);
            at = next;
            continue;
        }
        const auto tag = xml.substr(at + 1, end - at - 1);
        if (tag == "/w:p" || tag == "w:p/") words += '\n';
        if (tag == "/w:tc" && !words.empty() && words.back() == '\n') words.back() = '|';
        if (tag == "/w:tr") words += '\n';
        if (tag == "w:br/") words += "¶";
        at = end + 1;
    }
    return words;
}

}  // namespace made
