#include "language/when/in_words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace veche::language {

namespace {

bool is_exact(const When& when)
{
    return when.precision == Precision::minute || when.precision == Precision::day;
}

bool is_block(const When& when, const Period& period)
{
    return period.first != period.last && period.start_minute && period.end_minute && !has_daily_hours(when, period);
}

/// "6 июля 2021, вторник, 10:00 – 7 июля 2021, среда, 18:00"
std::string block_words(const Words& words, const Period& period)
{
    return fmt::format("{}, {} – {}, {}", words.day(period.first), words.clock(*period.start_minute),
                       words.day(period.last), words.clock(*period.end_minute));
}

constexpr int noon_minute = 12 * 60;

std::string clock_range(const Words& words, const Period& period)
{
    if (!period.start_minute) return {};
    std::string text = words.clock(*period.start_minute);
    if (period.end_minute) text += "–" + words.clock(*period.end_minute);
    return text;
}

/// More single days than this are told month by month.
constexpr std::size_t days_one_by_one = 6;

bool are_many_days(const When& when)
{
    return is_exact(when) && when.periods.size() > days_one_by_one &&
           std::ranges::all_of(when.periods, [&](const Period& period) {
               const auto& first = when.periods.front();
               return period.first == period.last && !period.open_start && !period.open_end &&
                      period.start_minute == first.start_minute && period.end_minute == first.end_minute;
           });
}

/// "1, 8, 15, 22, 29 октября 2026, 18:00" for each month.
std::vector<std::string> days_by_month(const Words& words, const When& when)
{
    std::vector<std::string> all;
    std::string days;
    for (std::size_t i = 0; i < when.periods.size(); ++i) {
        const Day day = when.periods[i].first;
        const bool last = i + 1 == when.periods.size() || when.periods[i + 1].first.month() != day.month() ||
                          when.periods[i + 1].first.year() != day.year();
        if (!last) {
            days += std::to_string(unsigned(day.day())) + ", ";
            continue;
        }
        days += words.day_month_year(day);
        if (const auto clock = clock_range(words, when.periods[i]); !clock.empty()) days += ", " + clock;
        all.push_back(std::move(days));
        days.clear();
    }
    return all;
}

}  // namespace

bool is_night(const When& when, const Period& period)
{
    return is_block(when, period) && !period.open_start && !period.open_end &&
           day_number(period.last) - day_number(period.first) == 1 && *period.start_minute >= noon_minute &&
           *period.end_minute <= noon_minute;
}

std::string hours_in_words(const Words& words, const When& when, const Period& period)
{
    const bool one_date = period.first == period.last || period.open_start || period.open_end || is_night(when, period);
    const auto clock = clock_range(words, period);
    if (clock.empty() || one_date) return clock;
    if (has_daily_hours(when, period)) return words.say("when.daily_hours", {{"hours", clock}});
    const auto start = words.clock(*period.start_minute), last = words.short_day(period.last);
    if (!period.end_minute) return words.say("when.block_without_end", {{"start", start}, {"day", last}});
    return words.say("when.block_hours", {{"start", start}, {"end", words.clock(*period.end_minute)}, {"day", last}});
}

std::vector<std::string> dates_in_words(const Words& words, const When& when)
{
    if (are_many_days(when)) return days_by_month(words, when);
    std::vector<std::string> all;
    for (const auto& period : when.periods) {
        std::string text;
        if (!is_exact(when)) {
            const auto first = period.first, last = period.last;
            const auto month = [&](Day day) { return words.month(unsigned(day.month())); };
            text = first.month() == last.month() && first.year() == last.year() ? month(first)
                                                                                : month(first) + " – " + month(last);
            text += fmt::format(" {}", int(last.year()));
        } else if (is_block(when, period)) {
            all.push_back(block_words(words, period));
            continue;
        } else if (period.open_start) {
            text = words.say("when.until_day", {{"day", words.day_month_year(period.last)}});
        } else if (period.open_end) {
            text = words.say("when.from_day", {{"day", words.day_month_year(period.first)}});
        } else if (period.first == period.last) {
            text = words.day(period.first);
        } else {
            text = words.day_range(period.first, period.last);
        }
        if (const auto clock = clock_range(words, period); !clock.empty())
            text += ", " + (has_daily_hours(when, period) ? words.say("when.daily_hours", {{"hours", clock}}) : clock);
        all.push_back(std::move(text));
    }
    return all;
}

std::string time_words(const Words& words, const When& when)
{
    std::string text;
    for (const auto& date : dates_in_words(words, when)) text += (text.empty() ? "" : "; ") + date;
    return text.empty() ? when.text : text;
}

}  // namespace veche::language
