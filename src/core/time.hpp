#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veche {

/// A moment, UTC milliseconds since 1970-01-01. Read from the clock only in main.cpp, program/, app/ and the log.
struct Instant {
    std::int64_t milliseconds = 0;

    constexpr auto operator<=>(const Instant&) const = default;
    friend constexpr Instant operator+(Instant at, std::chrono::milliseconds span)
    {
        return {at.milliseconds + span.count()};
    }
    friend constexpr Instant operator-(Instant at, std::chrono::milliseconds span)
    {
        return {at.milliseconds - span.count()};
    }
    friend constexpr std::chrono::milliseconds operator-(Instant a, Instant b)
    {
        return std::chrono::milliseconds(a.milliseconds - b.milliseconds);
    }
};

/// A calendar day with no zone: 31 September cannot be one (see ok()).
using Day = std::chrono::year_month_day;

/// Days since 1970-01-01: the form in which a Day is stored and sorted.
constexpr std::int64_t day_number(Day day)
{
    return std::chrono::sys_days(day).time_since_epoch().count();
}
constexpr Day day_from_number(std::int64_t number)
{
    return Day(std::chrono::sys_days(std::chrono::days(number)));
}

/// "2021-07-06".
std::string iso_day(Day day);
/// Exactly "YYYY-MM-DD" of a day that exists, year 1900..2199.
std::optional<Day> parse_iso_day(std::string_view text);
/// Exactly "HH:MM" of a day's clock, as a browser's time field sends it: minutes since midnight.
std::optional<int> parse_clock(std::string_view text);
/// "2021-07-06T05:00:00Z", whole seconds.
std::string iso_instant(Instant at);

}  // namespace veche
