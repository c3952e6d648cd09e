#include "app/import/rows.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace veche::app::import {

Areas::Areas(const outside::Table& table)
{
    for (const auto& area : table.merges) {
        widths_[{area.row, area.column}] = area.columns;
        const auto last = std::min<std::size_t>(table.rows.size(), static_cast<std::size_t>(area.row + area.rows));
        for (int row = area.row + 1; row < static_cast<int>(last); ++row) above_[{row, area.column}] = area.row;
    }
}

std::optional<int> Areas::above(int row, int column) const
{
    const auto found = above_.find({row, column});
    return found == above_.end() ? std::nullopt : std::optional(found->second);
}

int Areas::width(int row, int column) const
{
    const auto found = widths_.find({row, column});
    return found == widths_.end() ? 1 : found->second;
}

void warn_once(std::vector<std::string>& warnings, std::string_view id)
{
    if (std::ranges::find(warnings, id) == warnings.end()) warnings.emplace_back(id);
}

std::vector<std::string> marks_of(const outside::Table& table, int row, const std::function<bool(std::size_t)>& means)
{
    std::vector<std::string> marks;
    const auto is_listed = [](const std::vector<int>& list, std::size_t at) {
        return std::ranges::binary_search(list, static_cast<int>(at));
    };
    std::size_t meant = 0, struck = 0;
    for (std::size_t i = 0; i < table.rows[std::size_t(row)].size(); ++i) {
        const auto* one = cell_at(table, row, i);
        if (!one || !means(i)) continue;
        ++meant;
        struck += one->marks.struck;
        if (one->marks.struck_part) warn_once(marks, "draft.struck_part");
        if (one->marks.hidden_part) warn_once(marks, "draft.hidden_part");
        if (one->marks.formula) warn_once(marks, "draft.formula");
        if (is_listed(table.hidden_columns, i)) warn_once(marks, "draft.hidden_column");
    }
    if (struck > 0) warn_once(marks, struck == meant ? "draft.struck_line" : "draft.struck");
    if (is_listed(table.hidden_rows, std::size_t(row))) warn_once(marks, "draft.hidden_row");
    return marks;
}

const outside::Cell* cell_at(const outside::Table& table, int row, std::size_t column)
{
    const auto& cells = table.rows[static_cast<std::size_t>(row)];
    return column < cells.size() && !trimmed(cells[column].text).empty() ? &cells[column] : nullptr;
}

}  // namespace veche::app::import
