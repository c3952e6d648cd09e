#include "language/when/weighing.hpp"

#include <algorithm>

namespace veche::language::speech {

namespace {

using std::chrono::sys_days;

/// "По будням" makes 261 days of a year; more than this is a riddle, and the stretches stay whole.
constexpr std::size_t most_days = 400;

bool is_single_day(const Span& span)
{
    return span.period.first == span.period.last;
}
bool names_days(const Span& span)
{
    return span.precision <= Precision::day;
}

Span year_span(int year)
{
    Span span;
    span.period.first = Day(std::chrono::year(year), std::chrono::January, std::chrono::day(1));
    span.period.last = last_day_of(year, 12);
    span.precision = Precision::year;
    return span;
}

/// "2021 г., II квартал": the year is only a frame for what stands in it.
void drop_frames(std::vector<Span>& spans)
{
    if (std::ranges::any_of(spans, [](const Span& span) { return !span.bare_year; }))
        std::erase_if(spans, [](const Span& span) { return span.bare_year; });
}

/// A time belongs to the days named before it in its clause, back to the time before; failing that to all days of the
/// clause ("в 12:00 6 июля"), failing that to all.
void give_clocks(Findings& found)
{
    std::size_t begin = 0;
    const auto takes_clock = [&](const Span& span) { return names_days(span) || !found.filter.empty(); };
    for (const NamedClocks& named : found.clocks) {
        const auto give = [&](auto&& belongs) {
            bool given = false;
            for (std::size_t i = 0; i < found.spans.size(); ++i) {
                Span& span = found.spans[i];
                if (!span.clocks.empty() || !belongs(i, span)) continue;
                span.clocks = named.clocks;
                given = true;
            }
            return given;
        };
        const auto before = [&](std::size_t i, const Span& span) {
            return i >= begin && i < named.spans_before && span.clause == named.clause && takes_clock(span);
        };
        const auto in_clause = [&](std::size_t, const Span& span) {
            return span.clause == named.clause && takes_clock(span);
        };
        const auto any = [](std::size_t, const Span&) { return true; };
        if (!give(before) && !give(in_clause) && !give(any) && !found.spans.empty()) found.unknown = true;
        begin = named.spans_before;
    }
}

/// "14:00 (12:00 мск)", "10:00 мск (14:00 местного времени)": of one hour told by two clocks the town's own is kept. One told by a
/// foreign clock alone is kept as it stands, with a warning.
void settle_zones(Findings& found)
{
    const auto beside = [&](const NamedClocks& a, TokenZone zone) {
        return std::ranges::any_of(found.clocks, [&](const NamedClocks& b) {
            return b.zone == zone && b.spans_before == a.spans_before && b.clause == a.clause;
        });
    };
    std::vector<NamedClocks> kept;
    for (const NamedClocks& named : found.clocks) {
        const bool local_beside = named.zone != TokenZone::local && beside(named, TokenZone::local);
        const bool other_beside = named.zone == TokenZone::elsewhere && beside(named, TokenZone::unsaid);
        if (!local_beside && !other_beside) kept.push_back(named);
    }
    found.clocks = std::move(kept);
    const bool elsewhere =
        std::ranges::any_of(found.clocks, [](const NamedClocks& named) { return named.zone == TokenZone::elsewhere; });
    const bool timed = !found.clocks.empty() ||
                       std::ranges::any_of(found.spans, [](const Span& span) { return !span.clocks.empty(); });
    if (elsewhere || (found.elsewhere && timed)) warn(found.warnings, "when.other_zone");
}

/// Beside a day, or at an end of a few days, a weekday is only a check; otherwise it chooses days.
void use_weekday(Findings& found, const Span& span, std::chrono::weekday named)
{
    const Day first = span.period.first, last = span.period.last;
    const auto in_week = [](Day day) { return std::chrono::weekday(sys_days(day)); };
    const bool few = names_days(span) && day_number(last) - day_number(first) < 7;
    if (few && (in_week(first) == named || in_week(last) == named)) return;
    if (few) return warn(found.warnings, "when.wrong_weekday");
    found.filter.weekdays.push_back(named);
    if (!found.repeat || *found.repeat == Repeat::daily) found.repeat = Repeat::weekly;
}

void use_weekdays(Findings& found)
{
    for (const NamedWeekday& named : found.weekdays) {
        if (found.spans.empty() && !found.filter.weekdays.empty()) {
            found.filter.weekdays.push_back(named.weekday);
        } else if (found.spans.empty()) {
            found.unknown = true;
        } else {
            const std::size_t before = named.spans_before == 0 ? 0 : named.spans_before - 1;
            use_weekday(found, found.spans[std::min(before, found.spans.size() - 1)], named.weekday);
        }
    }
}

bool chooses(const Filter& filter, Day day)
{
    const int number = int(unsigned(day.day()));
    if (std::ranges::count(filter.days, number) > 0) return true;
    if (std::ranges::count(filter.weekdays, std::chrono::weekday(sys_days(day))) == 0) return false;
    if (filter.ordinals.empty()) return true;
    const int nth = (number - 1) / 7 + 1;
    const bool is_last = number + 7 > int(unsigned(last_day_of(int(day.year()), int(unsigned(day.month()))).day()));
    return std::ranges::any_of(filter.ordinals,
                               [&](int ordinal) { return ordinal == nth || (ordinal == last_ordinal && is_last); });
}

/// The days of the stretches that the filter takes; too many or none leave the stretches as they are.
void choose_days(const Filter& filter, std::vector<Span>& spans, std::vector<std::string>& warnings)
{
    std::vector<Span> chosen;
    for (const Span& span : spans) {
        if (is_single_day(span) && names_days(span)) {
            chosen.push_back(span);
            continue;
        }
        for (auto at = sys_days(span.period.first); at <= sys_days(span.period.last); at += std::chrono::days(1)) {
            if (!chooses(filter, Day(at))) continue;
            Span day = span;
            day.period = Period{.first = Day(at), .last = Day(at)};
            day.precision = Precision::day;
            chosen.push_back(std::move(day));
            if (chosen.size() > most_days) return warn(warnings, "when.partly_understood");
        }
    }
    if (chosen.empty())
        warn(warnings, "when.no_such_day");
    else
        spans = std::move(chosen);
}

/// "кроме понедельника": of the weekdays chosen, or of all seven.
void except_weekdays(Findings& found)
{
    const auto& without = found.without_weekdays;
    const bool every_day = found.filter.empty() &&
                           (found.repeat == Repeat::daily ||
                            std::ranges::any_of(found.spans, [](const Span& span) { return !is_single_day(span); }));
    if (without.empty()) return;
    auto& chosen = found.filter.weekdays;
    if (every_day) {
        for (unsigned iso = 1; iso <= 7; ++iso) chosen.emplace_back(iso);
        found.repeat = Repeat::weekly;
    }
    std::erase_if(chosen, [&](std::chrono::weekday day) { return std::ranges::count(without, day) > 0; });
    if (chosen.empty() && found.filter.days.empty()) warn(found.warnings, "when.altered");
}

Day next_to(Day day, int by)
{
    return Day(sys_days(day) + std::chrono::days(by));
}

/// Cuts the days of "кроме 9 мая" out; what hits nothing, or leaves nothing, was meant in another way.
void except_days(Findings& found)
{
    for (const Span& out : found.without) {
        std::vector<Span> rest;
        bool hit = false;
        for (const Span& span : found.spans) {
            if (out.period.last < span.period.first || out.period.first > span.period.last) {
                rest.push_back(span);
                continue;
            }
            hit = true;
            Span before = span, after = span;
            before.period.last = next_to(out.period.first, -1);
            before.period.open_end = false;
            after.period.first = next_to(out.period.last, 1);
            after.period.open_start = false;
            if (before.period.first <= before.period.last) rest.push_back(std::move(before));
            if (after.period.first <= after.period.last) rest.push_back(std::move(after));
        }
        if (!hit || rest.empty())
            warn(found.warnings, "when.altered");
        else
            found.spans = std::move(rest);
    }
}

/// "ежемесячно, II квартал" is exact to a month: the repeat says more than the stretch it runs through.
void sharpen(Repeat repeat, std::vector<Span>& spans)
{
    for (Span& span : spans) {
        switch (repeat) {
            case Repeat::none: break;
            case Repeat::daily: span.precision = Precision::day; break;
            case Repeat::weekly:
            case Repeat::monthly: span.precision = Precision::month; break;
            case Repeat::quarterly: span.precision = Precision::quarter; break;
        }
    }
}

Period with_clock(Period period, const Clock& clock, std::vector<std::string>& warnings)
{
    constexpr int early_morning = 6 * 60;  // an end up to here belongs to the next day: "с 22:00 до 02:00"
    period.start_minute = clock.start;
    period.end_minute = clock.end;
    // "До 24:00" ends this day, and does not put the thing into the next one.
    if (clock.end && *clock.end == 0) period.end_minute = 24 * 60 - 1;
    if (!clock.end || period.first != period.last || *period.end_minute > clock.start) return period;
    if (*clock.end <= early_morning && *clock.end < clock.start) {
        period.last = Day(sys_days(period.last) + std::chrono::days(1));
    } else {
        period.end_minute.reset();
        warn(warnings, "when.reversed");
    }
    return period;
}

/// "1–20 мая, 10:00–18:00" is open on each day for these hours; "5–6 июля, 22:00–06:00" is one night.
bool are_hours_of_each_day(const Period& period, const Clock& clock)
{
    const auto nights = day_number(period.last) - day_number(period.first);
    return clock.end && nights > 0 && (*clock.end > clock.start || *clock.end == 0 || nights > 1);
}

/// Periods of one span; adds what the precision of the whole must not be finer than.
void put_periods(const Span& span, When& when)
{
    const bool timed = names_days(span) && !span.clocks.empty();
    when.precision = when.periods.empty() ? (timed ? Precision::minute : span.precision)
                                          : std::max(when.precision, timed ? Precision::minute : span.precision);
    if (!span.clocks.empty() && !timed) warn(when.warnings, "when.time_without_day");
    if (!timed) when.periods.push_back(span.period);
    if (!timed) return;
    for (const Clock& clock : span.clocks) when.periods.push_back(with_clock(span.period, clock, when.warnings));
    if (when.repeat == Repeat::none && !span.block &&
        std::ranges::any_of(span.clocks, [&](const Clock& clock) { return are_hours_of_each_day(span.period, clock); }))
        when.repeat = Repeat::daily;
}

void warn_of_years(const std::vector<Span>& spans, int year, std::vector<std::string>& warnings)
{
    const std::chrono::year plan(year);
    for (const Span& span : spans)
        if (span.period.last.year() < plan || span.period.first.year() > plan) warn(warnings, "when.other_year");
}

}  // namespace

When weigh(Findings found, int year)
{
    use_weekdays(found);
    drop_frames(found.spans);
    if (found.spans.empty() && (found.repeat || !found.filter.empty())) found.spans.push_back(year_span(year));
    except_weekdays(found);
    if (found.repeat && found.filter.empty()) sharpen(*found.repeat, found.spans);
    settle_zones(found);
    give_clocks(found);

    if (!found.filter.empty()) choose_days(found.filter, found.spans, found.warnings);
    except_days(found);

    When when;
    when.warnings = std::move(found.warnings);
    when.repeat = found.repeat.value_or(Repeat::none);
    for (const Span& span : found.spans) put_periods(span, when);
    std::ranges::sort(when.periods);
    const auto repeated = std::ranges::unique(when.periods);
    when.periods.erase(repeated.begin(), repeated.end());

    warn_of_years(found.spans, year, when.warnings);
    if (found.spans.empty() && !found.clocks.empty()) warn(when.warnings, "when.time_without_day");
    if (found.spans.empty() && !found.no_date && !found.empty && when.warnings.empty())
        warn(when.warnings, "when.not_understood");
    if (!found.spans.empty() && found.unknown) warn(when.warnings, "when.partly_understood");
    return when;
}

}  // namespace veche::language::speech
