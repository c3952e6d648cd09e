// The back office of names: what stands in the plan as responsible and means no body yet.

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "web/form.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

constexpr std::string_view names_path = "/office/plan/names";
constexpr std::size_t shown_most = 100;

json kinds_model(const language::Words& words, bodies::Kind proposed)
{
    json kinds = json::array();
    for (const auto kind : bodies::all_kinds)
        kinds.push_back(app::option(std::string(to_text(kind)), words.say(fmt::format("bodies.kind_{}", to_text(kind))),
                                    kind == proposed));
    return kinds;
}

/// A key for the body that the row may make: the form sent twice makes one.
json row_model(Context& context, const UnknownName& name, std::size_t number)
{
    return {{"number", std::to_string(number)},
            {"name", name.words},
            {"lines", context.words.say("names.in_lines", name.lines)},
            {"line_href", fmt::format("/office/plan/{}/lines/{}", name.year, to_text(name.line))},
            {"key", to_text(Id<bodies::Body>(context.site.ids().next(context.now)))},
            {"flash", context.flash_at(fmt::format("name-{}", number))},
            {"error", ""},
            {"kinds", kinds_model(context.words, bodies::guess_kind(name.words))}};
}

/// What was refused stands at the name it was said of; on top of all, when that has left the list meanwhile.
void put_refusals(json& model, const web::Form& form, const language::Words& words)
{
    model["has_errors"] = true;
    for (const auto& refusal : form.refusals()) {
        std::string field = "names";
        for (auto& row : model["rows"]) {
            if (row["name"] != form.text("name")) continue;
            row["error"] = words.say(refusal);
            field = "name-" + row["number"].get<std::string>();
        }
        model["error_list"].push_back({{"field", field}, {"words", words.say(refusal)}});
    }
}

web::Response show(Context& context, const web::Form* form = nullptr)
{
    std::vector<bodies::Named> bodies;
    const auto unknown = context.read([&](app::View& view) {
        bodies = bodies::list_active(view.db, view.town.id);
        return list_unknown_names(view);
    });
    json rows = json::array(), choice = json::array();
    for (std::size_t i = 0; i < std::min(unknown.size(), shown_most); ++i)
        rows.push_back(row_model(context, unknown[i], i + 1));
    for (const auto& body : bodies) choice.push_back(app::option(to_text(body.id), body.name, false));
    const auto heading = context.words.say("names.heading");
    const bool nothing = rows.empty(), has_bodies = !choice.empty();
    json model = {{"heading", heading},
                  {"lead", nothing ? "" : context.words.say("names.count", std::int64_t(unknown.size()))},
                  {"csrf", context.csrf()},
                  {"action", names_path},
                  {"list_href", "/office/plan"},
                  {"nothing", nothing},
                  {"rows", std::move(rows)},
                  {"bodies", std::move(choice)},
                  {"has_bodies", has_bodies},
                  {"error_list", json::array()},
                  {"has_errors", false}};
    if (form) put_refusals(model, *form, context.words);
    return context.show({.view = "plan/office_names",
                         .model = std::move(model),
                         .title = heading,
                         .status = form ? 422 : 200,
                         .section = "office.plan"});
}

web::Response names_page(Context& context)
{
    return show(context);
}

/// Gives the message of the next page.
Result<std::string> settle(app::Work& work, const web::Form& form, const std::string& name)
{
    const auto& deed = form.text("deed");
    if (deed == "plain") return leave_name_plain(work, name).map([](auto) { return "flash.name_left"; });
    const auto body = parse_id<bodies::Body>(form.text(deed == "add" ? "key" : "body"));
    if (deed == "add") {
        const auto kind = bodies::parse_kind(form.text("kind"));
        if (!body || !kind) throw web::BadRequest("body");
        return add_body_for_name(work, *body, *kind, name).map([](auto) { return "flash.name_added"; });
    }
    if (deed != "name") throw web::BadRequest("deed");
    if (!body) return refuse(RefusalKind::invalid, "names.choose_body", "names");
    return give_name_to_body(work, *body, name).map([](auto) { return "flash.name_given"; });
}

/// The next name that is open: the one that stands now where this one stood.
std::string next_open(Context& context, const web::Form& form)
{
    const auto left = context.read([](app::View& view) { return list_unknown_names(view).size(); });
    const auto at = parse_whole<std::size_t>(form.text("at"), 1, shown_most).value_or(1);
    const auto next = std::min({at, left, shown_most});
    return std::string(names_path) + (next == 0 ? "" : fmt::format("#name-{}", next));
}

web::Response save_name(Context& context)
{
    web::Form form(context.request, {.single = {"name", "deed", "kind", "key", "body", "at"}});
    const auto name = form.take(parse_line(form.text("name"), "names", 1, name_limit));
    if (!form.good()) return show(context, &form);
    const auto done = context.change([&](app::Work& work) { return settle(work, form, name); });
    if (done) return context.go(next_open(context, form), *done);
    form.refuse(done.error());
    return show(context, &form);
}

}  // namespace

void mount_office_names(app::Routes& routes)
{
    routes.get(names_path, edit, names_page);
    routes.post(names_path, edit, save_name);
}

}  // namespace veche::plan
