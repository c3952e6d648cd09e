// The public directory: parse, call, render.

#include <fmt/format.h>

#include "app/album/portal.hpp"
#include "app/object.hpp"
#include "app/read/read_model.hpp"
#include "app/site.hpp"
#include "core/text.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/queries.hpp"

namespace veche::bodies {

using app::Context;
using app::Page;
using nlohmann::json;
namespace openapi = app::openapi;

namespace {

/// The machine's read model: what the office keeps for itself is not in it.
constexpr app::ReadField<Body> read_fields[] = {
    {"id", openapi::text, [](const Body& body, const std::string&) -> json { return to_text(body.id); }},
    {"url", openapi::uri,
     [](const Body& body, const std::string& base_url) -> json { return base_url + body_path(body.id); }},
    {"kind",
     [] {
         return openapi::one_of({"tos", "institution", "department", "enterprise", "association", "other"});
     },
     [](const Body& body, const std::string&) -> json { return to_text(body.content.kind); }},
    {"name", openapi::text, [](const Body& body, const std::string&) -> json { return body.content.name; }},
    {"short_name", openapi::text, [](const Body& body, const std::string&) -> json { return body.content.short_name; }},
    {"other_names", [] { return openapi::list_of(openapi::text()); },
     [](const Body& body, const std::string&) -> json { return body.content.other_names; }},
    {"about", openapi::text, [](const Body& body, const std::string&) -> json { return body.content.about; }},
    {"contact", openapi::text, [](const Body& body, const std::string&) -> json { return body.content.contact; }},
    {"stage",
     [] {
         return openapi::one_of({"active", "closed"});
     },
     [](const Body& body, const std::string&) -> json { return to_text(body.stage); }},
    {"updated", openapi::moment,
     [](const Body& body, const std::string&) -> json { return iso_instant(body.updated); }},
};

json groups_model(const language::Words& words, const std::vector<Body>& bodies)
{
    json groups = json::array();
    for (const auto kind : all_kinds) {
        json rows = json::array();
        for (const auto& body : bodies)
            if (body.content.kind == kind)
                rows.push_back(app::object({{"href", body_path(body.id)},
                                            {"name", body.content.name},
                                            {"short_name", body.content.short_name},
                                            {"contact", body.content.contact}}));
        if (rows.empty()) continue;
        groups.push_back(app::object({{"code", to_text(kind)},
                                      {"title", words.say(fmt::format("bodies.kinds_{}", to_text(kind)))},
                                      {"bodies", std::move(rows)}}));
    }
    return groups;
}

Page bodies_page(Context& context)
{
    const auto bodies = context.read([](app::View& view) { return list_public_bodies(view); });
    Page page{.view = "bodies/portal_bodies",
              .title = context.words.say("bodies.heading"),
              .description = context.words.say("bodies.lead", {{"town", context.town.name}}),
              .section = "bodies"};
    if (context.wants_json()) {
        json all = json::array();
        for (const auto& body : bodies) all.push_back(app::read_model(read_fields, body, context.town.base_url));
        page.model = {{"bodies", std::move(all)}};
        return page;
    }
    page.model = {{"heading", page.title},
                  {"lead", page.description},
                  {"groups", groups_model(context.words, bodies)},
                  {"nothing", bodies.empty()}};
    return page;
}

json parts_model(const std::vector<LinesPart>& parts)
{
    json models = json::array();
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].cards.empty())
            models.push_back(app::object(
                {{"id", fmt::format("lines-{}", i + 1)}, {"title", parts[i].title}, {"lines", parts[i].cards}}));
    return models;
}

Page body_page(Context& context, const Neighbours& neighbours)
{
    const auto id = context.path_id<Body>("id");
    std::vector<LinesPart> parts;
    std::vector<app::album::Photo> photos;
    const auto body = context.read([&](app::View& view) {
        auto found = get_public_body(view, id);
        if (neighbours.lines) parts = neighbours.lines(view, context.words, found.id);
        photos = list_public_photos(view, found.id);
        return found;
    });
    Page page{.view = "bodies/portal_body",
              .title = body.content.name,
              .description = one_line(body.content.about),
              .canonical = body_path(body.id),
              .section = "bodies"};
    if (context.wants_json()) {
        page.model = app::read_model(read_fields, body, context.town.base_url);
        auto& pictures = page.model["photos"] = json::array();
        for (const auto& photo : photos) pictures.push_back(app::album::photo_json(context.town, photo));
        return page;
    }
    const auto& content = body.content;
    json lines = parts_model(parts);
    const bool quiet = lines.empty();
    page.model = {{"name", content.name},
                  {"short_name", content.short_name},
                  {"kind", kind_words(context.words, content.kind)},
                  {"closed", !body.active()},
                  {"about", content.about},
                  {"contact", content.contact},
                  {"parts", std::move(lines)},
                  {"quiet", quiet}};
    page.model.update(app::album::photos_part(context.town, photos, app::album::author_of));
    return page;
}

}  // namespace

json openapi_part()
{
    const std::string missing = "There is no such body.";
    json page_schema = app::schema_of(read_fields);
    page_schema["properties"]["photos"] = openapi::list_of(app::album::photo_schema());
    const auto list = openapi::object_of({{"bodies", openapi::list_of(openapi::ref("Body"))}});
    return {{"paths",
             {{"/bodies", openapi::operation("The bodies that work.", {}, openapi::page(list), missing)},
              {"/bodies/{id}",
               openapi::operation("One body; of one that was merged the body it is now.", {openapi::id_parameter},
                                  openapi::page(openapi::ref("BodyPage")), missing)}}},
            {"schemas", {{"Body", app::schema_of(read_fields)}, {"BodyPage", std::move(page_schema)}}}};
}

void mount_portal(app::Routes& routes, SharedNeighbours neighbours)
{
    routes.page("/bodies", app::anyone, bodies_page);
    routes.page("/bodies/{id}", app::anyone,
                [neighbours](Context& context) { return body_page(context, *neighbours); });
}

}  // namespace veche::bodies
