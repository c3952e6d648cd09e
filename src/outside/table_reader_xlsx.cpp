#include <charconv>
#include <map>

#include "core/whole.hpp"
#include "outside/table_reader.hpp"
#include "outside/xlsx_book.hpp"
#include "outside/xml_part.hpp"

// XLSX is read from its parts (ECMA-376 part 1, §18) rather than by liborcus: its import gives dates as bare numbers.
namespace veche::outside {

namespace {

Cell struck_cell(Cell cell, bool struck)
{
    cell.marks.struck = struck && !cell.text.empty();
    return cell;
}

/// Reads the rows of one sheet; shared formulas need what came before.
class XlsxSheet {
public:
    XlsxSheet(const XlsxBook& book, TableBuilder& tables) : book_(book), tables_(tables) {}

    void read(const pugi::xml_node& sheet)
    {
        read_columns(child(sheet, "cols"));
        std::size_t row = 0;
        for (const auto& node : child(sheet, "sheetData").children()) {
            if (!is(node, "row")) continue;
            row = number_attribute(node, "r", row + 1);
            if (row == 0) throw Unreadable("file.broken");
            if (is_hidden_line(node, "ht")) tables_.hide_rows(row - 1, 1);
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
        const auto row = parse_whole<std::size_t>(text.substr(at), 1);
        if (at == 0 || !row) return std::nullopt;
        return Place{*row - 1, place.column - 1};
    }

    /// Hidden by hand, by a filter or a folded outline; or drawn so narrow that nothing of it is left.
    static bool is_hidden_line(const pugi::xml_node& node, std::string_view size)
    {
        const auto drawn = attribute(node, size);
        return is_on(attribute(node, "hidden")) ||
               (!drawn.empty() && drawn.find_first_not_of("0.") == std::string_view::npos);
    }

    void read_columns(const pugi::xml_node& columns)
    {
        for (const auto& node : columns.children()) {
            const std::size_t first = number_attribute(node, "min", 0), last = number_attribute(node, "max", 0);
            if (is(node, "col") && first > 0 && last >= first && is_hidden_line(node, "width"))
                tables_.hide_columns(first - 1, last - first + 1);
        }
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
        const std::size_t number = number_attribute(cell, "s", 0);
        const XlsxStyle& style = number < book_.styles.size() ? book_.styles[number] : plain_;
        const auto formula = child(cell, "f");
        const auto type = attribute(cell, "t");
        const auto stored = child(cell, "v");
        const std::string_view value = stored.child_value();
        // Every formula's text is looked at, because others may share it.
        std::string formula_words = formula ? formula_text(formula) : "";
        const bool computed = (type == "str" && stored) || (type == "inlineStr" && child(cell, "is")) ||
                              (!value.empty() && !(book_.computed_at_opening && value == "0"));
        if (formula && !computed) {
            Cell shown = struck_cell({std::move(formula_words)}, style.struck);
            shown.marks.formula = true;
            return shown;
        }
        if (type == "inlineStr") return text_cell(XlsxText(child(cell, "is")), style);
        if (value.empty()) return {};
        if (type == "s") return text_cell(shared_text(value), style);
        return struck_cell(value_cell(value, type, style.format), style.struck);
    }

    Cell value_cell(std::string_view value, std::string_view type, const CellFormat& format) const
    {
        if (type == "b") return {is_on(value) ? "ИСТИНА" : "ЛОЖЬ"};
        if (type == "e") return {.text = clean_cell(value), .marks = {.formula = true}};
        if (type == "d")
            if (const auto moment = moment_of_iso(value)) return format.show_moment(*moment);
        if (type == "str") return format.show_text(clean_cell(without_xlsx_escapes(value)));
        if (!type.empty() && type != "n") return {clean_cell(without_xlsx_escapes(value))};
        double number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size()) return {clean_cell(value)};
        Cell cell = format.show_number(number, book_.epoch);
        cell.text = clean_cell(cell.text);
        return cell;
    }

    static Cell text_cell(const XlsxText& text, const XlsxStyle& style)
    {
        Cell cell = text.cell(style.struck);
        if (!text.is_plain()) return cell;
        Cell shown = style.format.show_text(cell.text);
        cell.text = clean_cell(shown.text);
        cell.marks.hidden_part = shown.marks.hidden_part;
        return cell;
    }

    const XlsxText& shared_text(std::string_view value) const
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

    const XlsxBook& book_;
    const XlsxStyle plain_;
    TableBuilder& tables_;
    std::map<std::string, std::string> formulas_;
};

}  // namespace

void read_xlsx(const ZipArchive& zip, const std::string& workbook, TableBuilder& tables)
{
    const XmlPart xml(zip.get(workbook));
    const auto relations = relations_of(zip, workbook);
    const XlsxBook book = read_xlsx_book(zip, xml.root(), relations);
    for (const auto& sheet : child(xml.root(), "sheets").children()) {
        const auto relation = relations.find(std::string(attribute(sheet, "id")));
        if (relation == relations.end() || relation->second.kind != "worksheet") continue;  // a chart sheet
        const XmlPart part(zip.get(relation->second.target));
        tables.start_table(attribute(sheet, "name"));
        const auto state = attribute(sheet, "state");
        if (state == "hidden" || state == "veryHidden") tables.hide_table();
        XlsxSheet(book, tables).read(part.root());
    }
}

}  // namespace veche::outside
