#include "features/plan/copy/copy_year.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/fold.hpp"
#include "core/whole.hpp"
#include "features/plan/copy/words.hpp"

namespace veche::plan {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

/// Labour Code art. 112; federal laws 32-FZ of 1995 (days of military glory) and 134-FZ; docs/rules/copy.md names each.
constexpr std::pair<unsigned, unsigned> fixed_feasts[] = {{1, 1},  {1, 7}, {2, 23}, {3, 8},   {5, 1},
                                                          {5, 9},  {6, 1}, {6, 12}, {6, 22},  {7, 8},
                                                          {8, 22}, {9, 1}, {11, 4}, {12, 12}, {12, 31}};

/// The same date; 29 February counts as the 28th.
Day same_date(Day day, int years)
{
    const Day same = day + std::chrono::years(years);
    return same.ok() ? same : Day(same.year() / same.month() / std::chrono::last);
}

bool ends_month(Day day)
{
    return day == Day(day.year() / day.month() / std::chrono::last);
}

Day month_end(Day day)
{
    return Day(day.year() / day.month() / std::chrono::last);
}

Day plus(Day day, int count)
{
    return Day(sys_days(day) + days(count));
}

bool is_vague(Precision precision)
{
    return precision == Precision::month || precision == Precision::quarter || precision == Precision::year;
}

/// Months, quarters, parts of a month: such a period has no weekday.
bool is_of_calendar(const Period& period, Precision precision)
{
    if (period.start_minute || period.first == period.last) return false;
    if (is_vague(precision)) return true;
    const bool open = period.open_start || period.open_end;
    return !open && unsigned(period.first.day()) == 1 && ends_month(period.last);
}

void shift_calendar(Period& period, int years)
{
    const bool whole = ends_month(period.last);
    period.first = same_date(period.first, years);
    period.last = same_date(period.last, years);
    if (whole) period.last = month_end(period.last);
}

/// Both ends of a stretch of days: its length stays; where it ends on a feast it is that end which does not move.
void shift_range(Period& period, int years)
{
    const int length = int((sys_days(period.last) - sys_days(period.first)).count());
    const Day last_before = period.last;
    const int year = int(period.first.year()) + years;
    if (is_fixed_feast(period.last)) {
        period.last = same_date(period.last, years);
        period.first = is_fixed_feast(period.first) ? same_date(period.first, years) : plus(period.last, -length);
        return;
    }
    period.first = shifted_day(period.first, years);
    period.last = plus(period.first, length);
    const bool was_of_year = int(last_before.year()) + years == year;
    if (was_of_year && int(period.last.year()) > year && !is_fixed_feast(period.first)) {
        period.first = plus(period.first, -7);
        period.last = plus(period.last, -7);
    }
}

Period shifted(Period period, Precision precision, int years)
{
    if (is_of_calendar(period, precision)) {
        shift_calendar(period, years);
    } else if (period.open_start) {
        period.first = same_date(period.first, years);
        period.last = shifted_day(period.last, years);
    } else if (period.open_end) {
        period.first = shifted_day(period.first, years);
        period.last = same_date(period.last, years);
    } else {
        shift_range(period, years);
    }
    return period;
}

Period on_same_date(Period period, int years)
{
    const bool whole = ends_month(period.last) && period.first != period.last;
    period.first = same_date(period.first, years);
    period.last = same_date(period.last, years);
    if (whole) period.last = month_end(period.last);
    return period;
}

/// Whether the words name this number, as "6" in "6 июля" and "06.07".
bool name_number(std::string_view text, unsigned number)
{
    constexpr std::string_view digits = "0123456789";
    for (auto at = text.find_first_of(digits); at != std::string_view::npos; at = text.find_first_of(digits, at)) {
        const auto end = std::min(text.find_first_not_of(digits, at), text.size());
        if (parse_whole(text.substr(at, end - at), 0U, 99U) == number) return true;
        at = end;
    }
    return false;
}

/// "15 числа каждого месяца" is a rule and not a day.
bool is_rule(std::string_view text)
{
    return text.find("числ") != std::string_view::npos;
}

bool warns_anew(const When& before, const When& anew)
{
    return std::ranges::any_of(anew.warnings, [&](const std::string& warning) {
        return std::ranges::find(before.warnings, warning) == before.warnings.end();
    });
}

void settle_periods(std::vector<Period>& periods)
{
    std::ranges::sort(periods);
    periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
}

/// The words read for the later year: nullopt when they name a year of their own or tell less there.
std::optional<When> read_anew(const When& before, int to)
{
    When anew = language::parse_when(before.text, to);
    if (anew.precision != before.precision || anew.repeat != before.repeat || warns_anew(before, anew))
        return std::nullopt;
    for (const auto& period : anew.periods)
        if (std::ranges::find(before.periods, period) != before.periods.end()) return std::nullopt;
    return anew;
}

/// The periods of the later year by these words: a day that they name by its date goes to its weekday, everything else is where
/// the words put it.
std::vector<Period> periods_anew(const When& before, const When& anew, int years)
{
    if (anew.periods.size() != before.periods.size() || is_rule(before.text)) return anew.periods;
    std::vector<Period> periods;
    for (std::size_t i = 0; i < anew.periods.size(); ++i) {
        const auto& old = before.periods[i];
        const bool named =
            name_number(before.text, unsigned(old.first.day())) || name_number(before.text, unsigned(old.last.day()));
        const bool same = anew.periods[i] == on_same_date(old, years);
        const bool exact = !is_of_calendar(old, before.precision);
        periods.push_back(same && exact && named ? shifted(old, before.precision, years) : anew.periods[i]);
    }
    settle_periods(periods);
    return periods;
}

When shift_when(const When& when, int from, int to)
{
    const int years = to - from;
    const When before = language::parse_when(when.text, from);
    const bool words_tell = before.periods == when.periods;
    if (when.periods.empty()) return words_tell ? language::parse_when(when.text, to) : when;
    const auto anew = words_tell ? read_anew(before, to) : std::nullopt;
    When later = when;
    later.warnings.clear();
    if (anew) {
        later.periods = periods_anew(before, *anew, years);
    } else {
        for (auto& period : later.periods) period = shifted(period, when.precision, years);
        settle_periods(later.periods);
    }
    if (anew && anew->periods == later.periods) return *anew;
    if (words_tell) {
        // "май 2021 г." says the same of another year as soon as it names that one.
        const When renamed = language::parse_when(with_later_years(when.text, from, years), to);
        if (renamed.periods == later.periods && renamed.repeat == when.repeat && !warns_anew(before, renamed))
            return renamed;
    }
    later.text = canonical_words(later, to);
    return later;
}

std::string cancel_reason(const Line& line)
{
    if (line.standing() != Standing::cancelled) return {};
    for (const auto& one : line.happenings)
        if (const auto* cancelled = std::get_if<Cancelled>(&one.outcome)) return cancelled->reason;
    return {};
}

}  // namespace

