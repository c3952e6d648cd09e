#include "features/plan/export/calendar_feed.hpp"

#include <fmt/format.h>

#include "app/occasions/calendar.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

namespace {

/// More than any diary shows; one line may be of four hundred days.
constexpr std::size_t most_events = 20'000;

std::string description(const language::Words& words, const Line& line, const Happening& happening)
{
    std::string text;
    if (happening.settled()) text += told_words(words, happening) + "\n";
    for (std::size_t i = line.moves.size(); i > 0; --i) text += moved_words(words, line, i - 1) + "\n";
    text += line.content.when.text;
    if (!line.content.programme.empty()) text += "\n" + language::programme_text(line.content.programme);
    if (!line.content.audience.empty()) text += "\n" + words.say("plan.audience") + ": " + line.content.audience;
    for (const auto& name : line.content.responsible) text += "\n" + name;
    if (line.content.age_mark) text += "\n" + std::string(to_text(*line.content.age_mark));
    return text;
}

outside::CalendarEvent event(const language::Words& words, const app::Town& town, const Line& line,
                             const Happening& happening)
{
    auto event = app::calendar_event(occasion_of(line, happening), words, town);
    event.description = description(words, line, happening);
    event.categories = {words.say(fmt::format("kind.{}", to_text(line.content.kind)))};
    return event;
}

}  // namespace

std::string calendar_text(const language::Words& words, const app::Town& town, const std::string& name,
                          const std::string& address, const std::vector<Line>& lines)
{
    auto calendar = app::empty_calendar(town, name, address);
    for (const auto& line : lines) {
        const auto& when = line.content.when;
        if (when.precision == Precision::none || when.precision == Precision::year) continue;
        if (calendar.events.size() + line.happenings.size() > most_events) break;
        for (const auto& one : line.happenings)
            if (one.period) calendar.events.push_back(event(words, town, line, one));
    }
    return app::write_calendar(std::move(calendar), town);
}

}  // namespace veche::plan
