#include "features/bodies/feature.hpp"

#include "features/bodies/access.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/figures.hpp"
#include "features/bodies/queries.hpp"
#include "features/bodies/store.hpp"

namespace veche::bodies {

namespace {

std::vector<app::SitemapEntry> sitemap(app::View& view)
{
    std::vector<app::SitemapEntry> entries;
    for (const auto& body : list_public_bodies(view)) entries.push_back({body_path(body.id), body.updated});
    if (!entries.empty()) entries.insert(entries.begin(), {"/bodies", {}});
    return entries;
}

}  // namespace

std::string body_path(Id<Body> id)
{
    return "/bodies/" + to_text(id);
}

std::map<std::string, Id<Body>> list_names(db::Session& db, Id<app::Town> town)
{
    std::map<std::string, Id<Body>> names;
    for (auto& name : store::list_names(db, town)) names.emplace(std::move(name.folded), name.body);
    return names;
}

void refold_names(app::Work& work)
{
    auto names = store::list_names(work.tx, work.town.id);
    for (auto& name : names) {
        std::string key = folded_name(name.words);
        if (key != name.folded) store::delete_name(work.tx, work.town.id, name.folded);
        name.folded = std::move(key);
    }
    for (const auto& name : names)
        if (!name.folded.empty()) store::put_name(work.tx, work.town.id, name);
    for (const auto& body : list_sorted(work.tx, work.town.id)) store::update_body(work.tx, work.town.id, body);
    work.touch("bodies");
}

std::vector<Named> list_active(db::Session& db, Id<app::Town> town)
{
    std::vector<Named> named;
    for (auto& body : store::list_bodies(db, town, {.closed = false}))
        named.push_back({body.id, std::move(body.content.name)});
    return named;
}

std::optional<Id<Body>> find_named(db::Session& db, Id<app::Town> town, std::string_view name)
{
    return store::find_name(db, town, folded_name(name));
}

std::optional<Named> find_shown(db::Session& db, Id<app::Town> town, Id<Body> id)
{
    auto body = store::find_body(db, town, id);
    if (body)
        if (const auto* merged = std::get_if<Merged>(&body->stage)) body = store::find_body(db, town, merged->into);
    if (!body) return std::nullopt;
    return Named{body->id, body->content.name};
}

std::vector<Id<Body>> list_bodies_of(db::Session& db, Id<app::Town> town, Id<app::Account> account)
{
    return store::list_bodies_of(db, town, account);
}

app::album::Keepers photo_keepers()
{
    return {body_album, [](app::View& view, const app::album::store::Place&) { return may_keep(view.actor); }};
}

app::Feature feature(Neighbours neighbours, std::shared_ptr<const app::Media> media)
{
    const auto shared = std::make_shared<const Neighbours>(std::move(neighbours));
    app::Feature feature;
    feature.name = "bodies";
    feature.mount = [shared, media](app::Routes& routes) {
        mount_portal(routes, shared);
        mount_office(routes);
        mount_office_import(routes);
        if (media) mount_office_photos(routes, media);
    };
    feature.portal_menu = {{"menu.bodies", "/bodies", "bodies", app::anyone, 40}};
    feature.office_menu = {{"menu.bodies", "/office/bodies", "office.bodies", see_office, 30, app::MenuGroup::bodies}};
    feature.sitemap = sitemap;
    feature.openapi = openapi_part;
    feature.figures = figures::all();
    feature.erasing = {erasing()};
    return feature;
}

}  // namespace veche::bodies
