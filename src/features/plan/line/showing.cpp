#include "features/plan/line/showing.hpp"

#include <algorithm>

#include "language/zone.hpp"

namespace veche::plan {

namespace {

Day next_day(Day day)
{
    return Day(std::chrono::sys_days(day) + std::chrono::days(1));
}

/// The first moment at which it is over.
Clock end_of(const Period& period)
{
    return period.end_minute ? Clock{period.last, *period.end_minute} : Clock{next_day(period.last), 0};
}

Clock beginning_of(const Period& period)
{
    return {period.first, period.start_minute.value_or(0)};
}

/// Of a stretch whose days are known. A deadline ("до 1 июня") has no beginning.
HappeningShowing shown_exactly(const Period& period, Clock now)
{
    const Clock end = end_of(period), beginning = beginning_of(period);
    if (period.open_start) return {Showing::ahead, end};
    if (now.day < period.first) return {Showing::ahead, Clock{period.first, 0}};
    if (now < beginning) return {Showing::today, beginning};
    if (period.end_minute || period.first != period.last) return {Showing::going, end};
    return {period.start_minute ? Showing::begun : Showing::today, end};
}

/// What has no date belongs to the plan of its year, and is over with it.
Clock end_of_year(const Line& line)
{
    using namespace std::chrono;
    return {Day{year(line.year + 1), January, day(1)}, 0};
}

}  // namespace

bool has_days(const When& when)
{
    return when.precision == Precision::minute || when.precision == Precision::day;
}

Clock clock_of(const language::Zone& zone, Instant at)
{
    const auto local = zone.local(at);
    return {local.day, local.minute};
}

Instant instant_of(const language::Zone& zone, Clock clock)
{
    return zone.instant(clock.day, clock.minute);
}

std::string_view to_text(Showing showing)
{
    switch (showing) {
        case Showing::today: return "today";
        case Showing::begun: return "begun";
        case Showing::going: return "going";
        case Showing::over: return "over";
        case Showing::held: return "held";
        case Showing::cancelled: return "cancelled";
        case Showing::ahead: break;
    }
    return "ahead";
}

bool is_live(Showing showing)
{
    return showing < Showing::over;
}

HappeningShowing shown_of(const Line& line, const Happening& happening, Clock now)
{
    if (std::holds_alternative<Held>(happening.outcome)) return {Showing::held, {}};
    if (std::holds_alternative<Cancelled>(happening.outcome)) return {Showing::cancelled, {}};
    const Clock end = happening.period ? end_of(*happening.period) : end_of_year(line);
    if (now >= end) return {Showing::over, {}};
    if (happening.period && has_days(line.content.when)) return shown_exactly(*happening.period, now);
    return {Showing::ahead, end};
}

LineShowing shown_of(const Line& line, Clock now)
{
    LineShowing all;
    bool untold = false;
    const Happening* last = nullptr;
    for (const auto& one : line.happenings) {
        const HappeningShowing shown = shown_of(line, one, now);
        if (shown.until && (!all.until || *shown.until < *all.until)) all.until = shown.until;
        untold = untold || shown.showing == Showing::over;
        if (is_live(shown.showing) && !all.leading) {
            all.leading = &one;
            all.showing = shown.showing;
        } else {
            const bool to_come = shown.showing == Showing::cancelled && one.period && now < end_of(*one.period);
            (is_live(shown.showing) || to_come ? all.others : all.past).push_back(&one);
        }
        if (!last || shown.showing != Showing::cancelled) last = &one;
    }
    if (all.leading) {
        all.moved = !line.moves.empty();
        return all;
    }
    if (!last) return all;
    all.leading = last;
    all.showing = untold ? Showing::over : shown_of(line, *last, now).showing;
    std::erase(all.past, last);
    std::erase(all.others, last);
    return all;
}

When when_of(const Line& line, const std::vector<const Happening*>& happenings)
{
    When when = line.content.when;
    when.periods.clear();
    for (const auto* one : happenings)
        if (one->period) when.periods.push_back(*one->period);
    return when;
}

}  // namespace veche::plan
