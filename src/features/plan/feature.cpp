#include "features/plan/feature.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/export/openapi.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using nlohmann::json;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

std::vector<app::SitemapEntry> sitemap(app::View& view)
{
    std::vector<app::SitemapEntry> entries;
    for (const auto& count : list_public_years(view)) {
        entries.push_back({fmt::format("/plan/{}", count.year), {}});
        const auto year = find_public_year(view, count.year);
        for (const auto& line : year->lines) entries.push_back({line_path(line), line.updated});
    }
    return entries;
}

/// A name means another body now: the lines that say it are linked anew.
void follow_names(app::Work& work, const json&)
{
    link_town(work);
}

void follow_merge(app::Work& work, const json& payload)
{
    const auto from = parse_id<bodies::Body>(payload.at("from").get<std::string>());
    const auto into = parse_id<bodies::Body>(payload.at("into").get<std::string>());
    if (from && into) merge_partners(work, *from, *into);
}

std::int64_t of_all(const std::vector<app::Sum>& sums)
{
    std::int64_t amount = 0;
    for (const auto& sum : sums) amount += sum.amount;
    return amount;
}

/// Lines of a year whose day is still to come; those that never had one are not among them.
std::int64_t count_ahead(app::View& view, int year, Day today)
{
    auto scope = figures::of_year(year);
    scope.first = today;
    std::int64_t ahead = 0;
    for (const auto& sum : app::sums(figures::lines(), view, figures::for_everybody(scope), {"quarter"}))
        if (sum.values[0] != "none") ahead += sum.amount;
    return ahead;
}

/// This year's plan; before it is published the latest one.
std::optional<int> shown_year(app::View& view, Day today)
{
    std::optional<int> latest;
    for (const auto& sum : app::sums(figures::lines(), view, figures::for_everybody(app::every_day()), {"year"})) {
        const int year = std::stoi(sum.values[0]);
        if (year == int(today.year())) return year;
        latest = std::max(latest.value_or(year), year);
    }
    return latest;
}

json sections_model(app::View& view, int year, const std::vector<app::Sum>& by_section)
{
    json sections = json::array();
    const auto titles = store::find_sections(view.db, view.town.id, year).value_or(std::vector<Section>{});
    for (std::size_t i = 0; i < titles.size(); ++i)
        for (const auto& sum : by_section)
            if (sum.values[0] == to_text(titles[i].id))
                sections.push_back({{"title", titles[i].title},
                                    {"count", sum.amount},
                                    {"href", fmt::format("/plan/{}?by=section#section-{}", year, i + 1)}});
    return sections;
}

json year_card(app::View& view, const language::Words& words, Day today)
{
    const auto shown = shown_year(view, today);
    if (!shown) return false;
    const int number = *shown;
    const auto by_section =
        app::sums(figures::lines(), view, figures::for_everybody(figures::of_year(number)), {"section"});
    const auto all = of_all(by_section), ahead = count_ahead(view, number, today);
    json figures = json::array({{{"value", words.number(all)},
                                 {"title", words.say("home.figure_lines", all)},
                                 {"href", fmt::format("/plan/{}", number)}}});
    if (ahead > 0)
        figures.push_back({{"value", words.number(ahead)},
                           {"title", words.say("home.figure_ahead", ahead)},
                           {"href", fmt::format("/plan/{}/calendar/{}", number,
                                                int(today.year()) == number ? unsigned(today.month()) : 1)}});
    json sections = sections_model(view, number, by_section);
    return {{"title", words.say("plan.heading", {{"year", std::to_string(number)}})},
            {"href", fmt::format("/plan/{}", number)},
            {"text", store::find_plan(view.db, view.town.id, number).value_or(Plan{}).title},
            {"figures", figures},
            {"has_sections", !sections.empty()},
            {"sections", sections}};
}