bool is_fixed_feast(Day day)
{
    return std::ranges::find(fixed_feasts, std::pair(unsigned(day.month()), unsigned(day.day()))) !=
           std::end(fixed_feasts);
}

Day shifted_day(Day day, int years)
{
    const Day same = same_date(day, years);
    if (is_fixed_feast(day)) return same;
    int by = int((std::chrono::weekday(sys_days(day)) - std::chrono::weekday(sys_days(same))).count());
    if (by > 3) by -= 7;
    const Day moved = plus(same, by);
    if (moved.year() == same.year()) return moved;
    return plus(moved, by > 0 ? -7 : 7);
}

LineContent shift_content(LineContent content, int from, int to)
{
    content.when = shift_when(content.when, from, to);
    return content;
}

std::vector<CopiedLine> copied_lines(const std::vector<Line>& lines, const std::vector<Line>& there, int from, int to)
{
    std::set<std::string> titles;
    for (const auto& line : there) titles.insert(fold(line.content.title));
    std::vector<CopiedLine> copies;
    for (const auto& line : lines) {
        CopiedLine copy;
        copy.source = &line;
        copy.content = shift_content(line.content, from, to);
        copy.there = titles.contains(fold(line.content.title));
        copy.cancelled = cancel_reason(line);
        copy.warnings = copy.content.when.warnings;
        if (!copy.cancelled.empty()) copy.warnings.push_back("copy.was_cancelled");
        copies.push_back(std::move(copy));
    }
    return copies;
}

}  // namespace veche::plan
