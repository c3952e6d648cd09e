#include "outside/table_wire.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t most_tables = 1'000;
constexpr std::size_t most_areas = 200'000;  // merged ones of a table
constexpr std::size_t most_hidden_columns = 16'384;
constexpr std::int64_t largest_number = 10'000'000;
constexpr std::string_view wire_start = "tables ";

constexpr std::int64_t first_day = day_number(Day(std::chrono::year(1900) / 1 / 1));
constexpr std::int64_t last_day = day_number(Day(std::chrono::year(2199) / 12 / 31));

struct CellSign {
    static constexpr std::int64_t day = 1, minute = 2, struck = 4, struck_part = 8, hidden_part = 16, formula = 32,
                                  gap = 64;
};

std::int64_t signs_of(const Cell& cell)
{
    const auto& marks = cell.marks;
    return (cell.date ? CellSign::day : 0) | (cell.minute ? CellSign::minute : 0) |
           (marks.struck ? CellSign::struck : 0) | (marks.struck_part ? CellSign::struck_part : 0) |
           (marks.hidden_part ? CellSign::hidden_part : 0) | (marks.formula ? CellSign::formula : 0);
}

class WireWriter {
public:
    std::string wire{wire_start};

    void number(std::int64_t value)
    {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        wire.append(digits, end);
        wire += ' ';
    }

    void text(const std::string& value)
    {
        number(static_cast<std::int64_t>(value.size()));
        wire.back() = ':';
        wire += value;
    }

    void numbers(const std::vector<int>& values)
    {
        number(static_cast<std::int64_t>(values.size()));
        for (const int value : values) number(value);
    }

    void row(const std::vector<Cell>& cells)
    {
        number(static_cast<std::int64_t>(cells.size()));
        for (std::size_t at = 0; at < cells.size();) {
            std::size_t empty = at;
            while (empty < cells.size() && cells[empty] == Cell{}) ++empty;
            if (empty > at) {
                number(CellSign::gap);
                number(static_cast<std::int64_t>(empty - at));
                at = empty;
                continue;
            }
            const Cell& cell = cells[at++];
            number(signs_of(cell));
            text(cell.text);
            if (cell.date) number(day_number(*cell.date) - first_day);
            if (cell.minute) number(*cell.minute);
        }
    }
};

/// Goes over the wire once. The first thing that is wrong makes everything after it wrong.
class WireReader {
public:
    WireReader(std::string_view wire, const TableLimits& limits) : wire_(wire), limits_(limits) {}

    std::optional<std::vector<Table>> read()
    {
        if (!wire_.starts_with(wire_start)) return std::nullopt;
        wire_.remove_prefix(wire_start.size());
        std::vector<Table> tables;
        const auto count = number(0, most_tables);
        for (std::int64_t at = 0; at < count && whole_; ++at) tables.push_back(read_table());
        return whole_ && wire_.empty() ? std::optional(std::move(tables)) : std::nullopt;
    }

private:
    Table read_table()
    {
        Table table;
        table.name = text();
        table.heading = text();
        table.hidden = number(0, 1) == 1;
        table.hidden_rows = numbers(static_cast<std::int64_t>(limits_.rows));
        table.hidden_columns = numbers(most_hidden_columns);
        const auto merges = number(0, most_areas);
        for (std::int64_t at = 0; at < merges && whole_; ++at) table.merges.push_back(read_area());
        const auto rows = number(0, static_cast<std::int64_t>(limits_.rows - rows_));
        rows_ += static_cast<std::size_t>(rows);
        for (std::int64_t at = 0; at < rows && whole_; ++at) table.rows.push_back(read_row());
        return table;
    }

    std::vector<Cell> read_row()
    {
        const auto count = static_cast<std::size_t>(number(0, static_cast<std::int64_t>(limits_.columns)));
        if ((places_ += count) > limits_.places) fail();
        std::vector<Cell> row(whole_ ? count : 0);
        for (std::size_t at = 0; at < row.size() && whole_; ++at) {
            const auto signs = number(0, CellSign::gap);
            if (signs == CellSign::gap) {
                at += static_cast<std::size_t>(number(1, static_cast<std::int64_t>(row.size() - at))) - 1;
            } else {
                row[at] = read_cell(signs);
            }
        }
        return row;
    }

    Cell read_cell(std::int64_t signs)
    {
        Cell cell;
        if (++cells_ > limits_.cells) fail();
        cell.text = text();
        if (signs & CellSign::day) cell.date = day_from_number(first_day + number(0, last_day - first_day));
        if (signs & CellSign::minute) cell.minute = static_cast<int>(number(0, 24 * 60 - 1));
        cell.marks.struck = (signs & CellSign::struck) != 0;
        cell.marks.struck_part = (signs & CellSign::struck_part) != 0;
        cell.marks.hidden_part = (signs & CellSign::hidden_part) != 0;
        cell.marks.formula = (signs & CellSign::formula) != 0;
        return cell;
    }

    Merge read_area()
    {
        const auto row = number(0, largest_number), column = number(0, largest_number);
        const auto rows = number(1, largest_number), columns = number(1, largest_number);
        return {static_cast<int>(row), static_cast<int>(column), static_cast<int>(rows), static_cast<int>(columns)};
    }

    /// Ascending, each below `most`.
    std::vector<int> numbers(std::int64_t most)
    {
        std::vector<int> list;
        const auto count = number(0, most);
        for (std::int64_t at = 0; at < count && whole_; ++at) {
            const auto next = static_cast<int>(number(0, most - 1));
            if (!list.empty() && next <= list.back()) fail();
            list.push_back(next);
        }
        return list;
    }

    std::int64_t number(std::int64_t least, std::int64_t most, char end = ' ')
    {
        std::int64_t value = 0;
        const auto digits = wire_.substr(0, 9);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const auto length = static_cast<std::size_t>(stop - digits.data());
        if (error != std::errc() || length >= wire_.size() || wire_[length] != end || value < least || value > most) {
            fail();
            return least;
        }
        wire_.remove_prefix(length + 1);
        return value;
    }

    std::string text()
    {
        const auto length = static_cast<std::size_t>(number(0, static_cast<std::int64_t>(limits_.cell_bytes), ':'));
        const auto value = wire_.substr(0, length);
        if (value.size() < length || (bytes_ += length) > limits_.text_bytes || !is_clean_utf8(value)) fail();
        if (!whole_) return {};
        wire_.remove_prefix(length);
        return std::string(value);
    }

    void fail()
    {
        whole_ = false;
        wire_ = {};
    }

    std::string_view wire_;
    const TableLimits& limits_;
    std::size_t rows_ = 0, places_ = 0, cells_ = 0, bytes_ = 0;  // so far
    bool whole_ = true;
};

}  // namespace

std::string tables_to_wire(const std::vector<Table>& tables)
{
    WireWriter to;
    to.number(static_cast<std::int64_t>(tables.size()));
    for (const auto& table : tables) {
        to.text(table.name);
        to.text(table.heading);
        to.number(table.hidden ? 1 : 0);
        to.numbers(table.hidden_rows);
        to.numbers(table.hidden_columns);
        to.number(static_cast<std::int64_t>(table.merges.size()));
        for (const auto& area : table.merges)
            for (const int value : {area.row, area.column, area.rows, area.columns}) to.number(value);
        to.number(static_cast<std::int64_t>(table.rows.size()));
        for (const auto& row : table.rows) to.row(row);
    }
    return std::move(to.wire);
}

std::optional<std::vector<Table>> tables_from_wire(std::string_view wire, const TableLimits& limits)
{
    return WireReader(wire, limits).read();
}

}  // namespace veche::outside
