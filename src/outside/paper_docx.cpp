#include <cmath>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "outside/paper.hpp"
#include "outside/zip_output.hpp"

// Office Open XML, transitional (ECMA-376 part 1, WordprocessingML). Lengths are twentieths of a point, sizes of type half points.
namespace veche::outside {

namespace {

using pugi::xml_node;

constexpr double twips_of_mm = 1440 / 25.4;

std::string twips(double mm)
{
    return std::to_string(std::lround(mm * twips_of_mm));
}

/// What XML 1.0 cannot hold, not even written out, is left away.
std::string writable(const std::string& text)
{
    std::string kept;
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') kept += c;
    return kept;
}

xml_node add(xml_node parent, const char* name,
             std::initializer_list<std::pair<const char*, std::string>> attributes = {})
{
    xml_node node = parent.append_child(name);
    for (const auto& [key, value] : attributes) node.append_attribute(key) = value.c_str();
    return node;
}

struct Look {
    double points = 10;
    bool bold = false;
    TextAlign align = TextAlign::start;
    double after = 0;  // points of space under it
};

const char* align_word(TextAlign align)
{
    return align == TextAlign::start ? "start" : align == TextAlign::centre ? "center" : "end";
}

void add_run(xml_node paragraph, const PaperRun& run, const Look& look)
{
    xml_node made = add(paragraph, "w:r"), style = add(made, "w:rPr");
    if (run.bold || look.bold) add(style, "w:b");
    if (run.struck) add(style, "w:strike");
    if (run.small) add(style, "w:color", {{"w:val", "52606D"}});
    const auto size = std::to_string(std::lround(look.points * (run.small ? 0.85 : 1) * 2));
    add(style, "w:sz", {{"w:val", size}});
    add(style, "w:szCs", {{"w:val", size}});
    std::istringstream lines(writable(run.text));
    bool first = true;
    for (std::string line; std::getline(lines, line); first = false) {
        if (!first) add(made, "w:br");
        xml_node text = add(made, "w:t", {{"xml:space", "preserve"}});
        text.text().set(line.c_str());
    }
}

xml_node add_paragraph(xml_node parent, const PaperText& text, const Look& look, const char* style = nullptr)
{
    xml_node paragraph = add(parent, "w:p"), properties = add(paragraph, "w:pPr");
    if (style) add(properties, "w:pStyle", {{"w:val", style}});
    add(properties, "w:spacing", {{"w:before", "0"}, {"w:after", std::to_string(std::lround(look.after * 20))}});
    add(properties, "w:jc", {{"w:val", align_word(look.align)}});
    for (const auto& run : text) add_run(paragraph, run, look);
    return paragraph;
}

class Body {
public:
    Body(const Paper& paper, xml_node body) : paper_(paper), body_(body) {}

    void write()
    {
        for (const auto& block : paper_.blocks) std::visit([this](const auto& one) { put(one); }, block);
        put_section();
    }

private:
    double width_mm() const
    {
        return side(paper_.orientation == Orientation::landscape) - paper_.margins.left - paper_.margins.right;
    }
    double side(bool longer) const
    {
        const double small = paper_.size == PaperSize::a4 ? 210 : 297, large = paper_.size == PaperSize::a4 ? 297 : 420;
        return longer ? large : small;
    }

    void put(const PaperApproval& block)
    {
        // A table of one cell at the right: what every office program shows in the same place.
        xml_node table = add(body_, "w:tbl"), properties = add(table, "w:tblPr");
        const double width = std::min(81.0, width_mm() * 0.45);
        add(properties, "w:tblW", {{"w:w", twips(width)}, {"w:type", "dxa"}});
        add(properties, "w:jc", {{"w:val", "end"}});
        add(add(table, "w:tblGrid"), "w:gridCol", {{"w:w", twips(width)}});
        xml_node cell = add(add(table, "w:tr"), "w:tc");
        add(add(cell, "w:tcPr"), "w:tcW", {{"w:w", twips(width)}, {"w:type", "dxa"}});
        const std::string line = "______________________________";
        add_paragraph(cell, {{block.word, true}}, {paper_.text_points + 1});
        add_paragraph(cell, {{block.post.empty() ? line : block.post}}, {paper_.text_points});
        add_paragraph(cell, {{block.name.empty() ? line : "_____________ " + block.name}}, {paper_.text_points});
        if (!block.below.empty()) add_paragraph(cell, {{block.below}}, {paper_.text_points});
        add_paragraph(body_, {}, {paper_.text_points});
    }

