#include "features/plan/import/understand_tables.hpp"

#include <algorithm>
#include <map>

#include "core/fold.hpp"
#include "core/text.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

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
    const auto column = header.place_of(Column::when);
    std::map<int, std::size_t> years;
    std::size_t dated = 0;
    for (std::size_t row = std::size_t(header.last_row + 1);
         row < table.rows.size() && dated < app::import::rows_looked_at; ++row) {
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
    if (plan.has(Column::when) && !other.has(Column::when)) return false;
    if (other.meanings + 2 < plan.meanings) return false;
    const auto ours = plan.words_over(Column::title), theirs = other.words_over(Column::title);
    if (words::squeezed(ours) == words::squeezed(theirs)) return true;
    return words::what_is_named(ours) != words::Named::something_else &&
           words::what_is_named(theirs) != words::Named::something_else;
}

/// The number of the last line above, to see whether the next table counts on.
std::optional<int> last_number(const outside::Table& table, const Header& header)
{
    const auto column = header.place_of(Column::number);
    for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row)
        if (const auto number = words::parse_number(text_at(*row, column))) return number->value;
    return std::nullopt;
}

/// No header, but rows like those of the table above: a title where titles are, and a time where times are, or the next number.
bool goes_on(const outside::Table& table, const outside::Table& above, const Header& header)
{
    const std::size_t width = app::import::width_of(table);
    if (width < 2 || width > header.columns.size()) return false;
    std::size_t rows = 0, fitting = 0;
    std::optional<int> first;
    for (std::size_t row = 0; row < table.rows.size() && rows < app::import::rows_looked_at; ++row) {
        const auto& cells = table.rows[row];
        if (app::import::filled_cells(cells) < 2) continue;
        ++rows;
        const auto number = words::parse_number(text_at(cells, header.place_of(Column::number)));
        if (!first && number) first = number->value;
        const bool title = !words::is_dash_or_empty(text_at(cells, header.place_of(Column::title)));
        fitting += title && !language::parse_when(text_at(cells, header.place_of(Column::when)), 2001).periods.empty();
    }
    if (rows == 0) return false;
    if (fitting * 2 >= rows && fitting > 0) return true;
    const auto before = last_number(above, header);
    return width == header.columns.size() && first && before && *first == *before + 1;
}

app::import::TableRules<Header> table_rules(int year)
{
    const auto is_of_another_year = [year](const outside::Table& table, const Header& header) {
        const auto said = year_of(table, header);
        return said && *said != year;
    };
    return {.header = header_rules(),
            .is_same_kind = is_same_kind,
            .goes_on = goes_on,
            .is_anothers = is_of_another_year,
            .anothers = "draft.table_other_year",
            .left_out = "draft.table_left_out"};
}

/// A heading above the table is a section; the name of a sheet is one when there are several and it says something.
/// What stands above a table alone in its file, or above the first with none above the others, is the plan's own name.
void name_sections(const std::vector<outside::Table>& tables, std::vector<PlanTable>& plan)
{
    const auto headed = std::ranges::count_if(
        plan, [&](const PlanTable& one) { return !words::section_of_heading(tables[one.table].heading).empty(); });
    for (auto& one : plan) {
        const auto& table = tables[one.table];
        if (headed > 1 || words::heading_is_numbered(table.heading) || one.table != plan.front().table)
            one.section = words::section_of_heading(table.heading);
        one.by_heading = !one.section.empty();
        if (one.by_heading || plan.size() < 2 || words::says_nothing(table.name)) continue;
        one.section = words::section_title(table.name);
    }
}

}  // namespace

std::size_t end_of_header(const outside::Table& table)
{
    return app::import::end_of_header(table, header_rules());
}

PlanTables find_plan_tables(const std::vector<outside::Table>& tables, int year,
                            const std::optional<std::vector<Column>>& columns)
{
    const auto rules = table_rules(year);
    auto found = app::import::TableFinder<Header>(tables, rules).find(columns.has_value());
    PlanTables plan{
        .tables = {}, .first = found.first, .header_found = found.header_found, .remarks = std::move(found.remarks)};
    for (auto& one : found.tables) {
        one.header.time.resize(one.header.columns.size(), TimePart::whole);
        plan.tables.push_back({.table = one.table, .header = std::move(one.header), .continues = one.continues});
    }
    name_sections(tables, plan.tables);
    return plan;
}

}  // namespace veche::plan
