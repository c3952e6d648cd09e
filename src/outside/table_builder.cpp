#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t most_merges = 50'000;
constexpr std::size_t most_ranges = 50'000;
constexpr std::size_t columns_of_formats = 16'384;  // of Excel and LibreOffice
constexpr std::size_t heading_bytes = 4'000;
// Up to here a table keeps its empty columns; beyond it stands a sheet somebody wrote a remark far at the side of.
constexpr std::size_t narrow = 64;

bool is_blank(const Cell& cell)
{
    return cell.text.empty() && cell.marks == CellMarks{};
}

/// U+FFFE, U+FFFF, U+1FFFE … and U+FDD0..U+FDEF: how many bytes this one takes at `at`, 0 when it is a character.
std::size_t noncharacter_at(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    if (byte(0) == 0xEF && byte(1) == 0xBF && (byte(2) == 0xBE || byte(2) == 0xBF)) return 3;
    if (byte(0) == 0xEF && byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF) return 3;
    if (byte(0) >= 0xF0 && byte(0) <= 0xF4 && (byte(1) & 0xCF) == 0x8F && byte(2) == 0xBF && byte(3) >= 0xBE &&
        byte(3) <= 0xBF)
        return 4;
    return 0;
}

/// Where a column is among those that stay; for one that goes, where the next one is.
std::size_t place_of(std::size_t column, const std::vector<std::size_t>& columns)
{
    return static_cast<std::size_t>(std::ranges::lower_bound(columns, column) - columns.begin());
}

/// Merged areas after columns without a word were left out.
void move_areas(Table& table, const std::vector<std::size_t>& columns)
{
    for (auto& area : table.merges) {
        const auto first = static_cast<std::size_t>(area.column);
        const auto end = place_of(first + static_cast<std::size_t>(area.columns), columns);
        area.column = static_cast<int>(place_of(first, columns));
        area.columns = static_cast<int>(end) - area.column;
    }
    std::erase_if(table.merges, [](const Merge& area) { return area.columns < 1 || area.rows * area.columns == 1; });
}

/// The numbers of all that lies in the ranges, after `place` has moved their ends.
template <class Ranges, class Place>
std::vector<int> numbers_of(const Ranges& ranges, const Place& place)
{
    std::set<int> numbers;
    for (const auto& range : ranges)
        for (auto at = place(range.first); at < place(range.first + range.count); ++at)
            numbers.insert(static_cast<int>(at));
    return {numbers.begin(), numbers.end()};
}

}  // namespace

void TableBuilder::start_table(std::string_view name)
{
    close_table();
    tables_.emplace_back();
    tables_.back().name = shortened(clean_cell(name), 100);
}

/// What stands nearest above the table matters, so a long text loses its beginning.
void TableBuilder::set_heading(std::string heading)
{
    while (heading.size() > heading_bytes) {
        const auto end = heading.find('\n');
        heading = end == std::string::npos ? shortened(heading, heading_bytes / 4) : heading.substr(end + 1);
    }
    bytes_ += heading.size();
    tables_.back().heading = std::move(heading);
}

void TableBuilder::hide_table()
{
    tables_.back().hidden = true;
}

void TableBuilder::hide_rows(std::size_t first, std::size_t count)
{
    if (hidden_rows_.size() >= most_ranges) throw Unreadable("file.too_large");
    if (first < limits_.rows) hidden_rows_.push_back({first, std::min(count, limits_.rows)});
}

void TableBuilder::hide_columns(std::size_t first, std::size_t count)
{
    if (hidden_columns_.size() >= most_ranges) throw Unreadable("file.too_large");
    if (first < columns_of_formats) hidden_columns_.push_back({first, std::min(count, columns_of_formats)});
}

bool is_error_value(std::string_view text)
{
    static const std::set<std::string_view> known{
        "#NULL!",        "#DIV/0!",    "#VALUE!",   "#REF!",    "#NAME?",    "#NUM!",     "#N/A",
        "#GETTING_DATA", "#SPILL!",    "#CALC!",    "#FIELD!",  "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
        "#BUSY!",        "#EXTERNAL!", "#ПУСТО!",   "#ДЕЛ/0!",  "#ЗНАЧ!",    "#ССЫЛКА!",  "#ИМЯ?",
        "#ЧИСЛО!",       "#Н/Д",       "#ПЕРЕНОС!", "#ВЫЧИСЛ!", "#ПОЛЕ!",    "#ИМЯ!",     "#NAME!"};
    text = trimmed(text);
    if (known.contains(text)) return true;
    for (const std::string_view start : {"Err:", "Ошибка:", "Ош:"})
        if (text.size() == start.size() + 3 && text.starts_with(start))
            return text.find_first_not_of("0123456789", start.size()) == text.npos;
    return text.size() >= 3 && text.find_first_not_of('#') == text.npos;  // a column too narrow for its date
}

