#include <cstdlib>

#include <fmt/format.h>

#include "app/object.hpp"
#include "features/plan/life/portal.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

std::string offset_text(int minutes)
{
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

/// schema.org wants a zone with a time: "2021-07-06T12:00:00+07:00".
std::string zoned(const app::Town& town, Day day, std::optional<int> minute)
{
    if (!minute) return iso_day(day);
    const auto local = town.zone.local(town.zone.instant(day, *minute));
    return fmt::format("{}T{:02}:{:02}:00{}", iso_day(day), *minute / 60, *minute % 60, offset_text(local.utc_offset));
}

/// https://schema.org/Schedule of hours that come again on each day of a stretch; false for everything else.
json schedule(const app::Town& town, const When& when)
{
    if (when.periods.empty() || !has_daily_hours(when, when.periods.front())) return false;
    const auto& period = when.periods.front();
    const auto clock = [](std::optional<int> minute) {
        return minute ? fmt::format("{:02}:{:02}", *minute / 60, *minute % 60) : std::string();
    };
    return app::object({{"first", iso_day(period.first)},
                        {"last", iso_day(period.last)},
                        {"start", clock(period.start_minute)},
                        {"end", clock(period.end_minute)},
                        {"zone", town.zone.name()}});
}

json neighbour(const Line* line)
{
    if (!line) return false;
    return app::object({{"title", line->content.title}, {"href", line_path(*line)}});
}

json first_date(const language::Words& words, const Line& line)
{
    const auto& when = line.content.when;
    const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
    if (!exact) return app::object({{"figure", ""}, {"month", ""}, {"note", when.text}});
    const auto& period = when.periods.front();
    json model = card(words, {&line, &period, true}).at("date");
    if (when.periods.size() > 1)
        model["note"] = words.say("plan.more_days", std::int64_t(when.periods.size()) - 1);
    else if (period.first == period.last && !period.open_start && !period.open_end)
        model["note"] =
            words.weekday(period.first) + (period.start_minute ? ", " + words.clock(*period.start_minute) : "");
    model.erase("iso");
    return model;
}

/// The former time stays for all to see, with its reason; then what was told of each happening. false while nothing has become of it.
json life_part(const language::Words& words, const Line& line)
{
    json moves = json::array(), told = json::array();
    for (std::size_t i = line.moves.size(); i > 0; --i) {
        const Move& move = line.moves[i - 1];
        When former = move.former;
        if (auto left = former_periods(line, i - 1); !left.empty()) former.periods = std::move(left);
        moves.push_back(app::object({{"former", time_words(words, former)}, {"reason", move.reason}}));
    }
    for (const auto& happening : line.happenings) {
        if (!happening.settled()) continue;
        const auto* held = std::get_if<Held>(&happening.outcome);
        const auto* cancelled = std::get_if<Cancelled>(&happening.outcome);
        told.push_back(app::object({{"when", held ? held_days(words, *held) : time_words(words, line, happening)},
                                    {"code", to_text(happening.outcome)},
                                    {"state", words.say(held ? "plan.state_held" : "plan.state_cancelled")},
                                    {"people", held ? words.say("plan.participants", held->participants) : ""},
                                    {"text", held ? held->summary : cancelled->reason}}));
    }
    if (moves.empty() && told.empty()) return false;
    const bool has_moves = !moves.empty();
    return app::object({{"moves", std::move(moves)}, {"has_moves", has_moves}, {"told", std::move(told)}});
}

json programme_model(const language::Programme& programme)
{
    json hours = json::array();
    for (const auto& hour : programme)
        hours.push_back(app::object({{"hours", language::hours_text(hour)}, {"title", hour.title}}));
    return hours;
}

/// https://schema.org/EventStatusType
std::string_view event_status(const Line& line)
{
    if (line.standing() == Standing::cancelled) return "https://schema.org/EventCancelled";
    return line.moves.empty() ? "https://schema.org/EventScheduled" : "https://schema.org/EventRescheduled";
}

}  // namespace

json line_model(const language::Words& words, const app::Town& town, const PublicLine& found,
                const std::vector<app::album::Photo>& photos)
{
    const Line& line = found.line;
    const auto& content = line.content;
    const auto& when = content.when;
    const auto dates = dates_in_words(words, when);
    json date_models = json::array();
    for (const auto& text : dates) date_models.push_back(app::object({{"words", text}}));
    const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
    const bool by_day = exact && has_daily_hours(when, when.periods.front());
    const auto start = exact && !by_day ? when.periods.front().start_minute : std::nullopt;
    const auto end = exact && !by_day ? when.periods.front().end_minute : std::nullopt;
    std::string description = dates.empty() ? when.text : dates.front();
    if (!content.place.empty()) description += ", " + content.place;
    json model = {
        {"title", content.title},
        {"is_event", exact},
        {"year_href", fmt::format("/plan/{}", line.year)},
        {"year_title", words.say("plan.heading", {{"year", std::to_string(line.year)}})},
        {"first", first_date(words, line)},
        {"state", public_life_state(words, line)},
        {"life", life_part(words, line)},
        {"event_status", event_status(line)},
        {"state_text", exact || line.standing() != Standing::ahead ? "" : words.say("plan.date_to_come")},
        {"kind", kind_model(words, content.kind)},
        {"age", content.age_mark ? to_text(*content.age_mark) : ""},
        {"iso_start", exact ? zoned(town, when.periods.front().first, start) : ""},
        {"iso_end", exact ? zoned(town, when.periods.front().last, end) : ""},
        {"schedule", schedule(town, when)},
        {"address", town.base_url + line_path(line)},
        {"place", content.place},
        {"place_or_town", content.place.empty() ? town.name : content.place},
        {"town_name", town.name},
        {"description", description},
        {"dates", date_models},
        {"dates_known", !dates.empty()},
        {"when_words", when.text},
        {"programme", programme_model(content.programme)},
        {"has_programme", !content.programme.empty()},
        {"audience", content.audience},
        {"has_responsible", !content.responsible.empty()},
        {"section", content.section},
        {"section_href", fmt::format("/plan/{}?by=section", line.year)},
        {"in_plan", content.number ? words.say("plan.line_number", {{"number", std::to_string(*content.number)}}) : ""},
        // Nobody wants an entry that fills the calendar for a quarter or a year.
        {"ics_href", line.standing() == Standing::ahead && (exact || when.precision == Precision::month)
                         ? line_path(line) + ".ics"
                         : ""},
        {"previous", neighbour(found.previous)},
        {"next", neighbour(found.next)}};
    model.update(photos_part(words, town, line, photos));
    return model;
}

}  // namespace veche::plan
