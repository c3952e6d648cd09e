// The back office of the directory: the list, a body's form, who speaks for it, two that are one.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/email.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/access.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/feature.hpp"
#include "features/bodies/office_pages.hpp"
#include "features/bodies/queries.hpp"
#include "web/form.hpp"

namespace veche::bodies {

using app::Context;
using nlohmann::json;

std::string office_path(Id<Body> id)
{
    return "/office/bodies/" + to_text(id);
}

namespace {

constexpr std::string_view list_path = "/office/bodies";

web::Response list_page(Context& context)
{
    const auto bodies = context.read([](app::View& view) { return list_sorted(view.db, view.town.id); });
    auto model = office_list_model(context.words, bodies, office_filter_of(context.request));
    model["may_keep"] = may_keep(context.actor);
    const auto title = context.words.say("bodies.heading");
    return context.show(
        {.view = "bodies/office_bodies", .model = std::move(model), .title = title, .section = "office.bodies"});
}

std::vector<OfficeMember> members_of(app::View& view, Id<Body> id, std::vector<OfficeMember>& choice)
{
    std::vector<OfficeMember> members;
    const auto present = list_members(view, id);
    for (const auto& colleague : accounts::list_colleagues(view.db, view.town.id)) {
        const auto found = std::ranges::find(present, colleague.account, &Member::account);
        if (found != present.end())
            members.push_back({colleague.account, colleague.name, found->part});
        else if (!colleague.closed)
            choice.push_back({colleague.account, colleague.name, Part::member});
    }
    return members;
}

/// What stands around the form.
struct Around {
    const web::Form* form = nullptr;  // of the body
    const web::Form* members = nullptr;
    json conflict = false;
    int status = 200;
};

web::Response show_body(Context& context, Id<Body> id, const std::optional<Body>& body, Around around = {})
{
    auto model = office_body_model(context.words, id, body);
    std::vector<OfficeMember> members, choice;
    if (body) members = context.read([&](app::View& view) { return members_of(view, id, choice); });
    model["members"] = members_model(context.words, id, members);
    model["choice"] = choice_model(choice);
    model["has_choice"] = body && body->active() && !choice.empty();
    model["csrf"] = context.csrf();
    model["may_keep"] = may_keep(context.actor);
    const bool is_conflict = around.conflict.is_object();
    model["conflict"] = std::move(around.conflict);
    for (const auto* form : {around.form, around.members})
        if (form) model.update(form->model(context.words), true);
    if (around.form) {
        // After a conflict the form carries the newest version: saving again is a decision.
        if (!is_conflict) model["version"] = around.form->text("version");
        for (auto& kind : model["kinds"]) kind["chosen"] = kind["value"] == around.form->text("kind");
    }
    const std::string title = model["heading"];
    return context.show({.view = "bodies/office_body",
                         .model = std::move(model),
                         .title = title,
                         .status = around.status,
                         .section = "office.bodies"});
}

web::Response new_page(Context& context)
{
    // The key is made with the form: the form sent twice makes one body.
    return show_body(context, Id<Body>(context.site.ids().next(context.now)), std::nullopt);
}

Body body_of(Context& context)
{
    const auto id = context.path_id<Body>("id");
    return context.read([&](app::View& view) { return get_body(view, id); });
}

web::Response body_page(Context& context)
{
    const Body body = body_of(context);
    if (const auto* merged = std::get_if<Merged>(&body.stage)) return web::see_other(office_path(merged->into));
    return show_body(context, body.id, body);
}

std::int64_t version_of(const web::Form& form)
{
    const auto& text = form.text("version");
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || version < 0)
        throw web::BadRequest("version");
    return version;
}

std::vector<std::string> names_in(web::Form& form)
{
    std::vector<std::string> names;
    std::string_view text = form.text("names");
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto name = one_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!name.empty()) names.push_back(form.take(parse_line(name, "names", 1, name_limit)));
    }
    if (names.size() > names_most)
        form.refuse({RefusalKind::invalid, "bodies.too_many_names", "names", {{"most", std::to_string(names_most)}}});
    return names;
}

BodyContent content_in(web::Form& form)
{
    BodyContent content;
    const auto kind = parse_kind(form.text("kind"));
    if (!kind) form.refuse({RefusalKind::invalid, "bodies.kind_needed", "kind", {}});
    content.kind = kind.value_or(Kind::other);
    content.name = form.take(parse_line(form.text("name"), "name", 1, name_limit));
    content.short_name = form.take(parse_line(form.text("short_name"), "short_name", 0, name_limit));
    content.other_names = names_in(form);
    content.about = form.take(parse_line(form.text("about"), "about", 0, about_limit));
    content.contact = form.take(parse_line(form.text("contact"), "contact", 0, contact_limit));
    if (!trimmed(form.text("email")).empty()) content.email = form.take(Email::parse(form.text("email"))).text();
    content.phone = form.take(parse_line(form.text("phone"), "phone", 0, phone_limit));
    return content;
}

