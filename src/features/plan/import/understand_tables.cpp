#include "features/plan/import/understand_tables.hpp"

#include <algorithm>
#include <map>

#include "core/fold.hpp"
#include "core/text.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

constexpr std::size_t rows_asked = 200;

std::size_t filled_cells(const std::vector<outside::Cell>& row)
{
    return std::size_t(std::ranges::count_if(row, [](const auto& cell) { return !trimmed(cell.text).empty(); }));
}

std::size_t width_of_table(const outside::Table& table)
{
    std::size_t width = 0;
    for (const auto& row : table.rows) width = std::max(width, row.size());
    return width;
}

/// A table without a header is shown to the person, who says what the columns are; all its rows count.
Header no_header(const outside::Table& table)
{
    const std::size_t width = width_of_table(table);
    Header header;
    header.last_row = -1;
    header.columns.assign(width, Column::other);
    header.time.assign(width, TimePart::whole);
    header.words.assign(width, "");
    return header;
}

bool has(const Header& header, Column column)
{
    return std::ranges::find(header.columns, column) != header.columns.end();
}

std::string words_over(const Header& header, Column column)
{
    const auto found = std::ranges::find(header.columns, column);
    return found == header.columns.end() ? "" : header.words[std::size_t(found - header.columns.begin())];
}

const std::string& text_at(const std::vector<outside::Cell>& row, std::size_t column)
{
    static const std::string nothing;
    return column < row.size() ? row[column].text : nothing;
}

/// The year that a table says it is of: by its name, the words above it, or all its dates. nullopt: it does not say.
std::optional<int> year_of(const outside::Table& table, const Header& header)
{
    if (const auto year = words::year_in(table.name)) return year;
    if (const auto year = words::year_in(table.heading)) return year;
    for (int row = 0; row < header.first_row; ++row)
        for (const auto& cell : table.rows[std::size_t(row)])
            if (fold(shortened(cell.text, 200)).find("план") != std::string::npos)
                if (const auto year = words::year_in(cell.text)) return year;
    const auto column = std::size_t(std::ranges::find(header.columns, Column::when) - header.columns.begin());
    std::map<int, std::size_t> years;
    std::size_t dated = 0;
    for (std::size_t row = std::size_t(header.last_row + 1); row < table.rows.size() && dated < rows_asked; ++row) {
        const auto& text = text_at(table.rows[row], column);
        if (words::is_dash_or_empty(text)) continue;
        ++dated;
        if (const auto year = words::year_in(text)) ++years[*year];
    }
    if (years.size() == 1 && years.begin()->second * 2 > dated) return years.begin()->first;
    return std::nullopt;
}

/// Whether two headers stand over the same kind of thing: an estimate of costs has a name and a term too.
bool is_same_kind(const Header& plan, const Header& other)
{
    if (has(plan, Column::when) && !has(other, Column::when)) return false;
    if (other.meanings + 2 < plan.meanings) return false;
    const auto ours = words_over(plan, Column::title), theirs = words_over(other, Column::title);
    if (words::squeezed(ours) == words::squeezed(theirs)) return true;
    return words::what_is_named(ours) != words::Named::something_else &&
           words::what_is_named(theirs) != words::Named::something_else;
}

/// The number of the last line above, to see whether the next table counts on.
std::optional<int> last_number(const outside::Table& table, const Header& header)
{
    const auto column = std::size_t(std::ranges::find(header.columns, Column::number) - header.columns.begin());
    for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row)
        if (const auto number = words::parse_number(text_at(*row, column))) return number->value;
    return std::nullopt;
}

/// No header, but rows like those of the table above: a title where titles are, and a time where times are, or the next number.
bool goes_on(const outside::Table& table, const outside::Table& above, const Header& header)
{
    const std::size_t width = width_of_table(table);
    if (width < 2 || width > header.columns.size()) return false;
    const auto at = [&](Column column) {
        return std::size_t(std::ranges::find(header.columns, column) - header.columns.begin());
    };
    std::size_t rows = 0, fitting = 0;
    std::optional<int> first;
    for (std::size_t row = 0; row < table.rows.size() && rows < rows_asked; ++row) {
        const auto& cells = table.rows[row];
        if (filled_cells(cells) < 2) continue;
        ++rows;
        const auto number = words::parse_number(text_at(cells, at(Column::number)));
        if (!first && number) first = number->value;
        const bool title = !words::is_dash_or_empty(text_at(cells, at(Column::title)));
        fitting += title && !language::parse_when(text_at(cells, at(Column::when)), 2001).periods.empty();
    }
    if (rows == 0) return false;
    if (fitting * 2 >= rows && fitting > 0) return true;
    const auto before = last_number(above, header);
    return width == header.columns.size() && first && before && *first == *before + 1;
}

/// A signature or an approval in a table of its own, as documents have it. (Names alone may be a list of telephones.)
bool is_approval(const outside::Table& table)
{
    std::size_t signs = 0, names = 0;
    for (const auto& row : table.rows)
        for (const auto& cell : row) {
            const bool name = words::is_name(cell.text);
            names += name;
            signs += !name && words::is_signature(cell.text);
        }
    const auto rows = filled_rows(table);
    return (signs > 0 && rows <= 10) || (names > 0 && rows <= 2);
}

std::size_t count_filled(const outside::Table& table, std::size_t first)
{
    return std::size_t(std::count_if(table.rows.begin() + std::ptrdiff_t(std::min(first, table.rows.size())),
                                     table.rows.end(), [](const auto& row) { return filled_cells(row) > 0; }));
}

