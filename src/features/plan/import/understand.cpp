#include "features/plan/import/understand.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "features/plan/import/understand_maker.hpp"
#include "features/plan/import/understand_tables.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

constexpr std::array<std::pair<Column, std::string_view>, 9> column_names = {{{Column::number, "number"},
                                                                              {Column::title, "title"},
                                                                              {Column::when, "when"},
                                                                              {Column::place, "place"},
                                                                              {Column::responsible, "responsible"},
                                                                              {Column::audience, "audience"},
                                                                              {Column::kind, "kind"},
                                                                              {Column::age, "age"},
                                                                              {Column::other, "other"}}};

/// What the person said of the first table's columns holds for every table: by position where it has no header of its own,
/// else by the words of the header.
class ColumnWishes {
public:
    ColumnWishes(const Header& first, const std::vector<Column>& wished) : wished_(wished)
    {
        for (std::size_t i = 0; i < wished.size() && i < first.words.size(); ++i) {
            const auto words = words::squeezed(first.words[i]);
            if (!words.empty()) by_words_.emplace(words, wished[i]);
        }
    }

    void apply(const outside::Table& table, PlanTable& to, bool is_first) const
    {
        Header& header = to.header;
        bool changed = false;
        for (std::size_t i = 0; i < header.columns.size(); ++i) {
            std::optional<Column> wish;
            if (is_first || to.continues) {
                if (i < wished_.size()) wish = wished_[i];
            } else if (const auto found = by_words_.find(words::squeezed(header.words[i])); found != by_words_.end()) {
                wish = found->second;
            }
            if (!wish || *wish == header.columns[i]) continue;
            header.columns[i] = *wish;
            std::erase(header.left_out, i);
            changed = true;
        }
        if (changed) tell_times(table, header);
    }

private:
    const std::vector<Column>& wished_;
    std::map<std::string, Column> by_words_;
};

/// Words in a column that was not taken: the office must not think that they were.
void tell_columns(const std::vector<outside::Table>& tables, const PlanTable& from, Draft& draft)
{
    const auto& rows = tables[from.table].rows;
    for (const auto column : from.header.left_out) {
        bool filled = false;
        for (std::size_t row = std::size_t(from.header.last_row + 1); row < rows.size() && !filled; ++row)
            filled = column < rows[row].size() && !words::is_dash_or_empty(rows[row][column].text);
        const Remark remark{"draft.column_left_out", {{"column", shortened(from.header.words[column], 100)}}};
        if (filled && std::ranges::find(draft.remarks, remark) == draft.remarks.end()) draft.remarks.push_back(remark);
    }
}

}  // namespace

std::string_view to_text(Column column)
{
    for (const auto& [value, name] : column_names)
        if (value == column) return name;
    return "other";
}

std::optional<Column> parse_column(std::string_view text)
{
    for (const auto& [value, name] : column_names)
        if (name == text) return value;
    return std::nullopt;
}

std::optional<Refusal> why_no_lines(const Draft& draft)
{
    if (!draft.lines.empty()) return std::nullopt;
    const bool hidden =
        draft.columns.empty() && !draft.remarks.empty();  // nothing is shown, so all that is there is hidden
    return Refusal{RefusalKind::invalid, hidden ? "draft.only_hidden" : "draft.no_lines", "file", {}};
}

Draft understand(const std::vector<outside::Table>& tables, int year, const std::optional<std::vector<Column>>& columns)
{
    Draft draft;
    auto found = find_plan_tables(tables, year, columns);
    draft.remarks = std::move(found.remarks);
    if (!found.header_found) draft.warnings.emplace_back("draft.no_header");
    if (found.tables.empty()) {
        draft.warnings.emplace_back("draft.no_lines");
        return draft;
    }
    const Header first = found.tables[found.first].header;
    DraftMaker maker(draft, tables, year);
    bool numbers = false;
    for (std::size_t i = 0; i < found.tables.size(); ++i) {
        PlanTable& one = found.tables[i];
        if (columns) ColumnWishes(first, *columns).apply(tables[one.table], one, i == found.first);
        if (i == found.first) {
            draft.table = one.table;
            draft.header_row = one.header.last_row + 1;
            draft.columns = one.header.columns;
            draft.header = one.header.words;
        }
        const auto has = [&](Column column) {
            return std::ranges::find(one.header.columns, column) != one.header.columns.end();
        };
        if (!has(Column::title)) continue;
        numbers = numbers || has(Column::number);
        maker.add_table(one);
        tell_columns(tables, one, draft);
    }
    maker.finish(numbers);
    return draft;
}

}  // namespace veche::plan
