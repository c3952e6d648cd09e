#include "features/plan/understand_rows.hpp"

#include <map>

#include "core/text.hpp"
#include "features/plan/understand_cells.hpp"
#include "features/plan/understand_words.hpp"

namespace veche::plan {

namespace {

using Kind = PlanRow::Kind;

/// Where a cell below the first of a vertical merge takes its text from, and how wide the merges are.
class Areas {
public:
    explicit Areas(const outside::Table& table)
    {
        for (const auto& area : table.merges) {
            widths_[{area.row, area.column}] = area.columns;
            const auto last = std::min<std::size_t>(table.rows.size(), static_cast<std::size_t>(area.row + area.rows));
            for (int row = area.row + 1; row < static_cast<int>(last); ++row) above_[{row, area.column}] = area.row;
        }
    }
    std::optional<int> above(int row, int column) const
    {
        const auto found = above_.find({row, column});
        return found == above_.end() ? std::nullopt : std::optional(found->second);
    }
    int width(int row, int column) const
    {
        const auto found = widths_.find({row, column});
        return found == widths_.end() ? 1 : found->second;
    }

private:
    std::map<std::pair<int, int>, int> above_;
    std::map<std::pair<int, int>, int> widths_;
};

class RowSorter {
public:
    RowSorter(const outside::Table& table, const Header& header) : table_(table), header_(header), areas_(table) {}

    std::vector<PlanRow> sort()
    {
        std::vector<PlanRow> rows;
        for (int row = header_.last_row + 1; row < static_cast<int>(table_.rows.size()); ++row)
            rows.push_back(read(row));
        tell_kinds(rows);
        return rows;
    }

private:
    const outside::Cell* cell(int row, std::size_t column) const
    {
        const auto& cells = table_.rows[static_cast<std::size_t>(row)];
        return column < cells.size() && !trimmed(cells[column].text).empty() ? &cells[column] : nullptr;
    }

    PlanRow read(int row) const
    {
        PlanRow result;
        result.row = row;
        const auto& cells = table_.rows[static_cast<std::size_t>(row)];
        if (repeats_header(cells, header_, table_) || is_column_count(cells)) return result;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cell(row, i) == nullptr) continue;
            ++result.filled;
            result.alone = result.filled == 1 ? one_line(cells[i].text) : "";
            result.wide = areas_.width(row, static_cast<int>(i)) * 2 >= static_cast<int>(header_.columns.size()) &&
                          areas_.width(row, static_cast<int>(i)) > 1;
        }
        for (std::size_t i = 0; i < header_.columns.size(); ++i) add(result, i, cell(row, i));
        if (result.filled > 0) take_from_above(result);
        return result;
    }

    void add(PlanRow& row, std::size_t column, const outside::Cell* cell) const
    {
        if (cell == nullptr) return;
        switch (header_.columns[column]) {
            case Column::number: row.number = cell->text; break;
            case Column::title: row.title = one_line(cell->text); break;
            case Column::when: add_time(row, *cell, header_.clock[column]); break;
            case Column::place: row.place = words::is_dash_or_empty(cell->text) ? "" : one_line(cell->text); break;
            case Column::audience:
                row.audience = words::is_dash_or_empty(cell->text) ? "" : one_line(cell->text);
                break;
            case Column::responsible:
                for (auto& body : cells::split_responsible(cell->text)) row.responsible.push_back(std::move(body));
                break;
            case Column::kind: row.kind_of = parse_kind_word(cell->text); break;
            case Column::age: row.age_mark = cells::parse_age(cell->text); break;
            case Column::other: break;
        }
    }

    static void add_time(PlanRow& row, const outside::Cell& cell, bool clock)
    {
        if (words::is_dash_or_empty(cell.text)) return;
        const std::string text = clock ? cells::clock_words(cell.text) : cells::join_time_lines(cell.text);
        // A clock to the left of its date is put after it: "12:00", "6 июля" -> "6 июля 12:00".
        if (clock || row.when.empty()) {
            row.when += (row.when.empty() ? "" : " ") + text;
        } else {
            row.when = text + " " + row.when;
        }
    }

