#include "features/plan/copy/copy_year.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/fold.hpp"
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

/// What is tied to a date keeps it.
Period on_same_date(Period period, int years)
{
    const bool whole = ends_month(period.last) && period.first != period.last;
    period.first = same_date(period.first, years);
    period.last = same_date(period.last, years);
    if (whole) period.last = month_end(period.last);
    return period;
}

/// "суббота, 10 июля", "по субботам": the words tie the day to its weekday.
bool name_weekday(std::string_view text)
{
    const auto folded = fold(text);
    for (const std::string_view stem :
         {"понедельник", "вторник", "среда", "среду", "средам", "четверг", "пятниц", "суббот", "воскресен", "выходн"})
        if (folded.find(fold(stem)) != std::string::npos) return true;
    return false;
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

/// These words read for the later year; nullopt when they tell another day of the same year, or less, there.
std::optional<When> read_in(const When& before, std::string_view text, int to)
{
    When anew = language::parse_when(text, to);
    if (anew.precision != before.precision || anew.repeat != before.repeat || warns_anew(before, anew))
        return std::nullopt;
    for (const auto& period : anew.periods)
        if (std::ranges::find(before.periods, period) != before.periods.end()) return std::nullopt;
    return anew;
}

/// Words that say it of the later year as they are, or as soon as they name that one: "7 июля", "последняя суббота", "май 2021 г.".
std::optional<When> same_words(const When& before, int from, int to)
{
    if (auto anew = read_in(before, before.text, to)) return anew;
    return read_in(before, with_later_years(before.text, from, to - from), to);
}

When shift_when(const When& when, int from, int to)
{
    const When before = language::parse_when(when.text, from);
    const bool words_tell = before.periods == when.periods;
    if (when.periods.empty()) return words_tell ? language::parse_when(when.text, to) : when;
    if (words_tell)
        if (auto anew = same_words(before, from, to)) return *anew;
    When later = when;
    later.warnings.clear();
    const bool by_weekday = name_weekday(when.text);
    for (auto& period : later.periods)
        period = by_weekday ? shifted(period, when.precision, to - from) : on_same_date(period, to - from);
    settle_periods(later.periods);
    later.text = canonical_words(later, to);
    return later;
}

bool is_weekend(Day day)
{
    const std::chrono::weekday weekday{sys_days(day)};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

/// A day that was of work and is free now, or the other way: somebody has to look. Stretches of days have both.
void flag_weekends(const When& before, const When& later, std::vector<std::string>& warnings)
{
    bool free_now = false, work_now = false;
    for (std::size_t i = 0; i < std::min(before.periods.size(), later.periods.size()); ++i) {
        const auto &old = before.periods[i], &now = later.periods[i];
        if (now.first != now.last || now.open_start || now.open_end || is_fixed_feast(now.first)) continue;
        free_now = free_now || (is_weekend(now.first) && !is_weekend(old.first));
        work_now = work_now || (!is_weekend(now.first) && is_weekend(old.first));
    }
    if (free_now) warnings.emplace_back("copy.free_now");
    if (work_now) warnings.emplace_back("copy.work_now");
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
        flag_weekends(line.content.when, copy.content.when, copy.warnings);
        if (!copy.cancelled.empty()) copy.warnings.push_back("copy.was_cancelled");
        copies.push_back(std::move(copy));
    }
    return copies;
}

}  // namespace veche::plan