/// The next dated things after this week, at most six; what repeats is named once, by its next day.
json soon_model(app::View& view, const language::Words& words, Day after)
{
    const auto lines = list_public_between(view, after, Day(sys_days(after) + days(120)));
    auto all = occurrences(lines);
    std::erase_if(all,
                  [&](const Occurrence& o) { return !o.exact || o.period->first < after || o.period->open_start; });
    std::ranges::sort(all, earlier);
    std::vector<const Line*> named;
    std::erase_if(all, [&](const Occurrence& o) {
        if (std::ranges::find(named, o.line) != named.end()) return true;
        named.push_back(o.line);
        return false;
    });
    if (all.empty()) return false;
    if (all.size() > 6) all.resize(6);
    return {{"lines", cards(words, all)}};
}

}  // namespace

std::string happening_words(const language::Words& words, const Line& line, const Happening& happening)
{
    return time_words(words, line, happening);
}

std::string former_words(const language::Words& words, const Line& line)
{
    VECHE_EXPECT(!line.moves.empty());
    When former = line.moves.back().former;
    if (auto left = former_periods(line, line.moves.size() - 1); !left.empty()) former.periods = std::move(left);
    return time_words(words, former);
}

PublicWords list_public_words(app::View& view, Day first, Day last)
{
    auto choices = list_public_choices(view, first, last);
    return {.places = std::move(choices.places), .audiences = std::move(choices.audiences)};
}

json front_model(app::View& view, const language::Words& words)
{
    const Day today = view.town.zone.local(view.now).day;
    const Day monday = monday_of(today);
    const Day sunday = Day(sys_days(monday) + days(6));
    const auto lines = list_public_between(view, monday, sunday);
    const json week = days_model(words, lines, monday, sunday, today);
    constexpr std::size_t running_most = 5;  // the week's page has them all
    const json running = running_model(words, lines, monday, sunday, running_most);
    const json year = year_card(view, words, today);
    const bool none = year.is_boolean();
    const std::string year_href =
        none ? fmt::format("/plan/{}", int(today.year())) : year.at("href").get<std::string>();
    return {{"heading", words.say("home.heading", {{"town", view.town.name}})},
            {"no_plan", none},
            {"week_href", "/plan/week"},
            {"week_range", words.day_range(monday, sunday)},
            {"week", week.empty() ? json(false) : json{{"days", week}}},
            {"running", running},
            {"quiet", week.empty() && running.is_boolean()},
            {"soon", soon_model(view, words, Day(sys_days(sunday) + days(1)))},
            {"all_href", year_href},
            {"webcal", "webcal:" + view.town.base_url.substr(view.town.base_url.find("//")) + "/plan.ics"},
            {"year", year}};
}

app::Feature feature(Neighbours neighbours, std::shared_ptr<const app::Media> media)
{
    const auto shared = std::make_shared<const Neighbours>(std::move(neighbours));
    app::Feature feature;
    feature.name = "plan";
    feature.mount = [shared, media](app::Routes& routes) {
        mount_portal(routes, shared);
        mount_portal_widget(routes);
        mount_api(routes);
        mount_office(routes);
        mount_office_line(routes, shared);
        mount_office_import(routes);
        mount_office_document(routes);
        mount_portal_document(routes);
        mount_api_paper(routes);
        mount_office_life_lists(routes);
        mount_office_names(routes);
        if (media) mount_office_life(routes, media);
        if (media) mount_office_photos(routes, media);
    };
    feature.portal_menu = {{"menu.plan", "/plan", "plan", app::anyone, 10}};
    feature.office_menu = {{"menu.plan", "/office/plan", "office.plan", see_office, 10, app::MenuGroup::plan}};
    feature.listeners = {{.kind = "bodies.names", .name = "plan.link_bodies", .handle = follow_names},
                         {.kind = "bodies.merged", .name = "plan.merge_bodies", .handle = follow_merge}};
    feature.sitemap = sitemap;
    feature.occasions = {occasion_source()};
    feature.figures = figures::all();
    feature.openapi = openapi_part;
    return feature;
}

}  // namespace veche::plan