    /// A cell merged over several rows speaks for each of them. A number does not: there it is one line in several
    /// rows.
    void take_from_above(PlanRow& row) const
    {
        for (std::size_t i = 0; i < header_.columns.size(); ++i) {
            const auto above = areas_.above(row.row, static_cast<int>(i));
            if (!above || *above <= header_.last_row || header_.columns[i] == Column::number) continue;
            const bool title = header_.columns[i] == Column::title;
            if (title && !row.title.empty()) continue;
            add(row, i, cell(*above, i));
            row.title_from_above = row.title_from_above || title;
        }
    }

    static bool only_title(const PlanRow& row)
    {
        return !row.title.empty() && row.when.empty() && row.place.empty() && row.responsible.empty() &&
               row.audience.empty() && !row.kind_of && !row.age_mark;
    }

    Kind first_guess(const PlanRow& row) const
    {
        if (row.filled == 0) return Kind::nothing;
        const auto number = words::parse_number(row.number);
        if (row.filled == 1 && number) return Kind::nothing;
        if (row.when.empty() && !number && is_total_row(row)) return Kind::total;
        if (row.filled == 1 && !row.title_from_above)
            return words::is_signature(row.alone) ? Kind::signature : guess_single(row);
        const bool numeral = !row.number.empty() && words::is_roman(row.number);
        if (only_title(row) && (numeral || (row.number.empty() && words::begins_like_section(row.title))))
            return Kind::section;
        return Kind::line;
    }

    static bool is_total_row(const PlanRow& row)
    {
        return words::is_total(row.number) || words::is_total(row.title) || words::is_total(row.alone);
    }

    /// One text in the row: a section, unless it stands in a column where no section stands, or goes on with a
    /// sentence.
    Kind guess_single(const PlanRow& row) const
    {
        if (row.wide || words::begins_like_section(row.alone)) return Kind::section;
        const bool first_or_title = !row.title.empty() || !row.number.empty() || (cell(row.row, 0) != nullptr);
        if (!first_or_title) return Kind::more;
        return !row.title.empty() && words::begins_lower(row.title) ? Kind::more : Kind::section;
    }

    void tell_kinds(std::vector<PlanRow>& rows) const
    {
        for (auto& row : rows) row.kind = first_guess(row);
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (is_numbered_section(rows, i)) rows[i].kind = Kind::section;
        sign_off(rows);
    }

    /// "1. | Культура | | |" above "1.1 | Концерт | май": a section with a number of its own.
    static bool is_numbered_section(const std::vector<PlanRow>& rows, std::size_t at)
    {
        const auto number = words::parse_number(rows[at].number);
        if (rows[at].kind != Kind::line || !number || !only_title(rows[at])) return false;
        for (std::size_t next = at + 1; next < rows.size(); ++next) {
            if (rows[next].kind == Kind::nothing) continue;
            const auto below = words::parse_number(rows[next].number);
            return below && below->parts == number->parts + 1 && below->value == 1;
        }
        return false;
    }

    /// Under the last sure line stand the signatures: there a name with initials, or words alone in a row, are no
    /// lines.
    static void sign_off(std::vector<PlanRow>& rows)
    {
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
            if (row->kind == Kind::nothing || row->kind == Kind::total || row->kind == Kind::signature) continue;
            const bool sure = row->kind == Kind::line &&
                              (words::parse_number(row->number) || !row->when.empty() || row->kind_of || row->age_mark);
            if (sure || !is_foot(*row)) return;
            row->kind = Kind::signature;
        }
    }

    static bool is_foot(const PlanRow& row)
    {
        if (row.kind == Kind::section)
            return !words::begins_like_section(row.alone.empty() ? row.title : row.alone) && !row.wide;
        for (const auto& body : row.responsible)
            if (words::is_signature(body)) return true;
        return words::is_signature(row.place) || words::is_signature(row.audience) || words::is_signature(row.title) ||
               words::is_signature(row.number);
    }

    const outside::Table& table_;
    const Header& header_;
    Areas areas_;
};

}  // namespace

std::vector<PlanRow> sort_rows(const outside::Table& table, const Header& header)
{
    return RowSorter(table, header).sort();
}

}  // namespace veche::plan
