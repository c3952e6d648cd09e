#include <algorithm>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "language/when/when.hpp"

namespace veche::language {

namespace {

std::string moment(Day day, std::optional<int> minute)
{
    return minute ? fmt::format("{}T{:02}:{:02}", iso_day(day), *minute / 60, *minute % 60) : iso_day(day);
}

int two_digits(std::string_view text)
{
    VECHE_EXPECT(text.size() == 2 && text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9');
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/// "2021-07-06T12:00" into its day and minute.
void load_moment(std::string_view text, Day& day, std::optional<int>& minute)
{
    const auto found = parse_iso_day(text.substr(0, 10));
    VECHE_EXPECT(found);
    day = *found;
    minute.reset();
    if (text.size() == 10) return;
    VECHE_EXPECT(text.size() == 16 && text[10] == 'T' && text[13] == ':');
    const int hour = two_digits(text.substr(11, 2));
    const int rest = two_digits(text.substr(14, 2));
    VECHE_EXPECT(hour < 24 && rest < 60);
    minute = hour * 60 + rest;
}

Period load_period(std::string_view text)
{
    Period period;
    period.open_start = text.starts_with('<');
    if (period.open_start) text.remove_prefix(1);
    period.open_end = text.ends_with('>');
    if (period.open_end) text.remove_suffix(1);
    const auto between = text.find('/');
    VECHE_EXPECT(between != std::string_view::npos);
    load_moment(text.substr(0, between), period.first, period.start_minute);
    load_moment(text.substr(between + 1), period.last, period.end_minute);
    VECHE_EXPECT(period.first <= period.last && (period.start_minute || !period.end_minute));
    return period;
}

}  // namespace

std::string iso_start(const When& when)
{
    if (when.periods.empty()) return {};
    return moment(when.periods.front().first, when.periods.front().start_minute);
}

std::string iso_end(const When& when)
{
    if (when.periods.empty()) return {};
    const Period& last = *std::ranges::max_element(
        when.periods, {}, [](const Period& period) { return std::pair(period.last, period.end_minute); });
    return moment(last.last, last.end_minute);
}

std::string store_periods(const std::vector<Period>& periods)
{
    std::string text;
    for (const Period& period : periods) {
        if (!text.empty()) text += ';';
        text += fmt::format("{}{}/{}{}", period.open_start ? "<" : "", moment(period.first, period.start_minute),
                            moment(period.last, period.end_minute), period.open_end ? ">" : "");
    }
    return text;
}

std::vector<Period> load_periods(std::string_view text)
{
    std::vector<Period> periods;
    while (!text.empty()) {
        const auto end = text.find(';');
        periods.push_back(load_period(text.substr(0, end)));
        VECHE_EXPECT(end == std::string_view::npos || end + 1 < text.size());
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return periods;
}

}  // namespace veche::language
