#include "language/when/dates.hpp"

#include <algorithm>

namespace veche::language::speech {

namespace {

using namespace std::chrono;

Day day_of(int y, int m, int d)
{
    return Day(year(y), month(unsigned(m)), day(unsigned(d)));
}

Day shifted(Day from, int by)
{
    return Day(sys_days(from) + days(by));
}

struct Bounds {
    Day first;
    Day last;
    Precision precision;
};

Bounds whole_month(int y, int m)
{
    return {day_of(y, m, 1), last_day_of(y, m), Precision::month};
}

/// `point.year` and `point.month` are known.
Bounds bounds_of(const Point& point, std::vector<std::string>& warnings)
{
    const int y = *point.year;
    if (point.nth != 0) {
        const auto found = nth_weekday(y, point.month, point.weekday, point.nth);
        if (found) return {*found, *found, Precision::day};
        warn(warnings, "when.no_such_day");
        return whole_month(y, point.month);
    }
    const int last_month = std::min(12, point.month + point.months - 1);
    const Day end = last_day_of(y, last_month);
    if (point.precision == Precision::day) {
        if (point.first_day >= 1 && point.first_day <= int(unsigned(end.day()))) {
            const Day day = day_of(y, point.month, point.first_day);
            return {day, day, Precision::day};
        }
        warn(warnings, "when.no_such_day");
        return whole_month(y, point.month);
    }
    if (point.first_day < 0) return {shifted(end, point.first_day + 1), end, point.precision};
    return {day_of(y, point.month, point.first_day), std::min(end, day_of(y, last_month, point.last_day)),
            point.precision};
}

/// Gives each end the year it leaves out: "25 декабря – 5 января 2022" begins in 2021, "октябрь – март" ends a year
/// later.
void complete_years(Point& first, Point& last, int plan_year)
{
    const bool wraps = first.month > last.month;
    if (first.year && !last.year) last.year = *first.year + (wraps ? 1 : 0);
    if (!first.year && last.year) first.year = *last.year - (wraps ? 1 : 0);
    if (!first.year) {
        first.year = plan_year;
        last.year = plan_year + (wraps ? 1 : 0);
    }
}

Span span_of(const Bounds& bounds)
{
    Span span;
    span.period.first = bounds.first;
    span.period.last = bounds.last;
    span.precision = bounds.precision;
    return span;
}

void add_clocks(Span& span, const Stretch& stretch)
{
    if (!stretch.first_clock || !stretch.last_clock) return;
    span.clocks = {Clock{stretch.first_clock->start, stretch.last_clock->start}};
    span.block = true;
}

Span range(Stretch stretch, int plan_year, std::vector<std::string>& warnings)
{
    Point& a = stretch.first;
    Point& b = *stretch.last;
    if (a.waits()) a.month = b.month;
    if (a.winter) a.month = 1, a.months = 2;  // "зима – весна" begins in January
    if (b.winter) b.months = 1;               // "осень – зима" ends in December
    complete_years(a, b, plan_year);
    const Bounds from = bounds_of(a, warnings);
    const Bounds to = bounds_of(b, warnings);
    Span span = span_of({from.first, to.last, std::max(from.precision, to.precision)});
    if (from.first > to.last) {
        warn(warnings, "when.reversed");
        span.period.first = to.first;
        span.period.last = from.last;
    } else {
        add_clocks(span, stretch);
    }
    return span;
}

Span open_span(const Stretch& stretch, const Bounds& bounds)
{
    Span span = span_of(bounds);
    const int y = int(bounds.first.year());
    if (stretch.lead == Lead::from || stretch.lead == Lead::after) {
        if (stretch.lead == Lead::after) span.period.first = shifted(bounds.last, 1);
        span.period.last = day_of(int(span.period.first.year()), 12, 31);
        span.period.open_end = true;
        return span;
    }
    const bool belongs =
        stretch.lead == Lead::through || bounds.precision == Precision::day || stretch.first.ends_month;
    // "до января" leaves nothing of the year: the words must have meant the month itself.
    const bool nothing_before = bounds.first == day_of(y, 1, 1);
    if (!belongs && !nothing_before) span.period.last = shifted(bounds.first, -1);
    span.period.first = day_of(y, 1, 1);
    span.period.open_start = true;
    return span;
}

}  // namespace

void warn(std::vector<std::string>& warnings, std::string_view message)
{
    if (std::ranges::find(warnings, message) == warnings.end()) warnings.emplace_back(message);
}

Day last_day_of(int y, int m)
{
    return Day(year_month_day_last(year(y), month_day_last(month(unsigned(m)))));
}

std::optional<Day> nth_weekday(int y, int m, weekday weekday, int nth)
{
    if (nth == last_ordinal) return Day(sys_days(year_month_weekday_last(year(y), month(unsigned(m)), weekday[last])));
    if (nth < 1 || nth > 5) return std::nullopt;
    const year_month_weekday found(year(y), month(unsigned(m)), weekday[unsigned(nth)]);
    return found.ok() ? std::optional(Day(sys_days(found))) : std::nullopt;
}

std::vector<Span> on_calendar(Stretch stretch, int plan_year, std::vector<std::string>& warnings)
{
    if (stretch.last) return {range(std::move(stretch), plan_year, warnings)};
    Point& point = stretch.first;
    if (!point.year) point.year = plan_year;
    if (point.winter && stretch.lead == Lead::none) {
        Span start = span_of({day_of(*point.year, 1, 1), last_day_of(*point.year, 2), Precision::month});
        return {start, span_of(whole_month(*point.year, 12))};
    }
    const Bounds bounds = bounds_of(point, warnings);
    Span span = stretch.lead == Lead::none ? span_of(bounds) : open_span(stretch, bounds);
    span.bare_year = point.bare_year && stretch.lead == Lead::none;
    return {span};
}

}  // namespace veche::language::speech
