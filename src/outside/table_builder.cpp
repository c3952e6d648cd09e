#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t most_merges = 50'000;

void empty_covered(Table& table, const Merge& area)
{
    const auto last_row = std::min<std::size_t>(table.rows.size(), static_cast<std::size_t>(area.row + area.rows));
    for (auto row = static_cast<std::size_t>(area.row); row < last_row; ++row) {
        auto& cells = table.rows[row];
        const auto last = std::min<std::size_t>(cells.size(), static_cast<std::size_t>(area.column + area.columns));
        for (auto column = static_cast<std::size_t>(area.column); column < last; ++column)
            if (row != static_cast<std::size_t>(area.row) || column != static_cast<std::size_t>(area.column))
                cells[column] = {};
    }
}

}  // namespace

void TableBuilder::start_table(std::string_view name)
{
    close_table();
    tables_.push_back({shortened(clean_cell(name), 100), {}, {}});
}

void TableBuilder::put(std::size_t row, std::size_t column, Cell cell)
{
    if (cell.text.empty()) return;
    if (rows_before_ + row >= limits_.rows) throw Unreadable("file.too_many_rows", {{"most", limits_.rows}});
    if (column >= limits_.columns) throw Unreadable("file.too_many_columns", {{"most", limits_.columns}});
    if (cell.text.size() > limits_.cell_bytes) throw Unreadable("file.long_cell", {{"most", limits_.cell_bytes / 2}});
    bytes_ += cell.text.size();
    if (++cells_ > limits_.cells || bytes_ > limits_.text_bytes) throw Unreadable("file.too_large");
    auto& rows = tables_.back().rows;
    if (rows.size() <= row) rows.resize(row + 1);
    if (rows[row].size() <= column) rows[row].resize(column + 1);
    rows[row][column] = std::move(cell);
}

void TableBuilder::merge(std::size_t row, std::size_t column, std::size_t rows, std::size_t columns)
{
    if (row >= limits_.rows || column >= limits_.columns || rows * columns <= 1) return;
    auto& merges = tables_.back().merges;
    if (merges.size() >= most_merges) throw Unreadable("file.too_large");
    merges.push_back({static_cast<int>(row), static_cast<int>(column), static_cast<int>(std::min(rows, limits_.rows)),
                      static_cast<int>(std::min(columns, limits_.columns))});
}

void TableBuilder::close_table()
{
    if (tables_.empty()) return;
    Table& table = tables_.back();
    for (const auto& area : table.merges) empty_covered(table, area);
    for (auto& row : table.rows)
        while (!row.empty() && row.back().text.empty()) row.pop_back();
    while (!table.rows.empty() && table.rows.back().empty()) table.rows.pop_back();
    std::erase_if(table.merges,
                  [&](const Merge& area) { return static_cast<std::size_t>(area.row) >= table.rows.size(); });
    if (table.rows.empty()) {
        tables_.pop_back();
    } else {
        rows_before_ += table.rows.size();
    }
}

std::vector<Table> TableBuilder::finish()
{
    close_table();
    return std::exchange(tables_, {});
}

std::string clean_cell(std::string_view raw)
{
    std::string text;
    text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        const auto byte = static_cast<unsigned char>(raw[at]);
        if (byte == '\r') {
            if (at + 1 >= raw.size() || raw[at + 1] != '\n') text += '\n';
        } else {
            text += (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ? ' ' : raw[at];
        }
    }
    if (!is_clean_utf8(text)) throw Unreadable("file.broken");
    return std::string(trimmed(text));
}

Cell time_cell(int minute)
{
    return {fmt::format("{:02}:{:02}", minute / 60, minute % 60), std::nullopt, minute};
}

Cell date_cell(Day day, std::optional<int> minute)
{
    std::string text = fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(day.day()),
                                   static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
    if (minute) text += " " + time_cell(*minute).text;
    return {std::move(text), day, minute};
}

}  // namespace veche::outside
