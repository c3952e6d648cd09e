#pragma once

// The rows below a header: what merged cells say of them, and what the office did to them besides writing.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outside/table.hpp"

namespace veche::app::import {

/// Where a cell below the first of a vertical merge takes its text from, and how wide the merges are.
class Areas {
public:
    explicit Areas(const outside::Table& table);
    std::optional<int> above(int row, int column) const;
    int width(int row, int column) const;

private:
    std::map<std::pair<int, int>, int> above_, widths_;
};

void warn_once(std::vector<std::string>& warnings, std::string_view id);

/// What the office did to the cells of a row that mean something: draft.struck_line, draft.struck, draft.struck_part, draft.hidden_part,
/// draft.formula, draft.hidden_column, draft.hidden_row. Whoever gets the row is told.
std::vector<std::string> marks_of(const outside::Table& table, int row, const std::function<bool(std::size_t)>& means);

/// nullptr for a cell without words.
const outside::Cell* cell_at(const outside::Table& table, int row, std::size_t column);

}  // namespace veche::app::import
