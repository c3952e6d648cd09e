#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "app/object.hpp"
#include "core/percent.hpp"
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
json schedule(const app::Town& town, const When& when, const Period& period)
{
    if (!has_daily_hours(when, period)) return false;
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

/// The poster: the day of the time that leads.
json first_date(const language::Words& words, const Line& line, const LineShowing& shown)
{
    const auto& when = line.content.when;
    if (!has_days(when)) return app::object({{"figure", ""}, {"month", ""}, {"note", when.text}});
    const auto& period = shown.leading && shown.leading->period ? *shown.leading->period : when.periods.front();
    json model = card({words, {}}, {&line, &period, true}).at("date");
    if (period.first == period.last && !period.open_start && !period.open_end)
        model["note"] =
            words.weekday(period.first) + (period.start_minute ? ", " + words.clock(*period.start_minute) : "");
    model.erase("iso");
    return model;
}

/// What is said of it beside its title: {code, title, text}. Of what is ahead nothing but how near it is.
json state_of(const language::Words& words, const Line& line, const LineShowing& shown, Clock now)
{
    const bool days = has_days(line.content.when);
    std::string code(to_text(shown.showing)), title, text;
    switch (shown.showing) {
        case Showing::today:
        case Showing::begun:
        case Showing::going: code = "going"; [[fallthrough]];
        case Showing::held: title = words.say(fmt::format("plan.state_{}", to_text(shown.showing))); break;
        case Showing::over: title = words.say(days ? "plan.state_over" : "plan.state_over_term"); break;
        case Showing::cancelled: break;  // the banner says it
        case Showing::ahead:
            code = "announced";
            if (!days) {
                text = words.say("plan.date_to_come");
            } else if (const auto& period = shown.leading->period; period && !period->open_start) {
                constexpr std::int64_t near = 30;
                const auto left = day_number(period->first) - day_number(now.day);
                if (left <= near) text = words.relative_days(left);
            }
            break;
    }
    return app::object({{"code", code}, {"title", title}, {"text", text}});
}

std::string former_time(const language::Words& words, const Line& line, std::size_t move)
{
    When former = line.moves[move].former;
    if (auto left = former_periods(line, move); !left.empty()) former.periods = std::move(left);
    return time_words(words, former);
}

/// Moves from the newest to the first, but for the `skipped` newest.
json moves_model(const language::Words& words, const Line& line, std::size_t skipped)
{
    json moves = json::array();
    for (std::size_t i = line.moves.size(); i > skipped; --i) {
        const auto move = i - 1 - skipped;
        moves.push_back(app::object({{"former", former_time(words, line, move)}, {"reason", line.moves[move].reason}}));
    }
    return moves;
}

/// Whether the banner speaks of this date: it is off, and somebody may still come, or all of it is off.
bool is_in_banner(const Line& line, const LineShowing& shown, const Happening& one)
{
    if (!std::holds_alternative<Cancelled>(one.outcome)) return false;
    return line.standing() == Standing::cancelled || std::ranges::find(shown.others, &one) != shown.others.end();
}

/// What was called off, with the times of one reason together.
void add_called_off(json& banners, const language::Words& words, const Line& line, const LineShowing& shown)
{
    std::vector<std::pair<std::string, std::vector<const Happening*>>> reasons;
    for (const auto& one : line.happenings) {
        if (!is_in_banner(line, shown, one)) continue;
        const auto& reason = std::get<Cancelled>(one.outcome).reason;
        if (reasons.empty() || reasons.back().first != reason) reasons.push_back({reason, {}});
        reasons.back().second.push_back(&one);
    }
    for (const auto& [reason, off] : reasons)
        banners.push_back(app::object({{"code", "cancelled"},
                                       {"title", words.say("plan.banner_cancelled")},
                                       {"former", time_words(words, when_of(line, off))},
                                       {"present", ""},
                                       {"reason", reason},
                                       {"earlier", json::array()},
                                       {"was_earlier", false}}));
}

bool tells_moves(const Line& line, const LineShowing& shown)
{
    return !line.moves.empty() && (is_live(shown.showing) || shown.showing == Showing::over);
}

/// Right under the title, in the colour of what happened: whoever learnt another time must not miss it.
json banners_model(const language::Words& words, const Line& line, const LineShowing& shown)
{
    json banners = json::array();
    add_called_off(banners, words, line, shown);
    if (!tells_moves(line, shown)) return banners;
    json earlier = moves_model(words, line, 1);
    const bool was_earlier = !earlier.empty();
    banners.push_back(app::object({{"code", "moved"},
                                   {"title", words.say("plan.banner_moved")},
                                   {"former", former_time(words, line, line.moves.size() - 1)},
                                   {"present", time_words(words, line.content.when)},
                                   {"reason", line.moves.back().reason},
                                   {"earlier", std::move(earlier)},
                                   {"was_earlier", was_earlier}}));
    return banners;
}

/// What was told of each happening, and the moves of what is settled. false while nothing has become of the line that no banner says.
json told_model(const language::Words& words, const Line& line, const Happening& happening)
{
    const auto* held = std::get_if<Held>(&happening.outcome);
    return app::object({{"when", held ? held_days(words, *held) : time_words(words, line, happening)},
                        {"code", to_text(happening.outcome)},
                        {"state", words.say(held ? "plan.state_held" : "plan.state_cancelled")},
                        {"people", held ? words.say("plan.participants", held->participants) : ""},
                        {"text", held ? held->summary : std::get<Cancelled>(happening.outcome).reason}});
}

/// What has become of it, the newest first; of many dates the older ones are folded.
json life_part(const language::Words& words, const Line& line, const LineShowing& shown)
{
    constexpr std::size_t unfolded = 3;
    json told = json::array(), older = json::array();
    json moves = tells_moves(line, shown) ? json::array() : moves_model(words, line, 0);
    for (auto one = line.happenings.rbegin(); one != line.happenings.rend(); ++one)
        if (one->settled() && !is_in_banner(line, shown, *one))
            (told.size() < unfolded ? told : older).push_back(told_model(words, line, *one));
    if (moves.empty() && told.empty()) return false;
    const bool has_moves = !moves.empty();
    json folded = false;
    if (!older.empty())
        folded = app::object({{"title", words.say("plan.told_before", std::int64_t(older.size()))}, {"told", older}});
    return app::object({{"moves", std::move(moves)},
                        {"has_moves", has_moves},
                        {"told", std::move(told)},
                        {"older", std::move(folded)}});
}

/// The time that leads, those after it, and what is past, folded.
json times_model(const language::Words& words, const Line& line, const LineShowing& shown)
{
    const auto& when = line.content.when;
    std::vector<const Happening*> live;  // of those that are off the banner speaks
    std::ranges::copy_if(shown.others, std::back_inserter(live), [](const Happening* one) { return !one->settled(); });
    const auto dates_of = [&](const std::vector<const Happening*>& happenings) {
        return happenings.empty() ? std::vector<std::string>() : dates_in_words(words, when_of(line, happenings));
    };
    const auto others = dates_of(live);
    const bool has_others = !others.empty();
    json past = false;
    if (!shown.past.empty())
        past = app::object({{"title", words.say("plan.past_dates", std::int64_t(shown.past.size()))},
                            {"dates", json(dates_of(shown.past))}});
    return app::object({{"leading", shown.leading && !when.periods.empty() ? time_words(words, line, *shown.leading)
                                                                           : time_words(words, when)},
                        {"is_off", shown.showing == Showing::cancelled},
                        {"has_others", has_others},
                        {"others", json(others)},
                        {"past", std::move(past)}});
}

/// Plain addresses, which tell the network nothing until somebody follows them.
json share_model(const language::Words& words, const std::string& title, const std::string& address)
{
    const auto to = [&](std::string_view message, const std::string& href) {
        return app::object({{"title", words.say(message)}, {"href", href}});
    };
    const auto url = percent_encoded(address);
    return json::array({to("plan.share_vk", "https://vk.com/share.php?url=" + url),
                        to("plan.share_ok", "https://connect.ok.ru/offer?url=" + url),
                        to("plan.share_max", "https://max.ru/:share?text=" + percent_encoded(title + "\n" + address))});
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
    const LineShowing shown = shown_of(line, found.now);
    const bool exact = has_days(when);
    const Period* period = !exact                                   ? nullptr
                           : shown.leading && shown.leading->period ? &*shown.leading->period
                                                                    : &when.periods.front();
    const bool by_day = period && has_daily_hours(when, *period);
    const auto start = period && !by_day ? period->start_minute : std::nullopt;
    const auto end = period && !by_day ? period->end_minute : std::nullopt;
    json times = times_model(words, line, shown);
    std::string description = times.at("leading");
    if (!content.place.empty()) description += ", " + content.place;
    const std::string address = town.base_url + line_path(line);
    json model = {
        {"title", content.title},
        {"is_event", exact},
        {"year_href", fmt::format("/plan/{}", line.year)},
        {"year_title", words.say("plan.heading", {{"year", std::to_string(line.year)}})},
        {"first", first_date(words, line, shown)},
        {"state", state_of(words, line, shown, found.now)},
        {"banners", banners_model(words, line, shown)},
        {"life", life_part(words, line, shown)},
        {"event_status", event_status(line)},
        {"kind", kind_model(words, content.kind)},
        {"age", content.age_mark ? to_text(*content.age_mark) : ""},
        {"iso_start", period ? zoned(town, period->first, start) : ""},
        {"iso_end", period ? zoned(town, period->last, end) : ""},
        {"schedule", period ? schedule(town, when, *period) : json(false)},
        {"address", address},
        {"share", share_model(words, content.title, address)},
        {"place", content.place},
        {"place_or_town", content.place.empty() ? town.name : content.place},
        {"town_name", town.name},
        {"description", description},
        {"times", std::move(times)},
        {"when_words", std::string(found.when_in_plan.empty() ? when.text : found.when_in_plan)},
        {"programme", programme_model(content.programme)},
        {"has_programme", !content.programme.empty()},
        {"audience", content.audience},
        {"has_responsible", !content.responsible.empty()},
        {"section", content.section},
        {"section_href", fmt::format("/plan/{}?by=section", line.year)},
        {"in_plan", content.number ? words.say("plan.line_number", {{"number", std::to_string(*content.number)}}) : ""},
        // Nobody wants an entry that fills the calendar for a quarter or a year, or that is over.
        {"ics_href",
         is_live(shown.showing) && (exact || when.precision == Precision::month) ? line_path(line) + ".ics" : ""},
        {"previous", neighbour(found.previous)},
        {"next", neighbour(found.next)}};
    model.update(photos_part(words, town, line, photos));
    return model;
}

}  // namespace veche::plan
