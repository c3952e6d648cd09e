#include "core/time.hpp"

#include <fmt/format.h>

#include "core/whole.hpp"

namespace veche {

std::string iso_day(Day day)
{
    return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::optional<Day> parse_iso_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_whole<int>(text.substr(0, 4));
    const auto month = parse_whole<int>(text.substr(5, 2));
    const auto day = parse_whole<int>(text.substr(8, 2));
    if (!year || !month || !day || *year < 1900 || *year > 2199) return std::nullopt;
    const Day result{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    return result.ok() ? std::optional(result) : std::nullopt;
}

std::optional<int> parse_clock(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = parse_whole<int>(text.substr(0, 2)), minute = parse_whole<int>(text.substr(3));
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
