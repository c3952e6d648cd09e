#include "core/time.hpp"

#include <charconv>

#include <fmt/format.h>

namespace veche {

namespace {

/// Digits only, full match.
std::optional<int> number(std::string_view text)
{
    int value = 0;
    for (const char c : text)
        if (c < '0' || c > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string iso_day(Day day)
{
    return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::optional<Day> parse_iso_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1900 || *year > 2199) return std::nullopt;
    const Day result{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    return result.ok() ? std::optional(result) : std::nullopt;
}

std::optional<int> parse_clock(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3));
    return hour && minute && *hour < 24 && *minute < 60 ? std::optional(*hour * 60 + *minute) : std::nullopt;
}

std::string iso_instant(Instant at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(at.milliseconds));
    const auto days = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::hh_mm_ss clock(seconds - days);
    return fmt::format("{}T{:02}:{:02}:{:02}Z", iso_day(Day(std::chrono::sys_days(days))), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

}  // namespace veche
