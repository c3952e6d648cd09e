#include "outside/cell_moment.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace veche::outside {

namespace {

constexpr std::int64_t seconds_a_day = 24 * 60 * 60;
// A sum of times misses a whole day by some millionths of a second: that is noise of the computing, nobody's 23:59:59.
constexpr double noise_in_days = 50e-6 / seconds_a_day;

struct Split {
    std::int64_t days = 0, seconds = 0;
};

Split split_days(double serial)
{
    double days = std::floor(serial);
    if (days + 1 - serial < noise_in_days) return {static_cast<std::int64_t>(days) + 1, 0};
    const auto seconds = static_cast<std::int64_t>(std::llround((serial - days) * seconds_a_day));
    return {static_cast<std::int64_t>(days), std::min(seconds, seconds_a_day - 1)};
}

/// "12:00", "12:00:59" or "12:00:59.9"; anything else is no clock time.
std::int64_t clock_seconds(std::string_view text)
{
    unsigned hour = 0, minute = 0;
    double second = 0;
    const auto two = [&](std::size_t at, unsigned& into) {
        return text.size() >= at + 2 &&
               std::from_chars(text.data() + at, text.data() + at + 2, into).ptr == text.data() + at + 2;
    };
    if (!two(0, hour) || text.size() < 5 || text[2] != ':' || !two(3, minute) || hour > 23 || minute > 59) return 0;
    if (text.size() >= 8 && text[5] == ':') std::from_chars(text.data() + 6, text.data() + text.size(), second);
    if (!(second >= 0 && second < 60)) second = 0;
    return std::min<std::int64_t>(hour * 3600 + minute * 60 + std::llround(second), seconds_a_day - 1);
}

}  // namespace

std::optional<CellMoment> moment_of(double serial, Epoch epoch)
{
    if (!std::isfinite(serial) || serial < 0 || serial > 200'000) return std::nullopt;
    const auto [days, seconds] = split_days(serial);
    if (days == 0 && epoch == Epoch::year_1900) return CellMoment{std::nullopt, seconds};
    const std::int64_t base = epoch == Epoch::year_1904
                                  ? day_number(Day(std::chrono::year(1904) / 1 / 1))
                                  : day_number(Day(std::chrono::year(1899) / 12 / (days < 60 ? 31 : 30)));
    const Day day = day_from_number(base + days);
    if (day.year() > std::chrono::year(2199)) return std::nullopt;
    return CellMoment{day, seconds};
}

std::optional<CellMoment> moment_of_iso(std::string_view text)
{
    const auto day = parse_iso_day(text.substr(0, 10));
    if (!day) return std::nullopt;
    return CellMoment{*day, text.size() > 11 && text[10] == 'T' ? clock_seconds(text.substr(11)) : 0};
}

std::optional<CellMoment> moment_of_span(std::string_view text)
{
    if (!text.starts_with("PT")) return std::nullopt;
    text.remove_prefix(2);
    double seconds = 0;
    while (!text.empty()) {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end == text.data() + text.size() || !(number >= 0 && number < 1e7))
            return std::nullopt;
        if (*end != 'H' && *end != 'M' && *end != 'S') return std::nullopt;
        seconds += number * (*end == 'H' ? 3600 : *end == 'M' ? 60 : 1);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    const std::int64_t whole = std::llround(seconds);
    // 23:59:59.9 is of this day.
    return CellMoment{std::nullopt, seconds < seconds_a_day ? std::min(whole, seconds_a_day - 1) : whole};
}

}  // namespace veche::outside