void TableBuilder::put(std::size_t row, std::size_t column, Cell cell)
{
    if (is_blank(cell)) return;
    if (is_error_value(cell.text)) cell.marks.formula = true;
    if (rows_before_ + row >= limits_.rows) throw Unreadable("file.too_many_rows", {{"most", limits_.rows}});
    if (column >= columns_of_formats) throw Unreadable("file.too_many_columns", {{"most", limits_.columns}});
    if (cell.text.size() > limits_.cell_bytes) throw Unreadable("file.long_cell", {{"most", limits_.cell_bytes / 2}});
    bytes_ += cell.text.size();
    if (++cells_ > limits_.cells || bytes_ > limits_.text_bytes) throw Unreadable("file.too_large");
    if (rows_.size() <= row) rows_.resize(row + 1);
    rows_[row].emplace_back(column, std::move(cell));
}

void TableBuilder::merge(std::size_t row, std::size_t column, std::size_t rows, std::size_t columns)
{
    if (row >= limits_.rows || column >= columns_of_formats || rows * columns <= 1) return;
    auto& merges = tables_.back().merges;
    if (merges.size() >= most_merges) throw Unreadable("file.too_large");
    merges.push_back({static_cast<int>(row), static_cast<int>(column), static_cast<int>(std::min(rows, limits_.rows)),
                      static_cast<int>(std::min(columns, columns_of_formats))});
}

void TableBuilder::empty_covered()
{
    for (const auto& area : tables_.back().merges) {
        const auto first_row = static_cast<std::size_t>(area.row), first = static_cast<std::size_t>(area.column);
        const auto last_row = std::min(rows_.size(), first_row + static_cast<std::size_t>(area.rows));
        for (auto row = first_row; row < last_row; ++row)
            std::erase_if(rows_[row], [&](const auto& put) {
                const bool corner = row == first_row && put.first == first;
                return !corner && put.first >= first && put.first < first + static_cast<std::size_t>(area.columns);
            });
    }
}

/// The columns that stay, in order: all up to the last with a word, or in a wide table only those with one.
std::vector<std::size_t> TableBuilder::used_columns() const
{
    std::set<std::size_t> with_words;
    for (const auto& row : rows_)
        for (const auto& put : row) with_words.insert(put.first);
    if (with_words.empty()) return {};
    if (with_words.size() > limits_.columns) throw Unreadable("file.too_many_columns", {{"most", limits_.columns}});
    std::vector<std::size_t> columns;
    const std::size_t width = *with_words.rbegin() + 1;
    if (width > narrow || width > limits_.columns) return {with_words.begin(), with_words.end()};
    for (std::size_t column = 0; column < width; ++column) columns.push_back(column);
    return columns;
}

void TableBuilder::fill_rows(const std::vector<std::size_t>& columns)
{
    Table& table = tables_.back();
    table.rows.resize(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        std::size_t width = 0;
        for (const auto& put : rows_[row]) width = std::max(width, place_of(put.first, columns) + 1);
        if ((places_ += width) > limits_.places) throw Unreadable("file.too_large");
        table.rows[row].resize(width);
        for (auto& [column, cell] : rows_[row]) table.rows[row][place_of(column, columns)] = std::move(cell);
        rows_[row] = {};
    }
    std::erase_if(table.merges, [&](const Merge& area) { return static_cast<std::size_t>(area.row) >= rows_.size(); });
    if (columns.back() + 1 > columns.size()) move_areas(table, columns);
    table.hidden_rows = numbers_of(hidden_rows_, [&](std::size_t row) { return std::min(row, rows_.size()); });
    table.hidden_columns = numbers_of(hidden_columns_, [&](std::size_t column) { return place_of(column, columns); });
}

void TableBuilder::close_table()
{
    if (tables_.empty()) return;
    empty_covered();
    while (!rows_.empty() && rows_.back().empty()) rows_.pop_back();
    if (rows_.empty()) {
        tables_.pop_back();
    } else {
        fill_rows(used_columns());
        rows_before_ += rows_.size();
    }
    rows_.clear();
    hidden_rows_.clear();
    hidden_columns_.clear();
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
        if (const auto length = noncharacter_at(raw, at)) {
            text += ' ';
            at += length - 1;
        } else if (byte == '\r') {
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
