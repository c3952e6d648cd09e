#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "outside/table_reader.hpp"
#include "outside/xlsx_date.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// XLSX is read from its parts (ECMA-376 part 1, §18) rather than by liborcus: its import gives dates as bare numbers.
namespace veche::outside {

namespace {

struct Book {
    std::vector<std::string> shared;  // sharedStrings
    std::vector<DateFormat> formats;  // by the cell's style number
    Epoch epoch = Epoch::year_1900;
};

/// Excel writes characters that XML cannot hold as _x000D_; "_x005F_" is the underscore itself.
std::string without_escapes(std::string_view text)
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

/// Text of a <si> or <is>: plain or in runs; phonetic hints (rPh) are not text.
std::string text_of(const pugi::xml_node& item)
{
    std::string text;
    for (const auto& part : item.children()) {
        if (is(part, "t")) text += part.child_value();
        if (is(part, "r")) text += child(part, "t").child_value();
    }
    return clean_cell(without_escapes(text));
}

std::string folder_of(const std::string& part)
{
    const auto slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

/// Targets are relative to the folder of the part, or from the root when they begin with "/".
std::string resolve(const std::string& part, std::string target)
{
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = folder_of(part);
    while (target.starts_with("../")) {
        target.erase(0, 3);
        folder = folder.empty() ? "" : folder_of(folder.substr(0, folder.size() - 1));
    }
    return folder + target;
}

struct Relation {
    std::string kind;  // last word of its type: "worksheet", "styles", "sharedStrings"
    std::string target;
};

std::map<std::string, Relation> relations_of(const ZipArchive& zip, const std::string& part)
{
    std::map<std::string, Relation> relations;
    const std::string folder = folder_of(part);
    auto content = zip.find(folder + "_rels/" + part.substr(folder.size()) + ".rels");
    if (!content) return relations;
    const XmlPart xml(std::move(*content));
    for (const auto& node : xml.root().children()) {
        const std::string type(attribute(node, "Type"));
        relations[std::string(attribute(node, "Id"))] = {type.substr(type.rfind('/') + 1),
                                                         resolve(part, std::string(attribute(node, "Target")))};
    }
    return relations;
}

std::vector<DateFormat> read_formats(const ZipArchive& zip, const std::string& part)
{
    std::vector<DateFormat> formats;
    auto content = zip.find(part);
    if (!content) return formats;
    const XmlPart xml(std::move(*content));
    std::map<std::size_t, std::string> codes;
    for (const auto& node : child(xml.root(), "numFmts").children())
        codes[number_attribute(node, "numFmtId", 0)] = attribute(node, "formatCode");
    for (const auto& node : child(xml.root(), "cellXfs").children()) {
        const std::size_t number = number_attribute(node, "numFmtId", 0);
        const auto own = codes.find(number);
        formats.push_back(own == codes.end() ? date_format(static_cast<unsigned>(number)) : date_format(own->second));
    }
    return formats;
}

std::vector<std::string> read_shared(const ZipArchive& zip, const std::string& part)
{
    std::vector<std::string> shared;
    auto content = zip.find(part);
    if (!content) return shared;
    const XmlPart xml(std::move(*content));
    for (const auto& node : xml.root().children())
        if (is(node, "si")) shared.push_back(text_of(node));
    return shared;
}

/// "2021-07-06T12:00:00", the date cells of strict OOXML.
std::optional<Cell> iso_cell(std::string_view text)
{
    const auto day = parse_iso_day(text.substr(0, 10));
    if (!day) return std::nullopt;
    int hour = 0;
    int minute = 0;
    if (text.size() >= 16 && text[10] == 'T' && text[13] == ':') {
        std::from_chars(text.data() + 11, text.data() + 13, hour);
        std::from_chars(text.data() + 14, text.data() + 16, minute);
    }
    const bool clock = hour * 60 + minute > 0 && hour < 24 && minute < 60;
    return date_cell(*day, clock ? std::optional(hour * 60 + minute) : std::nullopt);
}

Cell number_cell(std::string_view value, std::size_t style, const Book& book)
{
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) return {clean_cell(value), {}, {}};
    if (style < book.formats.size() && book.formats[style] != DateFormat{})
        if (auto cell = date_cell_of(number, book.formats[style], book.epoch)) return *cell;
    return {
        fmt::format("{:.15g}", number), {}, {}};  // 15 digits are what Excel itself shows: 1.1, not 1.1000000000000001
}

/// Reads the rows of one sheet; shared formulas need what came before.
class XlsxSheet {
public:
    XlsxSheet(const Book& book, TableBuilder& tables) : book_(book), tables_(tables) {}

