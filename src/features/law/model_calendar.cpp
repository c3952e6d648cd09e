#include "features/law/model_calendar.hpp"

#include <algorithm>
#include <optional>

#include "core/expect.hpp"

namespace veche::law {

namespace {

using namespace std::chrono;

/// Weekdays that do not work and weekends that do, by the Government's decrees: № 1335 of 4 October 2024 for 2025, № 1466 of
/// 24 September 2025 for 2026. In these years nothing else moves.
constexpr OddDay moved[] = {{2025y / May / 2d, false},      {2025y / May / 8d, false},
                            {2025y / June / 13d, false},    {2025y / November / 1d, true},
                            {2025y / November / 3d, false}, {2025y / December / 31d, false},
                            {2026y / January / 9d, false},  {2026y / March / 9d, false},
                            {2026y / May / 11d, false},     {2026y / December / 31d, false}};

bool is_weekend(Day day)
{
    const weekday of_day{sys_days(day)};
    return of_day == Saturday || of_day == Sunday;
}

/// Article 112, part 1.
bool is_holiday(Day date)
{
    const auto of = date.month() / date.day();
    if (date.month() == January) return date.day() <= day(8);
    constexpr month_day others[] = {February / 23d, March / 8d, May / 1d, May / 9d, June / 12d, November / 4d};
    return std::ranges::find(others, of) != std::end(others);
}

/// Part 2: a holiday on a weekend moves to the next working day after it; those of January the Government places.
bool takes_a_moved_holiday(Day day)
{
    for (Day before(sys_days(day) - days(1)); is_weekend(before) || is_holiday(before);
         before = Day(sys_days(before) - days(1)))
        if (is_weekend(before) && is_holiday(before) && before.month() != January) return true;
    return false;
}

std::optional<bool> said_by(const auto& odd_days, Day day)
{
    const auto found = std::ranges::find(odd_days, day, &OddDay::day);
    return found == std::end(odd_days) ? std::nullopt : std::optional(found->working);
}

}  // namespace

bool has_decree(year year)
{
    return std::ranges::any_of(moved, [&](const OddDay& one) { return one.day.year() == year; });
}

bool WorkCalendar::is_working(Day day) const
{
    if (const auto said = said_by(own_, day)) return *said;
    if (const auto said = said_by(moved, day)) return *said;
    if (is_weekend(day) || is_holiday(day)) return false;
    return has_decree(day.year()) || !takes_a_moved_holiday(day);
}

Day WorkCalendar::after(Day day, int count) const
{
    VECHE_EXPECT(count >= 1 && count <= 250);
    // Who enters a year without a working day must not stop the program.
    for (int walked = 0; count > 0 && walked < 1000; ++walked) {
        day = Day(sys_days(day) + days(1));
        count -= is_working(day);
    }
    return day;
}

}  // namespace veche::law
