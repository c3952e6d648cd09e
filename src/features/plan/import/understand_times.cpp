// Which columns of time belong together: a date and its clock, a start and an end.

#include <algorithm>

#include "core/text.hpp"
#include "features/plan/import/understand_cells.hpp"
#include "features/plan/import/understand_header.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

constexpr std::size_t cells_looked_at = 200;

struct TimeColumn {
    std::size_t column = 0;
    words::TimeWords words;
    bool hidden = false;
};

bool is_clock(const outside::Cell& cell)
{
    if (cell.date) return false;
    if (cell.minute) return true;
    const auto text = cells::clock_words(cell.text);
    return text.size() <= 5 && text.find(':') != std::string::npos;
}

/// More than half of the cells below are nothing but clock times.
bool holds_clocks(const outside::Table& table, const Header& header, std::size_t column)
{
    std::size_t filled = 0, clocks = 0;
    for (std::size_t row = std::size_t(header.last_row + 1); row < table.rows.size() && filled < cells_looked_at;
         ++row) {
        if (column >= table.rows[row].size() || words::is_dash_or_empty(table.rows[row][column].text)) continue;
        ++filled;
        clocks += is_clock(table.rows[row][column]);
    }
    return clocks * 2 > filled;
}

class TimeTeller {
public:
    TimeTeller(const outside::Table& table, Header& header) : table_(table), header_(header) {}

    void tell()
    {
        header_.time.assign(header_.columns.size(), TimePart::whole);
        sort_out();
        if (dates_.empty()) return tell_without_date();
        tell_dates();
        tell_clocks();
    }

private:
    void sort_out()
    {
        std::vector<TimeColumn> aside;
        for (std::size_t i = 0; i < header_.columns.size(); ++i) {
            if (header_.columns[i] != Column::when) continue;
            const bool hidden = std::ranges::binary_search(table_.hidden_columns, static_cast<int>(i));
            const TimeColumn one{i, words::time_words(header_.words[i]), hidden};
            const bool clock =
                one.words.clock || ((one.words.start || one.words.end) && holds_clocks(table_, header_, i));
            auto& list = one.words.another_matter || hidden ? aside : clock ? clocks_ : dates_;
            list.push_back(one);
        }
        // What is another matter or hidden is the time only when nothing better is there.
        for (const auto& one : aside) {
            if (dates_.empty() && clocks_.empty())
                dates_.push_back(one);
            else
                leave_out(one);
        }
    }

    /// "Время проведения" alone is the time itself.
    void tell_without_date()
    {
        for (std::size_t i = 1; i < clocks_.size(); ++i) leave_out(clocks_[i]);
    }

    void tell_dates()
    {
        const auto find = [&](auto fits) {
            const auto found = std::ranges::find_if(dates_, fits);
            return found == dates_.end() ? nullptr : &*found;
        };
        const auto* whole = find([](const TimeColumn& one) { return !one.words.start && !one.words.end; });
        const auto* start = find([](const TimeColumn& one) { return one.words.start; });
        const auto* end = find([](const TimeColumn& one) { return one.words.end; });
        // "Дата проведения" beside "Дата окончания" is the start; beside both it is all that is needed.
        if (whole && !start && end) std::swap(whole, start);
        if (!whole && start && end) {
            header_.time[start->column] = TimePart::start;
            header_.time[end->column] = TimePart::end;
        }
        const auto* first = whole ? whole : start ? start : end;
        for (const auto& one : dates_)
            if (&one != first && (whole || (&one != start && &one != end))) leave_out(one);
    }

    void tell_clocks()
    {
        std::vector<TimePart> taken;
        const auto take = [&](const TimeColumn& one, TimePart part) {
            const bool again = std::ranges::find(taken, part) != taken.end();
            taken.push_back(part);
            header_.time[one.column] = part;
            if (again) leave_out(one);
        };
        const bool ends = std::ranges::any_of(clocks_, [](const TimeColumn& one) { return one.words.end; });
        for (const auto& one : clocks_)
            take(one, one.words.end ? TimePart::end_clock : ends ? TimePart::start_clock : TimePart::clock);
    }

    void leave_out(const TimeColumn& one)
    {
        header_.columns[one.column] = Column::other;
        header_.left_out.push_back(one.column);
    }

    const outside::Table& table_;
    Header& header_;
    std::vector<TimeColumn> dates_, clocks_;
};

}  // namespace

void tell_times(const outside::Table& table, Header& header)
{
    TimeTeller(table, header).tell();
}

}  // namespace veche::plan
