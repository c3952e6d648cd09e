#include <charconv>

#include "outside/table_reader.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// ODS is read from content.xml (OpenDocument 1.3, part 3, §9).
namespace veche::outside {

namespace {

void add_text(const pugi::xml_node& node, std::string& text, int depth)
{
    if (depth > most_depth) throw Unreadable("file.broken");
    for (const auto& part : node.children()) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
            text += part.value();
        } else if (is(part, "s")) {
            text.append(std::min<std::size_t>(number_attribute(part, "c", 1), 1'000), ' ');
        } else if (is(part, "tab")) {
            text += ' ';
        } else if (is(part, "line-break")) {
            text += '\n';
        } else if (!is(part, "annotation") && !is(part, "note") && !is(part, "ruby-text")) {
            add_text(part, text, depth + 1);
        }
    }
}

/// The paragraphs of a cell. A comment on the cell (office:annotation) has paragraphs too, but they are not its text.
std::string paragraphs(const pugi::xml_node& cell)
{
    std::string text;
    for (const auto& part : cell.children()) {
        if (!is(part, "p") && !is(part, "h")) continue;
        if (!text.empty()) text += '\n';
        add_text(part, text, 0);
    }
    return clean_cell(text);
}

/// "2021-07-06" or "2021-07-06T12:00:00".
std::optional<Cell> date_value(std::string_view value)
{
    const auto day = parse_iso_day(value.substr(0, 10));
    if (!day) return std::nullopt;
    unsigned hour = 0;
    unsigned minute = 0;
    if (value.size() >= 16 && value[10] == 'T') {
        std::from_chars(value.data() + 11, value.data() + 13, hour);
        std::from_chars(value.data() + 14, value.data() + 16, minute);
    }
    const int time = hour < 24 && minute < 60 ? static_cast<int>(hour * 60 + minute) : 0;
    return date_cell(*day, time > 0 ? std::optional(time) : std::nullopt);
}

/// "PT12H30M00S".
std::optional<Cell> time_value(std::string_view value)
{
    if (!value.starts_with("PT")) return std::nullopt;
    unsigned hour = 0;
    unsigned minute = 0;
    const char* const end = value.data() + value.size();
    auto read = std::from_chars(value.data() + 2, end, hour);
    if (read.ec != std::errc() || read.ptr == end || *read.ptr != 'H' || hour > 23) return std::nullopt;
    read = std::from_chars(read.ptr + 1, end, minute);
    if (read.ec != std::errc() || minute > 59) return std::nullopt;
    return time_cell(static_cast<int>(hour * 60 + minute));
}

Cell read_cell(const pugi::xml_node& node)
{
    std::string_view formula = attribute(node, "formula");
    if (!formula.empty()) {
        // "of:=[.A1]+1": the prefix names the formula language.
        const auto equals = formula.find('=');
        if (equals != std::string_view::npos) formula.remove_prefix(equals + 1);
        return {clean_cell("=" + std::string(formula)), {}, {}};
    }
    const auto type = attribute(node, "value-type");
    if (type == "date")
        if (auto cell = date_value(attribute(node, "date-value"))) return *cell;
    if (type == "time")
        if (auto cell = time_value(attribute(node, "time-value"))) return *cell;
    return {paragraphs(node), {}, {}};
}

class OdsSheet {
public:
    explicit OdsSheet(TableBuilder& tables) : tables_(tables) {}

    /// Rows stand in the table itself or in groups inside it.
    void read_rows(const pugi::xml_node& node, int depth = 0)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "table-row")) {
                read_row(part);
            } else if (is(part, "table-header-rows") || is(part, "table-rows") || is(part, "table-row-group")) {
                read_rows(part, depth + 1);
            }
        }
    }

private:
    /// A row or cell may say that it is repeated a million times. Empty ones cost nothing; others stop at the builder's
    /// limit.
    void read_row(const pugi::xml_node& node)
    {
        const std::size_t repeated = std::max<std::size_t>(number_attribute(node, "number-rows-repeated", 1), 1);
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

    struct Place {
        std::size_t row, column;
    };

    void put(const pugi::xml_node& node, Place at, Place times)
    {
        tables_.merge(at.row, at.column, number_attribute(node, "number-rows-spanned", 1),
                      number_attribute(node, "number-columns-spanned", 1));
        const Cell cell = read_cell(node);
        if (cell.text.empty()) return;
        for (std::size_t row = 0; row < times.row; ++row)
            for (std::size_t column = 0; column < times.column; ++column)
                tables_.put(at.row + row, at.column + column, cell);
    }

    TableBuilder& tables_;
    std::size_t row_ = 0;
};

}  // namespace

void read_ods(const ZipArchive& zip, TableBuilder& tables)
{
    const XmlPart xml(zip.get("content.xml"));
    const auto sheets = child(child(xml.root(), "body"), "spreadsheet");
    for (const auto& node : sheets.children()) {
        if (!is(node, "table")) continue;
        tables.start_table(attribute(node, "name"));
        OdsSheet(tables).read_rows(node);
    }
}

}  // namespace veche::outside