web::Response save_body(Context& context)
{
    const auto id = context.path_id<Body>("id");
    web::Form form(context.request, {.single = {"kind", "name", "short_name", "names", "about", "contact", "email",
                                                "phone", "version", "deed"}});
    const auto current = form.text("version") == "0" ? std::optional<Body>() : std::optional<Body>(body_of(context));
    const auto version = version_of(form);
    const auto& deed = form.text("deed");
    if (!deed.empty() && deed != "save" && deed != "close" && deed != "reopen") throw web::BadRequest("deed");
    const bool saving = deed.empty() || deed == "save";
    const BodyContent content = saving ? content_in(form) : BodyContent{};
    if (!form.good()) return show_body(context, id, current, {.form = &form, .status = 422});
    const auto saved = context.change([&](app::Work& work) {
        if (!saving) return set_working(work, id, version, deed == "close" ? Working::stops : Working::begins);
        return version == 0 ? add_body(work, id, content) : edit_body(work, id, version, content);
    });
    if (saved) return context.go(office_path(id), "flash.body_saved");
    if (saved.error().kind != RefusalKind::conflict) {
        form.refuse(saved.error());
        return show_body(context, id, current, {.form = &form, .status = 422});
    }
    // Somebody saved it meanwhile: both texts are shown, and the form now carries the newest version.
    const Body newest = body_of(context);
    auto conflict = conflict_model(context.words, newest, saving ? content : newest.content);
    return show_body(context, id, newest, {.form = saving ? &form : nullptr, .conflict = conflict, .status = 409});
}

// Who speaks for it.

web::Response save_member(Context& context)
{
    const Body body = body_of(context);
    web::Form form(context.request, {.single = {"account", "part"}});
    const auto account = parse_id<app::Account>(form.text("account"));
    const auto part = parse_part(form.text("part"));
    if (!account) form.refuse({RefusalKind::invalid, "bodies.account_needed", "account", {}});
    if (!part) throw web::BadRequest("part");
    if (!form.good()) return show_body(context, body.id, body, {.members = &form, .status = 422});
    const auto done = context.change([&](app::Work& work) {
        const auto colleagues = accounts::list_colleagues(work.tx, work.town.id);
        const auto found = std::ranges::find(colleagues, *account, &accounts::Colleague::account);
        if (found == colleagues.end() || found->closed) throw NotFound("account");
        return put_member(work, body.id, {*account, *part});
    });
    if (done) return context.go(office_path(body.id) + "#members", "flash.body_member_saved");
    form.refuse(done.error());
    return show_body(context, body.id, body, {.members = &form, .status = 422});
}

web::Response drop_member(Context& context)
{
    const Body body = body_of(context);
    const auto account = context.path_id<app::Account>("account");
    web::Form form(context.request, {.single = {}});
    const auto done = context.change([&](app::Work& work) { return remove_member(work, body.id, account); });
    return context.go(office_path(body.id) + "#members", done ? "flash.body_member_removed" : "");
}

// Two that are one.

web::Response show_merge(Context& context, const Body& body, const web::Form* form, int status = 200)
{
    const auto bodies = context.read([](app::View& view) { return list_sorted(view.db, view.town.id); });
    auto model = merge_model(context.words, body, bodies, form ? form->text("into") : "");
    model["csrf"] = context.csrf();
    if (form) model.update(form->model(context.words), true);
    model["version"] = std::to_string(body.version);
    const std::string title = model["heading"];
    return context.show({.view = "bodies/office_merge",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.bodies"});
}

web::Response merge_page(Context& context)
{
    const Body body = body_of(context);
    if (const auto* merged = std::get_if<Merged>(&body.stage)) return web::see_other(office_path(merged->into));
    return show_merge(context, body, nullptr);
}

web::Response save_merge(Context& context)
{
    const Body body = body_of(context);
    web::Form form(context.request, {.single = {"into", "version"}});
    const auto into = parse_id<Body>(form.text("into"));
    if (!into) form.refuse({RefusalKind::invalid, "bodies.into_needed", "into", {}});
    if (!form.good()) return show_merge(context, body, &form, 422);
    const auto version = version_of(form);
    const auto done = context.change([&](app::Work& work) { return merge_body(work, body.id, version, *into); });
    if (done) return context.go(office_path(*into), "flash.body_merged");
    auto refusal = done.error();
    if (refusal.field.empty()) refusal.field = "into";
    form.refuse(refusal);
    return show_merge(context, body_of(context), &form, refusal.kind == RefusalKind::conflict ? 409 : 422);
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(list_path, see_office, list_page);
    routes.get("/office/bodies/new", keep, new_page);
    routes.get("/office/bodies/{id}", see_office, body_page);
    routes.post("/office/bodies/{id}", keep, save_body);
    routes.post("/office/bodies/{id}/members", keep, save_member);
    routes.post("/office/bodies/{id}/members/{account}/removal", keep, drop_member);
    routes.get("/office/bodies/{id}/merge", keep, merge_page);
    routes.post("/office/bodies/{id}/merge", keep, save_merge);
}

}  // namespace veche::bodies