    void put(const PaperHeading& block)
    {
        add_paragraph(body_, {{block.text, true}}, {paper_.text_points * 1.6, true, TextAlign::centre, 2}, "Heading1");
        if (!block.below.empty())
            add_paragraph(body_, {{block.below}}, {paper_.text_points, false, TextAlign::centre, 8});
    }

    void put(const PaperParagraph& block)
    {
        add_paragraph(body_, block.text, {paper_.text_points, false, block.align, 6});
    }

    void put(const PaperSignatures& block)
    {
        for (const auto& one : block.signatures)
            add_paragraph(body_, {{one.post + "  _______________________  " + one.name}},
                          {paper_.text_points, false, TextAlign::start, 10});
    }

    std::vector<std::string> widths_of(const PaperTable& table) const
    {
        double all = 0;
        for (const auto& column : table.columns) all += column.width;
        std::vector<std::string> widths;
        for (const auto& column : table.columns) widths.push_back(twips(width_mm() * column.width / all));
        return widths;
    }

    void put(const PaperTable& table)
    {
        xml_node made = add(body_, "w:tbl"), properties = add(made, "w:tblPr");
        add(properties, "w:tblW", {{"w:w", twips(width_mm())}, {"w:type", "dxa"}});
        xml_node borders = add(properties, "w:tblBorders");
        for (const char* edge : {"w:top", "w:start", "w:bottom", "w:end", "w:insideH", "w:insideV"})
            add(borders, edge, {{"w:val", "single"}, {"w:sz", "4"}, {"w:space", "0"}, {"w:color", "8C99A6"}});
        add(properties, "w:tblLayout", {{"w:type", "fixed"}});
        const auto widths = widths_of(table);
        xml_node grid = add(made, "w:tblGrid");
        for (const auto& width : widths) add(grid, "w:gridCol", {{"w:w", width}});
        PaperTable::Row titles{PaperTable::RowKind::total, {}};
        for (const auto& column : table.columns) titles.cells.push_back({{column.title, true}});
        add_row(made, table, titles, widths, true);
        for (const auto& row : table.rows) add_row(made, table, row, widths, false);
        add_paragraph(body_, {}, {paper_.text_points});
    }

    void add_row(xml_node parent, const PaperTable& table, const PaperTable::Row& row,
                 const std::vector<std::string>& widths, bool titles)
    {
        const bool section = row.kind == PaperTable::RowKind::section;
        const bool bold = row.kind != PaperTable::RowKind::line;
        xml_node made = add(parent, "w:tr"), properties = add(made, "w:trPr");
        add(properties, "w:cantSplit");
        if (titles) add(properties, "w:tblHeader");
        const std::size_t count = section ? 1 : table.columns.size();
        for (std::size_t i = 0; i < count; ++i) {
            xml_node cell = add(made, "w:tc"), look = add(cell, "w:tcPr");
            add(look, "w:tcW", {{"w:w", section ? twips(width_mm()) : widths[i]}, {"w:type", "dxa"}});
            if (section) add(look, "w:gridSpan", {{"w:val", std::to_string(table.columns.size())}});
            if (bold) add(look, "w:shd", {{"w:val", "clear"}, {"w:color", "auto"}, {"w:fill", "F4F6F8"}});
            xml_node paragraph =
                add_paragraph(cell, i < row.cells.size() ? row.cells[i] : PaperText{},
                              {paper_.text_points, bold, section ? TextAlign::start : table.columns[i].align});
            // Stays on the page of what it names.
            if (section) paragraph.child("w:pPr").prepend_child("w:keepNext");
        }
    }

