// What needs a second colleague's yes: who asks, and who grants. law::may_export is what every list of people asks.

#include <fmt/format.h>

#include "core/whole.hpp"
#include "features/law/access.hpp"
#include "features/law/exports.hpp"
#include "features/law/feature.hpp"
#include "features/law/office.hpp"
#include "features/law/office_papers.hpp"
#include "features/law/store_permits.hpp"
#include "web/form.hpp"

namespace veche::law {

using app::Context;
using nlohmann::json;

namespace {

constexpr int permits_shown = 100;

json permit_row(const Context& context, const Permit& permit)
{
    const auto& words = context.words;
    const bool own = permit.asked_by == context.actor.account;
    return {{"what", words.has(permit.of.what) ? words.say(permit.of.what) : permit.of.what},
            {"path", permit.of.path},
            {"people", words.number(permit.of.people)},
            {"seen", permit.of.people},
            {"who", permit.asked_name},
            {"when", app::moment_words(words, context.town, *permit.asked)},
            {"action", own ? "" : fmt::format("/office/exports/{}/permission", to_text(permit.id))}};
}

/// `stopped`: what the person is told above the list, instead of a file; false when there is nothing.
web::Response show_exports(Context& context, json stopped, int status)
{
    const auto permits = context.read([&](app::View& view) {
        return store::list_waiting_permits(view.db, view.town.id, view.now - permit_lifetime, permits_shown);
    });
    json rows = json::array();
    for (const auto& permit : permits) rows.push_back(permit_row(context, permit));
    json model = {{"stopped", std::move(stopped)}, {"nothing", rows.empty()}, {"csrf", context.csrf()}};
    model["rows"] = std::move(rows);
    return context.show({.view = "law/office_exports",
                         .model = std::move(model),
                         .title = context.words.say("law.exports_heading"),
                         .status = status,
                         .section = "office.exports"});
}

web::Response exports_page(Context& context)
{
    return show_exports(context, false, 200);
}

web::Response ask(Context& context)
{
    web::Form form(context.request, {.single = {}});
    const auto id = context.path_id<Permit>("permit");
    const auto done = context.change([&](app::Work& work) { return ask_permit(work, id); });
    return context.go("/office/exports", done ? "flash.export_asked" : "flash.export_gone");
}

web::Response permit(Context& context)
{
    web::Form form(context.request, {.single = {"people"}});
    const auto people = parse_whole<std::int64_t>(form.text("people"));
    if (!people) throw web::BadRequest("people");
    const auto id = context.path_id<Permit>("permit");
    const auto done = context.change([&](app::Work& work) { return grant_permit(work, id, *people); });
    if (done) return context.go("/office/exports", "flash.export_granted");
    return context.go("/office/exports",
                      done.error().message == "law.permit_grew" ? "flash.export_grew" : "flash.export_gone");
}

}  // namespace

std::optional<web::Response> may_export(Context& context, const Export& of)
{
    const auto leave = context.change([&](app::Work& work) -> Result<Leave> { return take_leave(work, of); });
    if (leave->kind == Leave::Kind::given) return std::nullopt;
    const bool waits = leave->kind == Leave::Kind::waits;
    return show_exports(context,
                        {{"what", context.words.say(of.what)},
                         {"text", context.words.say("law.export_many", of.people)},
                         {"action", waits ? "" : fmt::format("/office/exports/{}/wish", to_text(leave->permit))}},
                        403);
}

void mount_exports(app::Routes& routes)
{
    routes.get("/office/exports", grant_exports, exports_page);
    routes.post("/office/exports/{permit}/wish", grant_exports, ask);
    routes.post("/office/exports/{permit}/permission", grant_exports, permit);
}

}  // namespace veche::law
