#include <charconv>

#include "outside/marked_text.hpp"
#include "outside/ods_styles.hpp"
#include "outside/table_reader.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// ODS is read from content.xml and styles.xml (OpenDocument 1.3, part 3, §9 and §16).
namespace veche::outside {

namespace {

using OdsInk = MarkedText::Ink;

/// Words of a cell with what the styles of the cell, its paragraphs and spans say of them.
class OdsWords {
public:
    OdsWords(const OdsStyles& styles, bool struck) : styles_(styles), struck_(struck) {}

    /// The paragraphs of a cell. A comment on the cell (office:annotation) has paragraphs too, but they are not its text.
    Cell of_cell(const pugi::xml_node& cell)
    {
        bool first = true;
        for (const auto& part : cell.children()) {
            if (!is(part, "p") && !is(part, "h")) continue;
            if (!first) text_.new_line();
            first = false;
            add(part, ink_of(part, "paragraph", struck_ ? OdsInk::struck : OdsInk::plain), 0);
        }
        return text_.cell();
    }

private:
    OdsInk ink_of(const pugi::xml_node& node, std::string_view family, OdsInk around) const
    {
        const auto style = attribute(node, "style-name");
        if (around == OdsInk::hidden || is_on(attribute(node, "is-hidden"))) return OdsInk::hidden;
        if (style.empty()) return around;
        if (styles_.is_hidden(family, style)) return OdsInk::hidden;
        const auto struck = styles_.is_struck(family, style);
        return struck ? (*struck ? OdsInk::struck : OdsInk::plain) : around;
    }

    void add(const pugi::xml_node& node, OdsInk ink, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
                text_.add(part.value(), ink);
            } else if (is(part, "s")) {
                text_.add(std::string(std::min<std::size_t>(number_attribute(part, "c", 1), 1'000), ' '), ink);
            } else if (is(part, "tab")) {
                text_.add(" ", ink);
            } else if (is(part, "line-break")) {
                text_.add("\n", ink);
            } else if (!is(part, "annotation") && !is(part, "note") && !is(part, "ruby-text")) {
                add(part, ink_of(part, "text", ink), depth + 1);
            }
        }
    }

    const OdsStyles& styles_;
    bool struck_;
    MarkedText text_;
};

std::optional<double> parse_double(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Whether the words show the day of the month: where no format can be asked, "май 2021" is no date.
bool names_day(std::string_view words, Day day)
{
    for (std::size_t at = 0; at < words.size();) {
        if (words[at] < '0' || words[at] > '9') {
            ++at;
            continue;
        }
        const auto end = std::min(words.find_first_not_of("0123456789", at), words.size());
        unsigned number = 0;
        std::from_chars(words.data() + at, words.data() + end, number);
        if (number == static_cast<unsigned>(day.day())) return true;
        at = end;
    }
    return false;
}

class OdsSheet {
public:
    OdsSheet(const OdsStyles& styles, TableBuilder& tables) : styles_(styles), tables_(tables) {}

    void read(const pugi::xml_node& sheet)
    {
        read_columns(sheet, false, 0);
        read_rows(sheet, false, 0);
    }

private:
    struct Place {
        std::size_t row, column;
    };
    struct Columns {
        std::size_t end;    // the first after them
        std::string style;  // of cells that name none
    };

    static bool is_out_of_sight(const pugi::xml_node& line)
    {
        const auto visibility = attribute(line, "visibility");
        return visibility == "collapse" || visibility == "filter";
    }

    void read_columns(const pugi::xml_node& node, bool folded, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "table-column")) {
                const auto count = std::max<std::size_t>(number_attribute(part, "number-columns-repeated", 1), 1);
                const std::size_t first = columns_.empty() ? 0 : columns_.back().end;
                if (columns_.size() >= most_columns) throw Unreadable("file.too_large");
                columns_.push_back({first + count, std::string(attribute(part, "default-cell-style-name"))});
                if (folded || is_out_of_sight(part)) tables_.hide_columns(first, count);
            } else if (is(part, "table-columns") || is(part, "table-header-columns") ||
                       is(part, "table-column-group")) {
                read_columns(part, folded || attribute(part, "display") == "false", depth + 1);
            }
        }
    }

