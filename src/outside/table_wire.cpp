#include "outside/table_wire.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace veche::outside {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_tables = 1'000;
constexpr std::size_t most_merges = 200'000;

void add_cell(std::string& wire, const Cell& cell)
{
    const std::string text = Json(cell.text).dump();
    if (!cell.date && !cell.minute) {
        wire += text;
        return;
    }
    wire += "[" + text + "," + (cell.date ? std::to_string(day_number(*cell.date)) : "null") + "," +
            (cell.minute ? std::to_string(*cell.minute) : "null") + "]";
}

template <class List, class Add>
void add_list(std::string& wire, const List& list, const Add& add)
{
    wire += '[';
    for (std::size_t at = 0; at < list.size(); ++at) {
        if (at > 0) wire += ',';
        add(list[at]);
    }
    wire += ']';
}

/// Reads the wire as a stream: a tree of a million JSON values would take ten times the memory of the tables.
class WireReader : public nlohmann::json_sax<Json> {
public:
    explicit WireReader(const TableLimits& limits) : limits_(limits) {}
    std::vector<Table> take() { return std::move(tables_); }
    bool whole() const { return whole_; }

    bool start_object(std::size_t) override
    {
        if (at_ == At::start) return go(At::top);
        if (at_ != At::tables || tables_.size() >= most_tables) return false;
        tables_.emplace_back();
        return go(At::table);
    }
    bool end_object() override
    {
        whole_ = at_ == At::top && seen_;
        return at_ == At::table ? go(At::tables) : whole_ && go(At::end);
    }
    bool key(string_t& name) override
    {
        key_ = name;
        return at_ == At::top ? name == "tables"
                              : at_ == At::table && (name == "name" || name == "rows" || name == "merges");
    }
    bool start_array(std::size_t) override
    {
        switch (at_) {
            case At::top: seen_ = true; return go(At::tables);
            case At::table: return key_ == "rows" ? go(At::rows) : key_ == "merges" && go(At::merges);
            case At::rows: tables_.back().rows.emplace_back(); return ++rows_ <= limits_.rows && go(At::row);
            case At::row: place_ = 0; return add_cell() && go(At::cell);
            case At::merges: numbers_.clear(); return ++merges_ <= most_merges && go(At::merge);
            default: return false;
        }
    }
    bool end_array() override
    {
        switch (at_) {
            case At::tables: return go(At::top);
            case At::rows:
            case At::merges: return go(At::table);
            case At::row: return go(At::rows);
            case At::cell: return place_ == 3 && go(At::row);
            case At::merge: return add_merge() && go(At::merges);
            default: return false;
        }
    }
    bool string(string_t& text) override
    {
        if (!is_clean_utf8(text) || text.size() > limits_.cell_bytes) return false;
        if (at_ == At::table && key_ == "name") {
            tables_.back().name = text;
            return true;
        }
        if (at_ == At::row && !add_cell()) return false;
        if (at_ != At::row && !(at_ == At::cell && place_++ == 0)) return false;
        cell().text = std::move(text);
        return true;
    }
    bool null() override { return at_ == At::cell && (++place_ == 2 || place_ == 3); }
    bool number_integer(number_integer_t value) override { return number(value); }
    bool number_unsigned(number_unsigned_t value) override
    {
        return value < 1'000'000'000 && number(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t, const string_t&) override { return false; }
    bool boolean(bool) override { return false; }
    bool binary(binary_t&) override { return false; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

private:
    enum class At { start, top, tables, table, rows, row, cell, merges, merge, end };

    bool go(At to)
    {
        at_ = to;
        return true;
    }
    Cell& cell() { return tables_.back().rows.back().back(); }
    bool add_cell()
    {
        auto& row = tables_.back().rows.back();
        row.emplace_back();
        return row.size() <= limits_.columns;
    }
    bool number(std::int64_t value)
    {
        if (at_ == At::merge) {
            numbers_.push_back(value);
            return numbers_.size() <= 4;
        }
        if (at_ != At::cell) return false;
        if (++place_ == 2) {
            if (value < day_number(Day(std::chrono::year(1900) / 1 / 1)) ||
                value > day_number(Day(std::chrono::year(2199) / 12 / 31)))
                return false;
            cell().date = day_from_number(value);
            return true;
        }
        cell().minute = static_cast<int>(value);
        return place_ == 3 && value >= 0 && value < 24 * 60;
    }
    bool add_merge()
    {
        if (numbers_.size() != 4) return false;
        for (std::size_t i = 0; i < 4; ++i)
            if (numbers_[i] < (i < 2 ? 0 : 1) || numbers_[i] > 10'000'000) return false;
        tables_.back().merges.push_back({static_cast<int>(numbers_[0]), static_cast<int>(numbers_[1]),
                                         static_cast<int>(numbers_[2]), static_cast<int>(numbers_[3])});
        return true;
    }

    TableLimits limits_;
    std::vector<Table> tables_;
    std::vector<std::int64_t> numbers_;
    std::string key_;
    std::size_t rows_ = 0;
    std::size_t merges_ = 0;
    int place_ = 0;  // within a cell of three
    At at_ = At::start;
    bool seen_ = false;  // "tables" itself
    bool whole_ = false;
};

}  // namespace

std::string tables_to_wire(const std::vector<Table>& tables)
{
    std::string wire = "{\"tables\":";
    add_list(wire, tables, [&](const Table& table) {
        wire += "{\"name\":" + Json(table.name).dump() + ",\"rows\":";
        add_list(wire, table.rows,
                 [&](const auto& row) { add_list(wire, row, [&](const Cell& cell) { add_cell(wire, cell); }); });
        wire += ",\"merges\":";
        add_list(wire, table.merges, [&](const Merge& area) {
            wire += "[" + std::to_string(area.row) + "," + std::to_string(area.column) + "," +
                    std::to_string(area.rows) + "," + std::to_string(area.columns) + "]";
        });
        wire += '}';
    });
    return wire + "}";
}

std::optional<std::vector<Table>> tables_from_wire(std::string_view wire, const TableLimits& limits)
{
    WireReader reader(limits);
    if (!Json::sax_parse(wire, &reader) || !reader.whole()) return std::nullopt;
    return reader.take();
}

}  // namespace veche::outside
