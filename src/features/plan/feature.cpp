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

namespace {

std::vector<app::SitemapEntry> sitemap(app::View& view)
{
    std::vector<app::SitemapEntry> entries = {{std::string(calendars_path), {}}, {"/for-programs", {}}};
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

app::Feature feature(Neighbours neighbours, std::shared_ptr<const app::Media> media)
{
    const auto shared = std::make_shared<const Neighbours>(std::move(neighbours));
    app::Feature feature;
    feature.name = "plan";
    feature.mount = [shared, media](app::Routes& routes) {
        mount_portal(routes, shared);
        mount_portal_ahead(routes, shared);
        mount_portal_widget(routes);
        mount_portal_take(routes);
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
