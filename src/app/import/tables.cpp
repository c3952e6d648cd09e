#include "app/import/tables.hpp"

#include "app/import/table_words.hpp"
#include "core/text.hpp"

namespace veche::app::import {

namespace {

bool has_digit(const std::vector<outside::Cell>& row)
{
    return std::ranges::any_of(row, [](const auto& cell) {
        return std::ranges::any_of(cell.text, [](char letter) { return letter >= '0' && letter <= '9'; });
    });
}

}  // namespace

std::string name_of(const std::vector<outside::Table>& tables, std::size_t table)
{
    constexpr std::size_t longest_name = 80;
    const auto& one = tables[table];
    if (!one.name.empty()) return shortened(one_line(one.name), longest_name);
    const auto section = section_of_heading(one.heading);
    return section.empty() ? "№ " + std::to_string(table + 1) : shortened(section, longest_name);
}

std::size_t filled_cells(const std::vector<outside::Cell>& row)
{
    return std::size_t(std::ranges::count_if(row, [](const auto& cell) { return !trimmed(cell.text).empty(); }));
}

std::size_t filled_rows(const outside::Table& table, std::size_t first)
{
    return std::size_t(std::count_if(table.rows.begin() + std::ptrdiff_t(std::min(first, table.rows.size())),
                                     table.rows.end(), [](const auto& row) { return filled_cells(row) > 0; }));
}

std::size_t end_of_other_header(const outside::Table& table)
{
    const auto top = std::ranges::find_if(table.rows, [](const auto& row) { return filled_cells(row) > 1; });
    const bool words = top != table.rows.end() && !has_digit(*top) && std::any_of(top, table.rows.end(), has_digit);
    return words ? std::size_t(top - table.rows.begin()) + 1 : 0;
}

bool is_approval(const outside::Table& table)
{
    std::size_t signs = 0, names = 0;
    for (const auto& row : table.rows)
        for (const auto& cell : row) {
            const bool name = is_name(cell.text);
            names += name;
            signs += !name && is_signature(cell.text);
        }
    const auto rows = filled_rows(table);
    return (signs > 0 && rows <= 10) || (names > 0 && rows <= 2);
}

std::vector<outside::Table> without_hidden_words(std::vector<outside::Table> tables,
                                                 const std::function<std::size_t(const outside::Table&)>& below)
{
    for (auto& table : tables) {
        if (!table.hidden) continue;
        const std::size_t first = below(table);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (auto& cell : table.rows[row])
                if (!cell.text.empty()) cell = {.text = row < first ? "" : "…"};
        table.heading.clear();
    }
    return tables;
}

}  // namespace veche::app::import
