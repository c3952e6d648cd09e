#include "app/import/header.hpp"

#include "app/import/table_words.hpp"
#include "core/text.hpp"

namespace veche::app::import {

namespace {

constexpr std::size_t longest_header = 100;        // code points; a longer text is a sentence, not the name of a column
constexpr std::size_t longest_header_cell = 1000;  // bytes; what is longer costs to compare
constexpr std::size_t longest_lower_part = 60;

}  // namespace

std::size_t width_of(const outside::Table& table)
{
    std::size_t width = 0;
    for (const auto& row : table.rows) width = std::max(width, row.size());
    return width;
}

bool is_hidden_column(const outside::Table& table, std::size_t column)
{
    return std::ranges::binary_search(table.hidden_columns, static_cast<int>(column));
}

RowWords words_of(const outside::Table& table, std::size_t row, std::size_t width)
{
    RowWords words(width);
    const auto& cells = table.rows[row];
    for (std::size_t i = 0; i < cells.size() && i < width; ++i) words[i] = one_line(cells[i].text);
    for (const auto& area : table.merges) {
        if (static_cast<std::size_t>(area.row) != row || area.columns < 2 ||
            static_cast<std::size_t>(area.column) >= width)
            continue;
        const std::string over = words[static_cast<std::size_t>(area.column)];
        for (int i = 1; i < area.columns && static_cast<std::size_t>(area.column + i) < width; ++i)
            words[static_cast<std::size_t>(area.column + i)] = over;
    }
    return words;
}

std::size_t rows_of_merges(const outside::Table& table, std::size_t row)
{
    std::size_t rows = 1;
    for (const auto& area : table.merges)
        if (static_cast<std::size_t>(area.row) == row && area.rows <= int(most_header_rows))
            rows = std::max(rows, static_cast<std::size_t>(area.rows));
    return rows;
}

CellsBelow ask_cells(const outside::Table& table, std::size_t first_row, std::size_t column,
                     const std::function<bool(const std::string&)>& fits)
{
    CellsBelow below;
    const std::size_t end = std::min(table.rows.size(), first_row + rows_looked_at);
    for (std::size_t row = first_row; row < end; ++row) {
        if (column >= table.rows[row].size() || is_dash_or_empty(table.rows[row][column].text)) continue;
        ++below.filled;
        below.fitting += fits(table.rows[row][column].text);
    }
    return below;
}

bool may_be_lower_part(const RowWords& lower, const RowWords& upper,
                       const std::function<bool(const std::string& upper)>& is_title)
{
    bool anything = false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (lower[i].empty() || lower[i] == upper[i]) continue;
        if (count_code_points(lower[i]) > longest_lower_part || parse_number(lower[i])) return false;
        // Under the name of the title stands nothing, or its second half: anything else is the title of the first row.
        if (is_title(upper[i]) && !begins_lower(lower[i])) return false;
        anything = true;
    }
    return anything;
}

bool repeats_rows(const std::vector<outside::Cell>& row, const outside::Table& table, int first, int last)
{
    for (int one = first; one <= last; ++one) {
        if (static_cast<std::size_t>(one) >= table.rows.size()) continue;
        const auto& original = table.rows[static_cast<std::size_t>(one)];
        int same = 0;
        bool different = false;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].text.empty()) continue;
            if (row[i].text.size() > longest_header_cell) return false;
            const bool equal = i < original.size() && squeezed(row[i].text) == squeezed(original[i].text);
            if (equal) ++same;
            if (!equal) different = true;
        }
        const bool whole = original.size() < 3 || same >= 2;
        if (same > 0 && !different && whole) return true;
    }
    return false;
}

bool is_column_count(const std::vector<outside::Cell>& row)
{
    int expected = 0;
    for (const auto& cell : row) {
        if (cell.text.empty()) continue;
        const auto number = parse_number(cell.text);
        if (!number || number->parts != 1 || number->value != ++expected) return false;
    }
    return expected >= 3;
}

std::string header_key(std::string_view header)
{
    return count_code_points(header) > longest_header ? std::string() : squeezed(header);
}

std::string joined_words(const std::vector<RowWords>& rows, std::size_t column)
{
    std::string words;
    for (const auto& row : rows)
        if (!row[column].empty() && !words.ends_with(row[column])) words += (words.empty() ? "" : " ") + row[column];
    return words;
}

}  // namespace veche::app::import
