// What is on today, at the weekend, within a month: pages of days that begin where the reader stands. (A file of its own beside
// portal.cpp: these pages have no plan of a year under them.)

#include <algorithm>

#include <fmt/format.h>

#include "app/feature.hpp"
#include "app/object.hpp"
#include "app/site.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/portal/facets.hpp"
#include "features/plan/portal/pages.hpp"
#include "language/when/asked.hpp"

namespace veche::plan {

using app::Context;
using app::Page;
using nlohmann::json;

namespace {

struct Stretch {
    std::string_view name;  // of its address: "/plan/weekend"
    language::Days (*days)(Day today);
};

language::Days only_today(Day today)
{
    return {today, today};
}

constexpr Stretch stretches[] = {
    {"today", only_today}, {"weekend", language::this_weekend}, {"month", language::month_ahead}};

/// What is known by its month or quarter only, under its own words.
json vague_model(const Telling& telling, const std::vector<Line>& lines)
{
    auto all = occurrences(lines);
    std::erase_if(all, [](const Occurrence& o) { return o.exact || !o.period; });
    if (all.empty()) return false;
    return {{"lines", cards(telling, all)}};
}

json chosen_model(const language::Words& words, const std::string& path, const Filter& filter)
{
    json chosen = json::array();
    for (const auto& one : list_chosen(words, filter))
        chosen.push_back({{"title", one.title}, {"href", path + one.without.query()}});
    return chosen;
}

/// What is on in those days, and where one may sign up for it.
struct Ahead {
    std::vector<Line> lines;
    app::SignUps sign_ups;
};

Ahead list_ahead(Context& context, const Stretch& of, const Filter& filter, const Neighbours& neighbours)
{
    const auto [first, last] = of.days(today_of(context));
    return context.read([&](app::View& view) {
        Ahead found{of.name == "month" ? list_public_months(view, first, last, filter)
                                       : list_public_between(view, first, last, filter),
                    {}};
        true_for_now(view, found.lines);
        if (neighbours.sign_ups)
            found.sign_ups = neighbours.sign_ups(view, context.words, occasions_between(found.lines, first, last));
        return found;
    });
}

json whole_page(Context& context, const Stretch& of, const Filter& filter, const Neighbours& neighbours)
{
    const Day today = today_of(context);
    const auto [first, last] = of.days(today);
    const std::string path = fmt::format("/plan/{}", of.name);
    const bool month = of.name == "month";
    // What can be chosen is told by all that is on; what was chosen is asked for anew, before the list is cut.
    const auto all = list_ahead(context, of, {}, neighbours);
    const auto shown = filter.chosen() ? list_ahead(context, of, filter, neighbours) : all;
    const auto& words = context.words;
    const Telling telling{words, clock_of(context), &shown.sign_ups};
    const auto filters = facets_html(words, context.site.templates(), facets_of(words, all.lines), filter,
                                     [&](const Filter& with) { return path + with.query(); });
    json days = days_model(telling, shown.lines, first, last);
    json running = running_model(telling, shown.lines, first, last, shown.lines.size());
    json vague = month ? vague_model(telling, shown.lines) : json(false);
    const bool empty = days.empty() && running.is_boolean() && vague.is_boolean();
    return app::object({{"heading", words.say(fmt::format("plan.when_{}", of.name))},
                        {"range", first == last ? words.day(first) : words.day_range(first, last)},
                        {"when_links", when_links_model(words, of.name, filter)},
                        {"filters", {{"$html", filters}}},
                        {"chosen", chosen_model(words, path, filter)},
                        {"filtered", filter.chosen()},
                        {"clear_href", path},
                        {"year_href", fmt::format("/plan/{}", int(today.year()))},
                        {"empty", empty},
                        {"days", std::move(days)},
                        {"running", std::move(running)},
                        {"vague", std::move(vague)}});
}

Page ahead_page(Context& context, const Stretch& of, const Neighbours& neighbours)
{
    const Filter filter = filter_of(context.request);
    const auto [first, last] = of.days(today_of(context));
    Page page{
        .view = "plan/portal_ahead",
        .title = context.words.say(fmt::format("plan.when_{}", of.name)) + ", " + context.words.day_range(first, last),
        .section = "plan"};
    if (context.wants_json()) {
        const auto lines =
            context.read([&](app::View& view) { return list_public_between(view, first, last, filter); });
        json models = json::array();
        for (const auto& line : lines) models.push_back(line_json(line, context.town.base_url));
        page.model = {{"first", iso_day(first)}, {"last", iso_day(last)}, {"lines", std::move(models)}};
        return page;
    }
    page.model = whole_page(context, of, filter, neighbours);
    return page;
}

}  // namespace

json when_links_model(const language::Words& words, std::string_view current, const Filter& filter)
{
    json links = json::array();
    for (const std::string_view name : {"today", "weekend", "week", "month"})
        links.push_back(app::object({{"title", words.say(fmt::format("plan.link_{}", name))},
                                     {"href", fmt::format("/plan/{}{}", name, filter.query())},
                                     {"current", name == current}}));
    return links;
}

void mount_portal_ahead(app::Routes& routes, SharedNeighbours neighbours)
{
    for (const auto& of : stretches)
        routes
            .page(fmt::format("/plan/{}", of.name), app::anyone,
                  [&of, neighbours](Context& context) { return ahead_page(context, of, *neighbours); })
            .takes(filter_parameters);
}

}  // namespace veche::plan