bool has_digit(const std::vector<outside::Cell>& row)
{
    return std::ranges::any_of(row, [](const auto& cell) {
        return std::ranges::any_of(cell.text, [](char letter) { return letter >= '0' && letter <= '9'; });
    });
}

class Finder {
public:
    Finder(const std::vector<outside::Table>& tables, int year) : tables_(tables), year_(year) {}

    PlanTables find(const std::optional<std::vector<Column>>& columns)
    {
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& table = tables_[i];
            headers_.push_back(table.hidden ? std::nullopt : find_header(table));
            const auto said = headers_[i] ? year_of(table, *headers_[i]) : std::nullopt;
            other_year_.push_back(said && *said != year_ ? said : std::nullopt);
        }
        forgive_years();
        const auto best = find_best();
        if (best)
            take_all(*best);
        else
            take_headless(columns);
        name_sections();
        return std::move(found_);
    }

private:
    /// When every plan in the file is of another year, the person has said whose plan it is to be.
    void forgive_years()
    {
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (headers_[i] && !other_year_[i]) return;
        std::ranges::fill(other_year_, std::nullopt);
    }

    std::optional<std::size_t> find_best() const
    {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (headers_[i] && !other_year_[i] && (!best || headers_[i]->meanings > headers_[*best]->meanings))
                best = i;
        return best;
    }

    void take_all(std::size_t best)
    {
        const Header plan = *headers_[best];
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& table = tables_[i];
            const PlanTable* above = found_.tables.empty() ? nullptr : &found_.tables.back();
            if (table.hidden) {
                leave_out(i, "draft.table_hidden");
            } else if (other_year_[i]) {
                leave_out(i, "draft.table_other_year");
            } else if (headers_[i] && is_same_kind(plan, *headers_[i])) {
                if (i == best) found_.first = found_.tables.size();
                found_.tables.push_back({.table = i, .header = *headers_[i]});
            } else if (!headers_[i] && above && goes_on(table, tables_[above->table], above->header)) {
                take_continuation(i, above->header);
            } else if (!is_approval(table)) {
                leave_out(i, "draft.table_left_out");
            }
        }
    }

    void take_continuation(std::size_t table, Header header)
    {
        header.first_row = 0;
        header.last_row = -1;
        found_.tables.push_back({.table = table, .header = std::move(header), .continues = true});
    }

    /// The largest table, for the person to say what its columns are; when they have, those like it come too.
    void take_headless(const std::optional<std::vector<Column>>& columns)
    {
        found_.header_found = false;
        std::optional<std::size_t> largest;
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (!tables_[i].hidden && (!largest || filled_rows(tables_[i]) > filled_rows(tables_[*largest])))
                largest = i;
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& table = tables_[i];
            const bool alike = largest && columns && width_of_table(table) == width_of_table(tables_[*largest]);
            if (table.hidden) {
                leave_out(i, "draft.table_hidden");
            } else if (i == largest || alike) {
                if (i == largest) found_.first = found_.tables.size();
                found_.tables.push_back({.table = i, .header = no_header(table), .continues = i != largest});
            } else if (!is_approval(table)) {
                leave_out(i, "draft.table_left_out");
            }
        }
    }

    void leave_out(std::size_t table, const char* message)
    {
        const auto rows = count_filled(tables_[table], end_of_header(tables_[table]));
        if (rows == 0) return;
        found_.remarks.push_back({message, {{"table", name_of(tables_, table)}, {"rows", std::to_string(rows)}}});
    }

    /// A heading above the table is a section; the name of a sheet is one when there are several and it says something.
    /// What stands above a table alone in its file, or above the first with none above the others, is the plan's own name.
    void name_sections()
    {
        const auto headed = std::ranges::count_if(found_.tables, [&](const PlanTable& one) {
            return !words::section_of_heading(tables_[one.table].heading).empty();
        });
        for (auto& one : found_.tables) {
            const auto& table = tables_[one.table];
            if (headed > 1 || words::heading_is_numbered(table.heading) || one.table != found_.tables.front().table)
                one.section = words::section_of_heading(table.heading);
            one.by_heading = !one.section.empty();
            if (one.by_heading || found_.tables.size() < 2 || words::says_nothing(table.name)) continue;
            one.section = words::section_title(table.name);
        }
    }

    const std::vector<outside::Table>& tables_;
    const int year_;
    std::vector<std::optional<Header>> headers_;
    std::vector<std::optional<int>> other_year_;
    PlanTables found_;
};

}  // namespace

std::string name_of(const std::vector<outside::Table>& tables, std::size_t table)
{
    constexpr std::size_t longest_name = 80;
    const auto& one = tables[table];
    if (!one.name.empty()) return shortened(one_line(one.name), longest_name);
    const auto section = words::section_of_heading(one.heading);
    return section.empty() ? "№ " + std::to_string(table + 1) : shortened(section, longest_name);
}

std::size_t end_of_header(const outside::Table& table)
{
    if (const auto header = find_header(table)) return std::size_t(header->last_row + 1);
    const auto top = std::ranges::find_if(table.rows, [](const auto& row) { return filled_cells(row) > 1; });
    const bool words = top != table.rows.end() && !has_digit(*top) && std::any_of(top, table.rows.end(), has_digit);
    return words ? std::size_t(top - table.rows.begin()) + 1 : 0;
}

std::size_t filled_rows(const outside::Table& table)
{
    return count_filled(table, 0);
}

PlanTables find_plan_tables(const std::vector<outside::Table>& tables, int year,
                            const std::optional<std::vector<Column>>& columns)
{
    return Finder(tables, year).find(columns);
}

}  // namespace veche::plan
