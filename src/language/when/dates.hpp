#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/when/when.hpp"
#include "language/when/words.hpp"

/// Dates as people say them, before the calendar has its word.
namespace veche::language::speech {

/// Years a plan can speak of; others are taken for another number.
constexpr int least_year = 1901;
constexpr int most_year = 2198;

/// One end of a stretch, or a whole stretch in one word. A day number may wait for its month ("20 и 21 мая").
struct Point {
    Precision precision = Precision::month;
    std::optional<int> year;
    int month = 0;  // the first one, 1..12; 0: not named yet
    int months = 1;
    int first_day = 1;  // in the first month; -7: the seventh from the end of the last one
    int last_day = 31;  // in the last month, cut to its length
    int nth = 0;        // "последняя суббота сентября": which of the month's `weekday`s
    std::chrono::weekday weekday{0u};
    bool winter = false;      // the one season that is in two pieces of a year
    bool bare_year = false;   // "2021": a frame for what stands beside it
    bool dotted = false;      // "28.05", with no year: the next "25.06" is a date, not a time
    bool ends_month = false;  // "конец мая"

    bool waits() const { return month == 0; }
};

/// A time of the day, in minutes since midnight.
struct Clock {
    int start = 0;
    std::optional<int> end;
    bool operator==(const Clock&) const = default;
};

/// How the point or the pair of points is meant.
enum class Lead {
    none,
    from,     // "с 1 сентября"
    until,    // "до 1 июня", "до июня": the day itself belongs, a month does not
    through,  // "по 15 мая", "не позднее мая": belongs whole
    after,    // "после 1 сентября"
};

struct Stretch {
    Lead lead = Lead::none;
    Point first;
    std::optional<Point> last;
    std::optional<Clock> first_clock;  // only when both ends have their own
    std::optional<Clock> last_clock;

    const Point& final() const { return last ? *last : first; }
};

/// A stretch put on the calendar.
struct Span {
    Period period;
    Precision precision = Precision::none;
    bool bare_year = false;
    std::vector<Clock> clocks;
    bool block = false;  // "06.07 10:00 – 07.07 18:00": the times are of its two ends
    int clause = 0;      // which piece between semicolons named it
};

/// Names the problem once: "when.no_such_day".
void warn(std::vector<std::string>& warnings, std::string_view message);

/// Puts a stretch on the calendar; winter alone gives two spans. A day that does not exist gives its month and the
/// warning when.no_such_day, a reversed range its days in order and when.reversed.
std::vector<Span> on_calendar(Stretch stretch, int year, std::vector<std::string>& warnings);

Day last_day_of(int year, int month);
/// The nth (or last) weekday of a month; nullopt when the month has no fifth one.
std::optional<Day> nth_weekday(int year, int month, std::chrono::weekday weekday, int nth);

}  // namespace veche::language::speech
