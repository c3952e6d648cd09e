// What the front page of the portal shows of the plan.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/album/portal.hpp"
#include "app/object.hpp"
#include "features/plan/feature.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/photos/queries.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using nlohmann::json;
using std::chrono::days;
using std::chrono::sys_days;

std::optional<int> shown_year(app::View& view)
{
    const int this_year = int(view.town.zone.local(view.now).day.year());
    std::optional<int> latest;
    for (const auto& sum : app::sums(figures::lines(), view, figures::for_everybody(app::every_day()), {"year"})) {
        const int year = std::stoi(sum.values[0]);
        if (year == this_year) return year;
        latest = std::max(latest.value_or(year), year);
    }
    return latest;
}

namespace {

/// What the card says of a year, out of one question: every number is a sum of the same figure.
struct YearCounts {
    int year = 0;
    std::int64_t all = 0, ahead = 0, held = 0;
    std::map<std::string, std::int64_t> sections = {};  // by id
};

/// Of this year's plan; before it is published of the latest one.
std::optional<YearCounts> count_year(app::View& view)
{
    const auto sums =
        app::sums(figures::lines(), view, figures::for_everybody(app::every_day()), {"year", "section", "state"});
    const auto this_year = std::to_string(int(view.town.zone.local(view.now).day.year()));
    std::string shown;
    for (const auto& sum : sums)
        if (shown != this_year) shown = sum.values[0] == this_year ? this_year : std::max(shown, sum.values[0]);
    if (shown.empty()) return std::nullopt;
    YearCounts counts{.year = std::stoi(shown)};
    for (const auto& sum : sums) {
        if (sum.values[0] != shown) continue;
        counts.all += sum.amount;
        counts.sections[sum.values[1]] += sum.amount;
        if (sum.values[2] == "ahead") counts.ahead += sum.amount;
        if (sum.values[2] == "held") counts.held += sum.amount;
    }
    return counts;
}

json sections_model(app::View& view, const YearCounts& counts)
{
    json sections = json::array();
    const auto titles = store::find_sections(view.db, view.town.id, counts.year).value_or(std::vector<Section>{});
    for (std::size_t i = 0; i < titles.size(); ++i)
        if (const auto found = counts.sections.find(to_text(titles[i].id)); found != counts.sections.end())
            sections.push_back({{"title", titles[i].title},
                                {"count", found->second},
                                {"href", fmt::format("/plan/{}?by=section#section-{}", counts.year, i + 1)}});
    return sections;
}

/// Each number opens the records of its figure.
json figures_model(const language::Words& words, const YearCounts& counts)
{
    json figures = json::array();
    const auto add = [&](std::int64_t value, std::string_view title, std::string href) {
        if (value > 0)
            figures.push_back(
                {{"value", words.number(value)}, {"title", words.say(title, value)}, {"href", std::move(href)}});
    };
    add(counts.all, "home.figure_lines", fmt::format("/plan/{}", counts.year));
    add(counts.ahead, "home.figure_ahead", fmt::format("/plan/{}/fact/records?state=ahead", counts.year));
    add(counts.held, "home.figure_held", fmt::format("/plan/{}/fact/records?state=held", counts.year));
    return figures;
}

json year_card(app::View& view, const language::Words& words)
{
    const auto counts = count_year(view);
    if (!counts) return false;
    json sections = sections_model(view, *counts);
    const bool has_sections = !sections.empty();
    return {{"title", words.say("plan.heading", {{"year", std::to_string(counts->year)}})},
            {"href", fmt::format("/plan/{}", counts->year)},
            {"text", store::find_plan(view.db, view.town.id, counts->year).value_or(Plan{}).title},
            {"figures", figures_model(words, *counts)},
            {"has_sections", has_sections},
            {"sections", std::move(sections)}};
}

/// The next dated things after this week, at most six; what repeats is named once, by its next day, and what is off is not named.
std::vector<Occurrence> soon(const std::vector<Line>& lines, Clock now, Day after)
{
    auto all = occurrences(lines);
    std::erase_if(all, [&](const Occurrence& o) {
        if (!o.exact || o.period->first < after || o.period->open_start) return true;
        return std::ranges::any_of(o.line->happenings, [&](const Happening& one) {
            return one.period == *o.period && !is_live(shown_of(*o.line, one, now).showing);
        });
    });
    std::ranges::sort(all, earlier);
    std::vector<const Line*> named;
    std::erase_if(all, [&](const Occurrence& o) {
        if (std::ranges::find(named, o.line) != named.end()) return true;
        named.push_back(o.line);
        return false;
    });
    constexpr std::size_t most = 6;
    if (all.size() > most) all.resize(most);
    return all;
}

/// Of the week's lines what is in its days, of the later ones what is named.
std::vector<app::Occasion> shown_occasions(const std::vector<Line>& week, Day sunday,
                                           const std::vector<Occurrence>& later)
{
    std::vector<app::Occasion> all;
    for (const auto& line : week)
        for (const auto& one : line.happenings)
            if (one.period && one.period->first <= sunday) all.push_back(occasion_of(line, one));
    for (const auto& o : later)
        for (const auto& one : o.line->happenings)
            if (one.period == *o.period) all.push_back(occasion_of(*o.line, one));
    return all;
}

/// The latest of what was told of with a photograph that the town may see.
json story_model(app::View& view, const language::Words& words)
{
    const auto story = find_story(view);
    if (!story) return false;
    const auto& told = story->told;
    const auto photo = app::album::photos_part(view.town, {story->photos.front()}, app::album::author_of).at("photo");
    return app::object({{"title", told.title},
                        {"href", fmt::format("/plan/{}/lines/{}", told.year, to_text(told.line))},
                        {"when", held_days(words, told.held)},
                        {"people", words.say("plan.participants", told.held.participants)},
                        {"text", told.held.summary},
                        {"photo", photo}});
}

}  // namespace

json front_model(app::View& view, const language::Words& words, const AskSignUps& ask)
{
    const Clock now = clock_of(view.town.zone, view.now);
    const Day sunday = Day(sys_days(monday_of(now.day)) + days(6)), monday_after = Day(sys_days(sunday) + days(1));
    const auto lines = list_public_between(view, now.day, sunday);
    const auto after = list_public_between(view, monday_after, Day(sys_days(monday_after) + days(120)));
    true_for_now(view, lines);
    const auto later = soon(after, now, monday_after);
    const auto sign_ups = ask ? ask(view, words, shown_occasions(lines, sunday, later)) : app::SignUps();
    const Telling telling{words, now, &sign_ups};
    const json week = days_model(telling, lines, now.day, sunday);
    constexpr std::size_t running_most = 5;  // the week's page has them all
    const json running = running_model(telling, lines, now.day, sunday, running_most);
    const json year = year_card(view, words);
    const bool none = year.is_boolean();
    const std::string year_href =
        none ? fmt::format("/plan/{}", int(now.day.year())) : year.at("href").get<std::string>();
    return {{"heading", words.say("home.heading", {{"town", view.town.name}})},
            {"no_plan", none},
            {"week_href", "/plan/week"},
            {"when_links", when_links_model(words)},
            {"week_range", words.day_range(now.day, sunday)},
            {"week", week.empty() ? json(false) : json{{"days", week}}},
            {"running", running},
            {"quiet", week.empty() && running.is_boolean()},
            {"story", none ? json(false) : story_model(view, words)},
            {"soon", later.empty() ? json(false) : json{{"lines", cards(telling, later)}}},
            {"all_href", year_href},
            {"calendars_href", calendars_path},
            {"year", year}};
}

}  // namespace veche::plan
