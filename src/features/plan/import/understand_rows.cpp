#include "features/plan/import/understand_rows.hpp"

#include <algorithm>
#include <array>

#include "app/import/rows.hpp"
#include "core/text.hpp"
#include "features/plan/import/understand_cells.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

using app::import::Areas, app::import::warn_once;
using Kind = PlanRow::Kind;

constexpr int any_year = 2001;  // to ask whether words are a time at all

/// The words of time of one row, from as many columns as the office has for it.
class TimeOfRow {
public:
    void add(TimePart part, const outside::Cell& cell)
    {
        if (words::is_dash_or_empty(cell.text)) return;
        const bool date = part == TimePart::whole || part == TimePart::start || part == TimePart::end;
        auto& words = parts_[std::size_t(part)];
        words +=
            (words.empty() ? "" : " ") + (date ? cells::join_time_lines(cell.text) : cells::clock_words(cell.text));
    }

    /// "1 мая – 31 мая, 10:00–18:00". Words alone, so that a person can correct them and the file can come again.
    std::string text(std::vector<std::string>& warnings) const
    {
        std::string date = of(TimePart::whole);
        if (date.empty()) date = stretch(of(TimePart::start), of(TimePart::end), " – ");
        if (of(TimePart::start).empty() && !of(TimePart::end).empty()) warn_once(warnings, "draft.no_start");
        const bool several = !of(TimePart::start).empty() && date != of(TimePart::start);
        std::string clock = of(TimePart::clock);
        if (clock.empty()) clock = stretch(of(TimePart::start_clock), of(TimePart::end_clock), "–");
        if (date.empty() || clock.empty()) return date + clock;
        return date + (several ? ", " : " ") + clock;
    }

private:
    const std::string& of(TimePart part) const { return parts_[std::size_t(part)]; }

    static std::string stretch(const std::string& start, const std::string& end, const char* dash)
    {
        if (end.empty() || end == start) return start;
        if (start.empty()) return "до " + end;
        // "06.07.2021 10:00", "06.07.2021 12:00": hours of one day.
        const auto space = start.rfind(' ');
        if (space != std::string::npos && end.size() > space && end.starts_with(start.substr(0, space + 1)) &&
            end.find(':', space) != std::string::npos && start.find(':', space) != std::string::npos)
            return start + "–" + end.substr(space + 1);
        return start + dash + end;
    }

    std::array<std::string, 6> parts_;
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
    const outside::Cell* cell(int row, std::size_t column) const { return app::import::cell_at(table_, row, column); }

    PlanRow read(int row) const
    {
        PlanRow result;
        result.row = row;
        const auto& cells = table_.rows[static_cast<std::size_t>(row)];
        if (app::import::repeats_rows(cells, table_, header_.first_row, header_.last_row) ||
            app::import::is_column_count(cells))
            return result;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cell(row, i) == nullptr) continue;
            ++result.filled;
            result.alone = result.filled == 1 ? one_line(cells[i].text) : "";
            result.wide = areas_.width(row, static_cast<int>(i)) * 2 >= static_cast<int>(header_.columns.size()) &&
                          areas_.width(row, static_cast<int>(i)) > 1;
        }
        TimeOfRow time;
        for (std::size_t i = 0; i < header_.columns.size(); ++i) add(result, time, i, cell(row, i));
        if (result.filled > 0) take_from_above(result, time);
        result.when = time.text(result.warnings);
        add_marks(result);
        return result;
    }

    /// Whoever gets the line is told what the office did to it.
    void add_marks(PlanRow& row) const
    {
        const auto means = [&](std::size_t column) {
            return column < header_.columns.size() && header_.columns[column] != Column::other;
        };
        for (const auto& mark : app::import::marks_of(table_, row.row, means)) warn_once(row.warnings, mark);
    }

    void add(PlanRow& row, TimeOfRow& time, std::size_t column, const outside::Cell* cell) const
    {
        if (cell == nullptr) return;
        switch (header_.columns[column]) {
            case Column::number: row.number = cell->text; break;
            case Column::title: row.title = one_line(cell->text); break;
            case Column::when: time.add(header_.time[column], *cell); break;
            case Column::place: row.place = words::is_dash_or_empty(cell->text) ? "" : one_line(cell->text); break;
            case Column::audience:
                row.audience = words::is_dash_or_empty(cell->text) ? "" : one_line(cell->text);
                break;
            case Column::responsible:
                for (auto& body : cells::split_responsible(cell->text)) row.responsible.push_back(std::move(body));
                break;
            case Column::kind: row.kind_of = parse_kind_word(cell->text); break;
            case Column::age:
                row.age_mark = cells::parse_age(cell->text);
                if (!row.age_mark && !words::is_dash_or_empty(cell->text))
                    warn_once(row.warnings, "draft.age_not_understood");
                break;
            case Column::other: break;
        }
    }

    /// A cell merged over several rows speaks for each of them. A number does not: there it is one line in several
    /// rows.
    void take_from_above(PlanRow& row, TimeOfRow& time) const
    {
        for (std::size_t i = 0; i < header_.columns.size(); ++i) {
            const auto above = areas_.above(row.row, static_cast<int>(i));
            if (!above || *above <= header_.last_row || header_.columns[i] == Column::number) continue;
            const bool title = header_.columns[i] == Column::title;
            if (title && !row.title.empty()) continue;
            add(row, time, i, cell(*above, i));
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
        if (!number && is_total_row(row)) return Kind::total;
        if (row.filled == 1 && !row.title_from_above)
            return words::is_signature(row.alone) ? Kind::signature : guess_single(row);
        const bool numeral = !row.number.empty() && words::is_roman(row.number);
        if (only_title(row) && (numeral || (row.number.empty() && words::begins_like_section(row.title))))
            return Kind::section;
        return Kind::line;
    }

    /// "Итого" may stand in any column, and its sum in the one of time; what has a time of its own is a line.
    bool is_total_row(const PlanRow& row) const
    {
        bool total = words::is_total(row.title);
        if (!total && !row.title.empty() && !words::is_total(row.number)) return false;
        for (const auto& cell : table_.rows[std::size_t(row.row)]) total = total || words::is_total(cell.text);
        return total && !says_time(row.when);
    }

    static bool says_time(const std::string& when)
    {
        if (when.empty() || words::is_total(when)) return false;
        const bool sum = when.front() >= '0' && when.front() <= '9';
        return !sum || !language::parse_when(when, any_year).periods.empty();
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
