#include "features/plan/export/calendar_feed.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "outside/calendar.hpp"

namespace veche::plan {

namespace {

/// More than any diary shows; one line may be of four hundred days.
constexpr std::size_t most_events = 20'000;

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

std::string description(const language::Words& words, const Line& line, const Happening& happening)
{
    std::string text;
    if (happening.settled()) text += told_words(words, happening) + "\n";
    for (std::size_t i = line.moves.size(); i > 0; --i) text += moved_words(words, line, i - 1) + "\n";
    text += line.content.when.text;
    if (!line.content.audience.empty()) text += "\n" + words.say("plan.audience") + ": " + line.content.audience;
    for (const auto& name : line.content.responsible) text += "\n" + name;
    if (line.content.age_mark) text += "\n" + std::string(to_text(*line.content.age_mark));
    return text;
}

outside::CalendarEvent event(const language::Words& words, const app::Town& town, const Line& line,
                             const Happening& happening)
{
    const auto& period = *happening.period;
    const bool exact =
        line.content.when.precision == Precision::minute || line.content.when.precision == Precision::day;
    const bool daily = has_daily_hours(line.content.when, period);
    // Of several days with a beginning and no end a diary would keep one moment: they are whole days, the words tell the hour.
    const bool whole_days = period.first != period.last && period.start_minute && !period.end_minute && !daily;
    const bool cancelled = std::holds_alternative<Cancelled>(happening.outcome);
    // Not every calendar shows the status.
    const auto title =
        cancelled ? words.say("plan.cancelled_title", {{"title", line.content.title}}) : line.content.title;
    return {.uid = to_text(happening.id) + "@" + town.uuid,
            .sequence = line.sequence,
            .stamp = line.updated,
            .title = title,
            .place = line.content.place,
            .description = description(words, line, happening),
            .url = town.base_url + line_path(line),
            .categories = {words.say(fmt::format("kind.{}", to_text(line.content.kind)))},
            .first = period.open_start ? period.last : period.first,
            .last = period.open_end ? period.first : period.last,
            .start_minute = whole_days ? std::nullopt : period.start_minute,
            .end_minute = period.end_minute,
            .each_day = daily,
            .transparent = !exact || period.first != period.last,
            .cancelled = cancelled};
}

}  // namespace

std::string calendar_text(const language::Words& words, const app::Town& town, const std::string& name,
                          const std::string& address, const std::vector<Line>& lines)
{
    outside::Calendar calendar{.name = name,
                               .url = address,
                               .organizer = town.name,
                               .organizer_url = town.base_url,
                               .zone = town.zone.name(),
                               .utc_offset = 0,
                               .changes = {},
                               .events = {}};
    for (const auto& line : lines) {
        const auto& when = line.content.when;
        if (when.precision == Precision::none || when.precision == Precision::year) continue;
        if (calendar.events.size() + line.happenings.size() > most_events) break;
        for (const auto& one : line.happenings)
            if (one.period) calendar.events.push_back(event(words, town, line, one));
    }
    if (!calendar.events.empty()) {
        const Day first = std::ranges::min(calendar.events, {}, &outside::CalendarEvent::first).first;
        const Day last = std::ranges::max(calendar.events, {}, &outside::CalendarEvent::last).last;
        calendar.utc_offset = town.zone.local(town.zone.instant(first, 0)).utc_offset;
        calendar.changes = clock_changes(town.zone, first, last);
    }
    return outside::write_calendar(calendar);
}

}  // namespace veche::plan
