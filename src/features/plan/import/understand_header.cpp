#include "features/plan/import/understand_header.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "features/plan/import/understand_cells.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

constexpr std::size_t rows_looked_at = 200;
constexpr int most_header_rows = 3;
constexpr std::size_t longest_header_cell = 1000;  // bytes; a longer text is no name of a column, and costs to compare

using Words = std::vector<std::string>;

bool is_hidden_column(const outside::Table& table, std::size_t column)
{
    return std::ranges::binary_search(table.hidden_columns, static_cast<int>(column));
}

std::size_t width_of(const outside::Table& table)
{
    std::size_t width = 0;
    for (const auto& row : table.rows) width = std::max(width, row.size());
    return width;
}

/// The words of a row; a cell merged over several columns stands over each of them ("Проведение" over "Дата" and
/// "Место").
Words words_of(const outside::Table& table, std::size_t row, std::size_t width)
{
    Words words(width);
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

/// The lower word says more than the one above it, unless it says nothing.
words::Meaning meaning_of(const std::vector<Words>& rows, std::size_t column)
{
    words::Meaning found;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const auto meaning = words::meaning_of((*row)[column]);
        if (meaning.column == Column::other && !meaning.perhaps) continue;
        if (found.column == Column::other || (!found.certain && meaning.certain)) found = meaning;
    }
    return found;
}

/// One column for each meaning; those that may be several (time in two columns, two of responsible) stay. What the office
/// shows goes before what it has hidden.
void keep_one_of_each(const outside::Table& table, std::vector<Column>& columns,
                      const std::vector<words::Meaning>& meanings)
{
    const auto rank = [&](std::size_t column) {
        return (is_hidden_column(table, column) ? 0 : 2) + (meanings[column].certain ? 1 : 0);
    };
    for (const Column single :
         {Column::number, Column::title, Column::place, Column::audience, Column::kind, Column::age}) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i] == single && (!best || rank(i) > rank(*best))) best = i;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i] == single && i != *best) columns[i] = Column::other;
    }
}

/// "Дата и место проведения" where no other column has the time.
void use_second_meanings(std::vector<Column>& columns, const std::vector<words::Meaning>& meanings)
{
    if (std::count(columns.begin(), columns.end(), Column::when) > 0) return;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (meanings[i].also != Column::when || columns[i] == Column::title) continue;
        columns[i] = Column::when;
        return;
    }
}

/// What the cells below the header say of a column whose name leaves it open.
void ask_cells(const outside::Table& table, std::size_t first_row, std::vector<words::Meaning>& meanings)
{
    for (std::size_t column = 0; column < meanings.size(); ++column) {
        auto& meaning = meanings[column];
        if (!meaning.perhaps) continue;
        std::size_t filled = 0, fitting = 0;
        const std::size_t end = std::min(table.rows.size(), first_row + rows_looked_at);
        for (std::size_t row = first_row; row < end; ++row) {
            if (column >= table.rows[row].size() || words::is_dash_or_empty(table.rows[row][column].text)) continue;
            const auto& text = table.rows[row][column].text;
            ++filled;
            fitting += meaning.perhaps == Column::age
                           ? cells::parse_age(text).has_value()
                           : parse_kind_word(text).has_value() && one_line(text).find(' ') == std::string::npos;
        }
        if (fitting * 2 > filled) meaning = {*meaning.perhaps, std::nullopt, true, std::nullopt};
    }
}

/// "Срок" over "с" and "по", and "с" and "по" alone: words too short to mean anything anywhere else.
void join_from_to(const std::vector<Words>& rows, std::vector<words::Meaning>& meanings)
{
    const auto& lowest = rows.back();
    for (std::size_t i = 0; i + 1 < lowest.size(); ++i) {
        const auto from = words::squeezed(lowest[i]), to = words::squeezed(lowest[i + 1]);
        if ((from != "с" && from != "от") || (to != "по" && to != "до")) continue;
        const bool over_time = meanings[i].column == Column::when;
        const bool over_nothing = rows.size() == 1 || (rows.front()[i].empty() && rows.front()[i + 1].empty());
        if (!over_time && !over_nothing) continue;
        for (const auto column : {i, i + 1}) meanings[column] = {Column::when, std::nullopt, true, std::nullopt};
    }
}