    void put_section()
    {
        xml_node section = add(body_, "w:sectPr");
        add(section, "w:footerReference", {{"w:type", "default"}, {"r:id", "rId2"}});
        const bool wide = paper_.orientation == Orientation::landscape;
        xml_node page = add(section, "w:pgSz", {{"w:w", twips(side(wide))}, {"w:h", twips(side(!wide))}});
        if (wide) page.append_attribute("w:orient") = "landscape";
        const auto& margins = paper_.margins;
        add(section, "w:pgMar",
            {{"w:top", twips(margins.top)},
             {"w:right", twips(margins.right)},
             {"w:bottom", twips(margins.bottom)},
             {"w:left", twips(margins.left)},
             {"w:header", twips(8)},
             {"w:footer", twips(8)},
             {"w:gutter", "0"}});
    }

    const Paper& paper_;
    xml_node body_;
};

constexpr const char* word_space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr const char* relation_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string text_of(const pugi::xml_document& document)
{
    std::ostringstream out;
    document.save(out, "", pugi::format_raw);
    return out.str();
}

pugi::xml_document word_part(const char* root)
{
    pugi::xml_document document;
    xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    declaration.append_attribute("standalone") = "yes";
    add(document, root, {{"xmlns:w", word_space}, {"xmlns:r", relation_space}});
    return document;
}

std::string document_part(const Paper& paper)
{
    auto document = word_part("w:document");
    Body(paper, add(document.child("w:document"), "w:body")).write();
    return text_of(document);
}

void add_field(xml_node paragraph, const char* field)
{
    xml_node made = add(paragraph, "w:fldSimple", {{"w:instr", field}});
    add_run(made, {"1"}, {8});
}

std::string footer_part(const Paper& paper)
{
    auto document = word_part("w:ftr");
    xml_node paragraph = add_paragraph(document.child("w:ftr"), {{paper.footer + "    "}}, {8, false, TextAlign::end});
    std::string rest = paper.page_of;
    while (!rest.empty()) {
        const auto at = rest.find('{');
        if (at != 0) add_run(paragraph, {rest.substr(0, at)}, {8});
        if (at == std::string::npos) break;
        const auto end = rest.find('}', at);
        add_field(paragraph, rest.compare(at, 6, "{page}") == 0 ? "PAGE" : "NUMPAGES");
        rest = end == std::string::npos ? "" : rest.substr(end + 1);
    }
    return text_of(document);
}

std::string styles_part(const Paper& paper)
{
    auto document = word_part("w:styles");
    xml_node run = add(add(add(document.child("w:styles"), "w:docDefaults"), "w:rPrDefault"), "w:rPr");
    // A type that office computers have; the letters of the program's own are not theirs to embed.
    add(run, "w:rFonts", {{"w:ascii", "PT Sans"}, {"w:hAnsi", "PT Sans"}, {"w:cs", "PT Sans"}});
    add(run, "w:lang", {{"w:val", paper.language}});
    xml_node heading = add(document.child("w:styles"), "w:style", {{"w:type", "paragraph"}, {"w:styleId", "Heading1"}});
    add(heading, "w:name", {{"w:val", "heading 1"}});
    add(add(heading, "w:pPr"), "w:outlineLvl", {{"w:val", "0"}});
    return text_of(document);
}

std::string core_part(const Paper& paper)
{
    pugi::xml_document document;
    xml_node root = add(document, "cp:coreProperties",
                        {{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
                         {"xmlns:dc", "http://purl.org/dc/elements/1.1/"}});
    add(root, "dc:title").text().set(writable(paper.title).c_str());
    add(root, "dc:creator").text().set(writable(paper.author).c_str());
    return text_of(document);
}

constexpr std::string_view types_part =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>)";
constexpr std::string_view package_part =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>)";
constexpr std::string_view relations_part =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>)";

}  // namespace

std::string write_docx(const Paper& paper)
{
    ZipOutput zip(paper.made);
    zip.put("[Content_Types].xml", std::string(types_part));
    zip.put("_rels/.rels", std::string(package_part));
    zip.put("word/_rels/document.xml.rels", std::string(relations_part));
    zip.put("word/document.xml", document_part(paper));
    zip.put("word/styles.xml", styles_part(paper));
    zip.put("word/footer1.xml", footer_part(paper));
    zip.put("docProps/core.xml", core_part(paper));
    return zip.finish();
}

}  // namespace veche::outside