    void read(const pugi::xml_node& sheet)
    {
        std::size_t row = 0;
        for (const auto& node : child(sheet, "sheetData").children()) {
            if (!is(node, "row")) continue;
            row = number_attribute(node, "r", row + 1);
            if (row == 0) throw Unreadable("file.broken");
            read_row(node, row - 1);
        }
        for (const auto& node : child(sheet, "mergeCells").children()) read_merge(attribute(node, "ref"));
    }

private:
    struct Place {
        std::size_t row = 0, column = 0;
    };

    /// "AB12" -> row 11, column 27.
    static std::optional<Place> parse_place(std::string_view text)
    {
        Place place;
        std::size_t at = 0;
        for (; at < text.size() && at < 4 && text[at] >= 'A' && text[at] <= 'Z'; ++at)
            place.column = place.column * 26 + static_cast<std::size_t>(text[at] - 'A') + 1;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), place.row);
        if (at == 0 || error != std::errc() || end != text.data() + text.size() || place.row == 0) return std::nullopt;
        return Place{place.row - 1, place.column - 1};
    }

    void read_row(const pugi::xml_node& node, std::size_t row)
    {
        std::size_t column = 0;
        for (const auto& cell : node.children()) {
            if (!is(cell, "c")) continue;
            if (const auto place = parse_place(attribute(cell, "r"))) column = place->column;
            tables_.put(row, column, read_cell(cell));
            ++column;
        }
    }

    void read_merge(std::string_view area)
    {
        const auto colon = area.find(':');
        if (colon == std::string_view::npos) return;
        const auto first = parse_place(area.substr(0, colon));
        const auto last = parse_place(area.substr(colon + 1));
        if (!first || !last || last->row < first->row || last->column < first->column) return;
        tables_.merge(first->row, first->column, last->row - first->row + 1, last->column - first->column + 1);
    }

    Cell read_cell(const pugi::xml_node& cell)
    {
        if (const auto formula = child(cell, "f")) return {formula_text(formula), {}, {}};
        const auto type = attribute(cell, "t");
        if (type == "inlineStr") return {text_of(child(cell, "is")), {}, {}};
        const std::string_view value = child(cell, "v").child_value();
        if (value.empty()) return {};
        if (type == "s") return {shared_text(value), {}, {}};
        if (type == "b") return {is_on(value) ? "ИСТИНА" : "ЛОЖЬ", {}, {}};
        if (type == "d")
            if (auto date = iso_cell(value)) return *date;
        if (type.empty() || type == "n") return number_cell(value, number_attribute(cell, "s", 0), book_);
        return {clean_cell(without_escapes(value)), {}, {}};
    }

    std::string shared_text(std::string_view value) const
    {
        std::size_t index = 0;
        std::from_chars(value.data(), value.data() + value.size(), index);
        if (index >= book_.shared.size()) throw Unreadable("file.broken");
        return book_.shared[index];
    }

    /// A formula written once and shared down a column has its text only in the first cell: the others show that one.
    std::string formula_text(const pugi::xml_node& formula)
    {
        std::string text = clean_cell(formula.child_value());
        if (attribute(formula, "t") == "shared") {
            auto& known = formulas_[std::string(attribute(formula, "si"))];
            if (text.empty()) text = known;
            known = text;
        }
        return "=" + text;
    }

    const Book& book_;
    TableBuilder& tables_;
    std::map<std::string, std::string> formulas_;
};

}  // namespace

void read_xlsx(const ZipArchive& zip, const std::string& workbook, TableBuilder& tables)
{
    const XmlPart xml(zip.get(workbook));
    const auto relations = relations_of(zip, workbook);
    Book book;
    for (const auto& [id, relation] : relations) {
        if (relation.kind == "styles") book.formats = read_formats(zip, relation.target);
        if (relation.kind == "sharedStrings") book.shared = read_shared(zip, relation.target);
    }
    if (is_on(attribute(child(xml.root(), "workbookPr"), "date1904"))) book.epoch = Epoch::year_1904;

    for (const auto& sheet : child(xml.root(), "sheets").children()) {
        const auto relation = relations.find(std::string(attribute(sheet, "id")));
        if (relation == relations.end() || relation->second.kind != "worksheet") continue;  // a chart sheet
        const XmlPart part(zip.get(relation->second.target));
        tables.start_table(attribute(sheet, "name"));
        XlsxSheet(book, tables).read(part.root());
    }
}

}  // namespace veche::outside