Header read_header(const outside::Table& table, const std::vector<Words>& rows, std::size_t first_row)
{
    Header header;
    header.first_row = static_cast<int>(first_row);
    header.last_row = static_cast<int>(first_row + rows.size() - 1);
    std::vector<words::Meaning> meanings;
    for (std::size_t i = 0; i < rows.front().size(); ++i) meanings.push_back(meaning_of(rows, i));
    join_from_to(rows, meanings);
    ask_cells(table, first_row + rows.size(), meanings);
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
        header.columns.push_back(meanings[i].column);
        // "Возраст" over what are no marks is nobody's column: it is said, not lost.
        if (meanings[i].column == Column::other && meanings[i].perhaps == Column::age) header.left_out.push_back(i);
        std::string words;
        for (const auto& row : rows)
            if (!row[i].empty() && !words.ends_with(row[i])) words += (words.empty() ? "" : " ") + row[i];
        header.words.push_back(std::move(words));
    }
    use_second_meanings(header.columns, meanings);
    keep_one_of_each(table, header.columns, meanings);
    tell_times(table, header);
    std::set<Column> different(header.columns.begin(), header.columns.end());
    // Kind and age alone make no plan of a table.
    for (const Column aside : {Column::other, Column::kind, Column::age}) different.erase(aside);
    header.meanings = static_cast<int>(different.size());
    const bool enough = different.contains(Column::title) && (different.contains(Column::when) || header.meanings >= 3);
    if (!enough) header.meanings = 0;
    return header;
}

/// A row can be the lower part of a header only if nothing in it looks like a line: every word in it names a column, or
/// stands under a cell that is merged over several columns.
bool may_be_lower_part(const Words& lower, const Words& upper)
{
    bool anything = false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (lower[i].empty() || lower[i] == upper[i]) continue;
        if (count_code_points(lower[i]) > 60 || words::parse_number(lower[i])) return false;
        // Under the name of the title stands nothing, or its second half: anything else is the title of the first line.
        if (words::meaning_of(upper[i]).column == Column::title && !words::begins_lower(lower[i])) return false;
        anything = true;
    }
    return anything;
}

/// How many columns are the start or the end of a time.
std::size_t parts_of_time(const Header& header)
{
    std::size_t parts = 0;
    for (std::size_t i = 0; i < header.columns.size(); ++i)
        parts += header.columns[i] == Column::when && header.time[i] != TimePart::whole;
    return parts;
}

std::size_t rows_of_merges(const outside::Table& table, std::size_t row)
{
    std::size_t rows = 1;
    for (const auto& area : table.merges)
        if (static_cast<std::size_t>(area.row) == row && area.rows <= most_header_rows)
            rows = std::max(rows, static_cast<std::size_t>(area.rows));
    return rows;
}

}  // namespace

std::optional<Header> find_header(const outside::Table& table)
{
    const std::size_t width = width_of(table);
    std::optional<Header> best;
    const std::size_t rows = std::min(table.rows.size(), rows_looked_at);
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<Words> parts{words_of(table, row, width)};
        Header header = read_header(table, parts, row);
        const std::size_t merged = rows_of_merges(table, row);
        for (std::size_t next = row + 1; next < std::min(rows, row + most_header_rows); ++next) {
            Words lower = words_of(table, next, width);
            if (!may_be_lower_part(lower, parts.back())) break;
            parts.push_back(std::move(lower));
            Header taller = read_header(table, parts, row);
            const bool as_good = taller.meanings == header.meanings && header.meanings > 0;
            if (taller.meanings > header.meanings ||
                (as_good && (next < row + merged || parts_of_time(taller) > parts_of_time(header))))
                header = std::move(taller);
        }
        // Cells merged over the next row belong to the header even when that row has no words of its own.
        if (header.meanings > 0) header.last_row = std::max(header.last_row, static_cast<int>(row + merged - 1));
        if (header.meanings == 0) continue;
        // The name of the plan above its header is no part of it.
        const bool narrower = best && header.meanings == best->meanings && header.first_row <= best->last_row &&
                              parts_of_time(header) == parts_of_time(*best);
        if (!best || header.meanings > best->meanings || narrower) best = std::move(header);
    }
    return best;
}

bool repeats_header(const std::vector<outside::Cell>& row, const Header& header, const outside::Table& table)
{
    for (int first = header.first_row; first <= header.last_row; ++first) {
        if (static_cast<std::size_t>(first) >= table.rows.size()) continue;
        const auto& original = table.rows[static_cast<std::size_t>(first)];
        int same = 0;
        bool different = false;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].text.empty()) continue;
            if (row[i].text.size() > longest_header_cell) return false;
            const bool equal = i < original.size() && words::squeezed(row[i].text) == words::squeezed(original[i].text);
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
        const auto number = words::parse_number(cell.text);
        if (!number || number->parts != 1 || number->value != ++expected) return false;
    }
    return expected >= 3;
}

}  // namespace veche::plan
