#include "program/demo_dates.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace veche::program {

namespace {

using std::chrono::days, std::chrono::sys_days;

Day within_year(sys_days day, std::chrono::year year)
{
    return Day(std::clamp(day, sys_days(year / std::chrono::January / 1), sys_days(year / std::chrono::December / 31)));
}

std::string plan_date(Day day)
{
    return fmt::format("{:02}.{:02}.{}", unsigned(day.day()), unsigned(day.month()), int(day.year()));
}

sys_days next_saturday(sys_days from)
{
    return from + (std::chrono::Saturday - std::chrono::weekday(from));
}

/// "+3", "-9": its sign is always there.
std::optional<int> parse_shift(std::string_view text)
{
    if (text.size() < 2 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    int number = 0;
    const auto [end, fault] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return text.front() == '-' ? -number : number;
}

std::optional<std::string> value_of(std::string_view word, Day today)
{
    if (word == "YEAR") return std::to_string(int(today.year()));
    const bool saturday = word.starts_with("SAT");
    const auto shift = parse_shift(saturday ? word.substr(3) : word);
    if (!shift) return std::nullopt;
    const sys_days from = saturday ? next_saturday(today) : sys_days(today);
    return plan_date(within_year(from + days(*shift), today.year()));
}

}  // namespace

std::string dated(std::string text, Day today)
{
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
        const auto end = text.find('}', at);
        if (end == std::string::npos) break;
        const auto value = value_of(std::string_view(text).substr(at + 1, end - at - 1), today);
        if (value) text.replace(at, end + 1 - at, *value);
        at += value ? value->size() : 1;
    }
    return text;
}

}  // namespace veche::program
