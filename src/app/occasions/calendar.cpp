#include "app/occasions/calendar.hpp"

#include <algorithm>

#include "core/expect.hpp"

namespace veche::app {

namespace {

/// Every change of the clock from the first day to the last, found day by day and then to the minute: a plan is a year or two.
std::vector<outside::ClockChange> clock_changes(const language::Zone& zone, Day first, Day last)
{
    std::vector<outside::ClockChange> changes;
    int before = zone.local(zone.instant(first, 0)).utc_offset;
    for (auto number = day_number(first); number <= day_number(last); ++number) {
        const Day day = day_from_number(number);
        const Instant start = zone.instant(day, 0);
        const Instant next = zone.instant(day_from_number(number + 1), 0);
        if (zone.local(next).utc_offset == before) continue;
        Instant low = start, high = next;  // the change is in (low, high]
        while ((high - low).count() > 60'000) {
            const Instant middle = low + (high - low) / 2;
            (zone.local(middle).utc_offset == before ? low : high) = middle;
        }
        const int after = zone.local(next).utc_offset;
        const auto minutes = high.milliseconds / 60'000 + before;  // the wall clock before the change
        changes.push_back({day_from_number(minutes / 1440), int(minutes % 1440), before, after});
        before = after;
    }
    return changes;
}

}  // namespace

outside::CalendarEvent calendar_event(const Occasion& occasion, const language::Words& words, const Town& town)
{
    using language::Precision;
    const auto found = period_of(occasion);
    VECHE_EXPECT(found.has_value());
    const auto& period = *found;
    const auto& when = occasion.when;
    const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
    const bool daily = language::has_daily_hours(when, period);
    // Of several days with a beginning and no end a diary would keep one moment: they are whole days, the words tell the hour.
    const bool whole_days = period.first != period.last && period.start_minute && !period.end_minute && !daily;
    const auto programme = language::programme_text(occasion.programme);
    const bool off = occasion.state == OccasionState::cancelled || occasion.state == OccasionState::gone;
    return {.uid = to_text(occasion.id) + "@" + town.uuid,
            .sequence = occasion.sequence,
            .stamp = occasion.changed,
            // Not every calendar shows the status.
            .title = off ? words.say("plan.cancelled_title", {{"title", occasion.title}}) : occasion.title,
            .place = occasion.place,
            .description = programme.empty() ? when.text : when.text + "\n" + programme,
            .url = town.base_url + occasion.url,
            .categories = {},
            .first = period.open_start ? period.last : period.first,
            .last = period.open_end ? period.first : period.last,
            .start_minute = whole_days ? std::nullopt : period.start_minute,
            .end_minute = period.end_minute,
            .each_day = daily,
            .transparent = !exact || period.first != period.last,
            .cancelled = off};
}

outside::Calendar empty_calendar(const Town& town, std::string name, std::string url)
{
    return {.name = std::move(name),
            .url = std::move(url),
            .organizer = town.name,
            .organizer_url = town.base_url,
            .zone = town.zone.name(),
            .utc_offset = 0,
            .changes = {},
            .events = {}};
}

std::string write_calendar(outside::Calendar calendar, const Town& town)
{
    if (!calendar.events.empty()) {
        const Day first = std::ranges::min(calendar.events, {}, &outside::CalendarEvent::first).first;
        const Day last = std::ranges::max(calendar.events, {}, &outside::CalendarEvent::last).last;
        calendar.utc_offset = town.zone.local(town.zone.instant(first, 0)).utc_offset;
        calendar.changes = clock_changes(town.zone, first, last);
    }
    return outside::write_calendar(calendar);
}

std::string calendar_of(const Occasion& occasion, const language::Words& words, const Town& town)
{
    using language::Precision;
    const auto precision = occasion.when.precision;
    if (!period_of(occasion) || precision == Precision::none || precision == Precision::year) return {};
    auto calendar = empty_calendar(town, occasion.title, town.base_url + occasion.url + ".ics");
    calendar.events.push_back(calendar_event(occasion, words, town));
    return write_calendar(std::move(calendar), town);
}

}  // namespace veche::app