    /// Rows stand in the table itself or in groups inside it.
    void read_rows(const pugi::xml_node& node, bool folded, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "table-row")) {
                read_row(part, folded || is_out_of_sight(part));
            } else if (is(part, "table-header-rows") || is(part, "table-rows") || is(part, "table-row-group")) {
                read_rows(part, folded || attribute(part, "display") == "false", depth + 1);
            }
        }
    }

    /// A row or cell may say that it is repeated a million times. Empty ones cost nothing; others stop at the builder's
    /// limit.
    void read_row(const pugi::xml_node& node, bool out_of_sight)
    {
        const std::size_t repeated = std::max<std::size_t>(number_attribute(node, "number-rows-repeated", 1), 1);
        if (out_of_sight) tables_.hide_rows(row_, repeated);
        row_style_ = attribute(node, "default-cell-style-name");
        std::size_t column = 0;
        for (const auto& part : node.children()) {
            const bool covered = is(part, "covered-table-cell");
            if (!covered && !is(part, "table-cell")) continue;
            const std::size_t times = std::max<std::size_t>(number_attribute(part, "number-columns-repeated", 1), 1);
            if (!covered) put(part, {row_, column}, {repeated, times});
            column += times;
        }
        row_ += repeated;
    }

    void put(const pugi::xml_node& node, Place at, Place times)
    {
        tables_.merge(at.row, at.column, number_attribute(node, "number-rows-spanned", 1),
                      number_attribute(node, "number-columns-spanned", 1));
        const Cell cell = read_cell(node, style_of(node, at.column));
        if (cell == Cell{}) return;
        for (std::size_t row = 0; row < times.row; ++row)
            for (std::size_t column = 0; column < times.column; ++column)
                tables_.put(at.row + row, at.column + column, cell);
    }

    std::string_view style_of(const pugi::xml_node& cell, std::size_t column) const
    {
        const auto own = attribute(cell, "style-name");
        if (!own.empty()) return own;
        if (!row_style_.empty()) return row_style_;
        for (const auto& columns : columns_)
            if (column < columns.end) return columns.style;
        return {};
    }

    Cell read_cell(const pugi::xml_node& node, std::string_view style) const
    {
        const bool struck = styles_.is_struck("table-cell", style).value_or(false);
        Cell shown = OdsWords(styles_, struck).of_cell(node);
        if (is_error_value(shown.text)) return shown;  // a nought is stored beside it
        const auto value = value_cell(node, style, shown.text);
        if (value && !value->text.empty()) {
            const bool all = struck || shown.marks.struck;
            shown = *value;
            shown.marks.struck = all;
        }
        const auto formula = attribute(node, "formula");
        if (formula.empty() || !shown.text.empty() || !attribute(node, "value-type").empty()) return shown;
        // "of:=[.A1]+1": the prefix names the formula language.
        const auto equals = formula.find('=');
        shown.text = clean_cell("=" + std::string(formula.substr(equals == std::string_view::npos ? 0 : equals + 1)));
        shown.marks.formula = true;
        return shown;
    }

    /// What the stored value and its format say; nullopt when the words that stand in the cell are all there is to know.
    std::optional<Cell> value_cell(const pugi::xml_node& node, std::string_view style, std::string_view words) const
    {
        static const CellFormat plain;
        const CellFormat* own = styles_.format_of(style);
        const auto& format = own ? *own : plain;
        const auto type = attribute(node, "value-type");
        std::optional<CellMoment> moment;
        if (type == "date") moment = moment_of_iso(attribute(node, "date-value"));
        if (type == "time") moment = moment_of_span(attribute(node, "time-value"));
        if (moment && moment->day && !own && !words.empty() && !names_day(words, *moment->day)) return std::nullopt;
        if (moment) return cleaned(format.show_moment(*moment));
        const bool worded = !words.empty();
        if (type == "string" && !worded) return Cell{clean_cell(attribute(node, "string-value"))};
        if (type == "boolean" && !worded) return Cell{is_on(attribute(node, "boolean-value")) ? "ИСТИНА" : "ЛОЖЬ"};
        const auto number = parse_double(attribute(node, "value"));
        const bool counted = type == "float" || type == "percentage" || type == "currency";
        if (counted && number && (!worded || (own && own->has_meaning())))
            return cleaned(format.show_number(*number, Epoch::year_1900));
        return std::nullopt;
    }

    static Cell cleaned(Cell cell)
    {
        cell.text = clean_cell(cell.text);
        return cell;
    }

    static constexpr std::size_t most_columns = 20'000;

    const OdsStyles& styles_;
    TableBuilder& tables_;
    std::vector<Columns> columns_;
    std::string_view row_style_;
    std::size_t row_ = 0;
};

}  // namespace

void read_ods(const ZipArchive& zip, TableBuilder& tables)
{
    const XmlPart xml(zip.get("content.xml"));
    const OdsStyles styles(zip, xml.root());
    const auto sheets = child(child(xml.root(), "body"), "spreadsheet");
    for (const auto& node : sheets.children()) {
        if (!is(node, "table")) continue;
        tables.start_table(attribute(node, "name"));
        if (styles.is_hidden("table", attribute(node, "style-name"))) tables.hide_table();
        OdsSheet(styles, tables).read(node);
    }
}

}  // namespace veche::outside
