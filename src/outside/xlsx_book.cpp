#include "outside/xlsx_book.hpp"

#include <charconv>

#include "outside/table_reader.hpp"
#include "outside/xml_part.hpp"

namespace veche::outside {

namespace {

/// An element that is there is on, unless its "val" says otherwise.
bool is_switched_on(const pugi::xml_node& node)
{
    const auto value = attribute(node, "val");
    return node && (value.empty() || is_on(value));
}

/// The formats that the file names itself, by their numbers.
std::map<std::size_t, CellFormat> own_formats(const pugi::xml_node& styles)
{
    std::map<std::size_t, CellFormat> formats;
    for (const auto& node : child(styles, "numFmts").children())
        formats.insert_or_assign(number_attribute(node, "numFmtId", 0), CellFormat(attribute(node, "formatCode")));
    return formats;
}

std::vector<XlsxStyle> read_xlsx_styles(const ZipArchive& zip, const std::string& part)
{
    std::vector<XlsxStyle> styles;
    auto content = zip.find(part);
    if (!content) return styles;
    const XmlPart xml(std::move(*content));
    const auto formats = own_formats(xml.root());
    std::vector<bool> struck;
    for (const auto& node : child(xml.root(), "fonts").children())
        if (is(node, "font")) struck.push_back(is_switched_on(child(node, "strike")));
    for (const auto& node : child(xml.root(), "cellXfs").children()) {
        if (!is(node, "xf")) continue;
        const std::size_t number = number_attribute(node, "numFmtId", 0), font = number_attribute(node, "fontId", 0);
        const auto own = formats.find(number);
        styles.push_back({own == formats.end() ? CellFormat::built_in(static_cast<unsigned>(number)) : own->second,
                          font < struck.size() && struck[font]});
    }
    return styles;
}

std::vector<XlsxText> read_shared_texts(const ZipArchive& zip, const std::string& part)
{
    std::vector<XlsxText> shared;
    auto content = zip.find(part);
    if (!content) return shared;
    const XmlPart xml(std::move(*content));
    for (const auto& node : xml.root().children())
        if (is(node, "si")) shared.emplace_back(node);
    return shared;
}

}  // namespace

/// Plain or in runs; phonetic hints (rPh) are not text.
XlsxText::XlsxText(const pugi::xml_node& item)
{
    for (const auto& part : item.children()) {
        if (is(part, "t")) runs_.push_back({part.child_value()});
        if (!is(part, "r")) continue;
        const auto look = child(part, "rPr");
        const bool struck = is_switched_on(child(look, "strike"));
        Run run{child(part, "t").child_value(), !look ? Strike::by_cell : struck ? Strike::on : Strike::off};
        // An escape may be cut in two by a run, but nobody has seen one; runs of one look are one.
        if (!runs_.empty() && runs_.back().strike == run.strike) {
            runs_.back().words += run.words;
        } else {
            runs_.push_back(std::move(run));
        }
    }
    for (auto& run : runs_) run.words = without_xlsx_escapes(run.words);
}

Cell XlsxText::cell(bool struck_by_cell) const
{
    MarkedText text;
    for (const auto& run : runs_) {
        const bool struck = run.strike == Strike::on || (run.strike == Strike::by_cell && struck_by_cell);
        text.add(run.words, struck ? MarkedText::Ink::struck : MarkedText::Ink::plain);
    }
    return text.cell();
}

XlsxBook read_xlsx_book(const ZipArchive& zip, const pugi::xml_node& workbook,
                        const std::map<std::string, Relation>& relations)
{
    XlsxBook book;
    for (const auto& [id, relation] : relations) {
        if (relation.kind == "styles") book.styles = read_xlsx_styles(zip, relation.target);
        if (relation.kind == "sharedStrings") book.shared = read_shared_texts(zip, relation.target);
    }
    if (is_on(attribute(child(workbook, "workbookPr"), "date1904"))) book.epoch = Epoch::year_1904;
    book.computed_at_opening = is_on(attribute(child(workbook, "calcPr"), "fullCalcOnLoad"));
    return book;
}

std::string without_xlsx_escapes(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned code = 0;
        if (text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' && text[at + 6] == '_' &&
            std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16).ptr == text.data() + at + 6 &&
            code < 0x80) {
            result += code == 0 ? ' ' : static_cast<char>(code);
            at += 6;
        } else {
            result += text[at];
        }
    }
    return result;
}

}  // namespace veche::outside
