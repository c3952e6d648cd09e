// The back office of the directory: the list, a body's form, who speaks for it, two that are one.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/access.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/queries.hpp"

namespace veche::bodies {

using app::Context;
using nlohmann::json;
using web::FieldKind, web::FormField;

std::string office_path(Id<Body> id)
{
    return "/office/bodies/" + to_text(id);
}

std::string kind_words(const language::Words& words, Kind kind)
{
    return words.say(fmt::format("bodies.kind_{}", to_text(kind)));
}

namespace {

constexpr std::string_view list_path = "/office/bodies";

constexpr FormField filters[] = {
    {.name = "q", .label = "bodies.filter_text", .limit = 200},
    {.name = "kind", .kind = FieldKind::select, .label = "bodies.kind"},
    {.name = "closed", .kind = FieldKind::box, .label = "bodies.filter_closed"},
};

constexpr FormField body_fields[] = {
    web::version_field,
    {.name = "deed", .kind = FieldKind::hidden},  // of the button: save | close | reopen
    {.name = "name", .label = "bodies.name", .hint = "bodies.name_hint", .limit = name_limit, .obligatory = true},
    {.name = "kind",
     .kind = FieldKind::radio,
     .label = "bodies.kind",
     .obligatory = true,
     .empty = "bodies.kind_needed"},
    {.name = "short_name", .label = "bodies.short_name", .hint = "bodies.short_name_hint", .limit = name_limit},
    {.name = "names",
     .kind = FieldKind::lines,
     .label = "bodies.names",
     .hint = "bodies.names_hint",
     .limit = name_limit,
     .rows = 4},
    {.name = "about",
     .kind = FieldKind::paragraphs,
     .label = "bodies.about",
     .hint = "bodies.about_hint",
     .limit = about_limit,
     .rows = 4},
    {.name = "contact", .label = "bodies.contact", .hint = "bodies.contact_hint", .limit = contact_limit},
    {.name = "phone", .kind = FieldKind::phone, .label = "bodies.phone", .limit = phone_limit},
    {.name = "email", .kind = FieldKind::email, .label = "bodies.email"},
};

constexpr FormField member_fields[] = {
    {.name = "account",
     .kind = FieldKind::select,
     .label = "bodies.account",
     .obligatory = true,
     .empty = "bodies.account_needed",
     .look = "middling"},
    {.name = "part", .kind = FieldKind::hidden},  // of the button
};

constexpr FormField merge_fields[] = {
    web::version_field,
    {.name = "into",
     .kind = FieldKind::select,
     .label = "bodies.into",
     .obligatory = true,
     .empty = "bodies.into_needed"},
};

app::Choices kind_choices(const language::Words& words)
{
    app::Choices choices;
    for (const auto kind : all_kinds) choices.push_back({std::string(to_text(kind)), kind_words(words, kind)});
    return choices;
}

json stage_model(const language::Words& words, const Stage& stage)
{
    const bool active = std::holds_alternative<Active>(stage);
    return {{"code", active ? "announced" : "cancelled"},
            {"title", words.say(active ? "bodies.stage_active" : "bodies.stage_closed")}};
}

// The list.

OfficeFilter filter_of(const app::Listing& listing)
{
    return {.text = listing.text("q"), .kind = parse_kind(listing.text("kind")), .closed = listing.flag("closed")};
}

web::Response list_page(Context& context)
{
    const app::Listing listing(context.request, std::string(list_path), filters);
    std::int64_t all = 0;
    auto bodies = context.read([&](app::View& view) {
        all = count_bodies(view);
        return list_office(view, filter_of(listing), listing.after_id<Body>(), app::Listing::page_rows + 1);
    });
    const bool more = listing.cut(bodies);
    json rows = json::array();
    for (const auto& body : bodies)
        rows.push_back({{"href", office_path(body.id)},
                        {"name", body.content.name},
                        {"short_name", body.content.short_name},
                        {"kind", kind_words(context.words, body.content.kind)},
                        {"contact", one_line(body.content.phone + " " + body.content.email)},
                        {"stage", stage_model(context.words, body.stage)}});
    auto kinds = kind_choices(context.words);
    kinds.insert(kinds.begin(), {"", context.words.say("bodies.any_kind")});
    const auto title = context.words.say("bodies.heading");
    const bool nothing = rows.empty();
    return context.show({.view = "bodies/office_bodies",
                         .model = {{"heading", title},
                                   {"summary", context.words.say("bodies.count", all)},
                                   {"may_keep", may_keep(context.actor)},
                                   {"no_bodies", all == 0},
                                   {"nothing", nothing},
                                   {"rows", std::move(rows)},
                                   {"csv_href", listing.address({}, ".csv")},
                                   {"xlsx_href", listing.address({}, ".xlsx")},
                                   {"filter", listing.filter_model(context.words, {{"kind", std::move(kinds)}})},
                                   {"pager", listing.pager_model(more ? to_text(bodies.back().id) : "")}},
                         .title = title,
                         .section = "office.bodies"});
}

web::Response list_file(Context& context)
{
    const app::Listing listing(context.request, std::string(list_path), filters);
    const auto bodies = context.read(
        [&](app::View& view) { return list_office(view, filter_of(listing), {}, std::size_t(bodies_most)); });
    outside::Sheet sheet{.name = context.words.say("bodies.heading"), .heading = {}, .columns = {}, .rows = {}};
    for (const auto* message : {"bodies.name", "bodies.short_name", "bodies.names", "bodies.kind", "bodies.about",
                                "bodies.contact", "bodies.phone", "bodies.email", "office.state"})
        sheet.columns.push_back({context.words.say(message)});
    for (const auto& body : bodies) {
        const auto& content = body.content;
        sheet.rows.push_back(
            {.cells = {content.name, content.short_name, joined(content.other_names, "; "),
                       kind_words(context.words, content.kind), content.about, content.contact, content.phone,
                       content.email, stage_model(context.words, body.stage)["title"]}});
    }
    return app::list_file(context, sheet, "bodies");
}

// A body.

Body body_of(Context& context)
{
    const auto id = context.path_id<Body>("id");
    return context.read([&](app::View& view) { return get_body(view, id); });
}

app::FormContent content_of(const language::Words& words, const std::optional<Body>& body)
{
    const BodyContent content = body ? body->content : BodyContent{};
    return {.values = {{"version", std::to_string(body ? body->version : 0)},
                       {"kind", body ? std::string(to_text(content.kind)) : ""},
                       {"name", content.name},
                       {"short_name", content.short_name},
                       {"names", joined(content.other_names, "\n")},
                       {"about", content.about},
                       {"contact", content.contact},
                       {"email", content.email},
                       {"phone", content.phone}},
            .choices = {{"kind", kind_choices(words)}}};
}

/// Who speaks for it, and who could.
json members_model(Context& context, const Body& body, const web::Form* sent)
{
    json members = json::array();
    app::Choices choice{{"", context.words.say("bodies.choose")}};
    context.read([&](app::View& view) {
        const auto present = list_members(view, body.id);
        for (const auto& colleague : accounts::list_colleague_names(view.db, view.town.id)) {
            const auto found = std::ranges::find(present, colleague.account, &Member::account);
            if (found == present.end() && !colleague.closed)
                choice.push_back({to_text(colleague.account), colleague.name});
            else if (found != present.end())
                members.push_back({{"name", colleague.name},
                                   {"part", context.words.say(fmt::format("bodies.part_{}", to_text(found->part)))},
                                   {"removal", fmt::format("{}/members/{}/removal", office_path(body.id),
                                                           to_text(colleague.account))}});
        }
        return true;
    });
    json model = app::form_model(context.words, member_fields, {.choices = {{"account", choice}}}, sent);
    model["action"] = office_path(body.id) + "/members";
    model["list"] = std::move(members);
    model["offered"] = may_keep(context.actor) && body.active() && choice.size() > 1;
    return model;
}

app::Page around_body(Context& context, Id<Body> id, const std::optional<Body>& body, const web::Form* member)
{
    const std::string title = body ? body->content.name : context.words.say("bodies.new");
    return {.view = "bodies/office_body",
            .model = {{"is_new", !body},
                      {"heading", title},
                      {"back_href", list_path},
                      {"public_href", body ? body_path(id) : ""},
                      {"action", office_path(id)},
                      {"photos_href", body ? office_path(id) + "/photos" : ""},
                      {"merge_href", body ? office_path(id) + "/merge" : ""},
                      {"stage", stage_model(context.words, body ? body->stage : Stage(Active{}))},
                      {"active", !body || body->active()},
                      {"may_keep", may_keep(context.actor)},
                      {"members", body ? members_model(context, *body, member) : json(false)}},
            .title = title,
            .status = member ? member->status() : 200,
            .section = "office.bodies"};
}

app::DeedForm<std::optional<Body>> editing(Context& context, Id<Body> id, const web::Form* member = nullptr)
{
    return {.context = context,
            .table = body_fields,
            .load = [&context] { return std::optional(body_of(context)); },
            .content = [&context](const std::optional<Body>& body) { return content_of(context.words, body); },
            .page = [&context, id, member](const auto& body) { return around_body(context, id, body, member); }};
}

web::Response new_page(Context& context)
{
    // The key is made with the form: the form sent twice makes one body.
    return editing(context, Id<Body>(context.site.ids().next(context.now))).show(std::nullopt);
}

web::Response body_page(Context& context)
{
    const Body body = body_of(context);
    if (const auto* merged = std::get_if<Merged>(&body.stage)) return web::see_other(office_path(merged->into));
    return editing(context, body.id).show(body);
}

BodyContent content_in(web::Form& form)
{
    return {.kind = form.choice<Kind>("kind", parse_kind).value_or(Kind::other),
            .name = form.line("name"),
            .short_name = form.line("short_name"),
            .other_names = form.lines("names", {.most = names_most, .too_many = "bodies.too_many_names"}),
            .about = form.paragraphs("about"),
            .contact = form.line("contact"),
            .email = form.email("email").text(),
            .phone = form.line("phone")};
}

std::optional<Working> working_in(const web::Form& form)
{
    const auto& deed = form.text("deed");
    if (deed.empty() || deed == "save") return std::nullopt;
    if (deed != "close" && deed != "reopen") throw web::BadRequest("deed");
    return deed == "close" ? Working::stops : Working::begins;
}

web::Response save_body(Context& context)
{
    const auto id = context.path_id<Body>("id");
    web::Form form(context.request, body_fields);
    const auto seen = form.text("version") == "0" ? std::optional<Body>() : std::optional(body_of(context));
    const auto version = form.version();
    const auto working = working_in(form);
    const BodyContent content = content_in(form);
    return editing(context, id)
        .run(
            seen, form,
            [&](app::Work& work) {
                return version == 0 ? add_body(work, id, content) : edit_body(work, id, version, content, working);
            },
            office_path(id), "flash.body_saved");
}

// Who speaks for it.

web::Response save_member(Context& context)
{
    const Body body = body_of(context);
    web::Form form(context.request, member_fields);
    const auto account = form.id<app::Account>("account");
    const auto part = form.choice<Part>("part", parse_part);
    if (!part) throw web::BadRequest("part");
    if (form.good()) {
        const auto done = context.change([&](app::Work& work) {
            const auto colleagues = accounts::list_colleague_names(work.tx, work.town.id);
            const auto found = std::ranges::find(colleagues, *account, &accounts::ColleagueName::account);
            if (found == colleagues.end() || found->closed) throw NotFound("account");
            return put_member(work, body.id, {*account, *part});
        });
        if (done) return context.go(office_path(body.id) + "#members", "flash.body_member_saved");
        form.refuse(done.error());
    }
    return editing(context, body.id, &form).show(body);
}

web::Response drop_member(Context& context)
{
    const Body body = body_of(context);
    const auto account = context.path_id<app::Account>("account");
    web::Form form(context.request, web::FormFields());
    const auto done = context.change([&](app::Work& work) { return remove_member(work, body.id, account); });
    return context.go(office_path(body.id) + "#members", done ? "flash.body_member_removed" : "");
}

// Two that are one.

app::FormContent merge_content(Context& context, const Body& body)
{
    app::Choices into{{"", context.words.say("bodies.choose")}};
    for (const auto& one : context.read([](app::View& view) { return list_sorted(view.db, view.town.id); }))
        if (one.id != body.id && one.active()) into.push_back({to_text(one.id), one.content.name});
    return {.values = {{"version", std::to_string(body.version)}}, .choices = {{"into", std::move(into)}}};
}

app::DeedForm<Body> merging(Context& context)
{
    return {.context = context,
            .table = merge_fields,
            .load = [&context] { return body_of(context); },
            .content = [&context](const Body& body) { return merge_content(context, body); },
            .page = [&context](const Body& body) -> app::Page {
                const auto title = context.words.say("bodies.merge_heading", {{"name", body.content.name}});
                return {.view = "bodies/office_merge",
                        .model = {{"heading", title},
                                  {"back_href", office_path(body.id)},
                                  {"action", office_path(body.id) + "/merge"}},
                        .title = title,
                        .section = "office.bodies"};
            }};
}

web::Response merge_page(Context& context)
{
    const Body body = body_of(context);
    if (const auto* merged = std::get_if<Merged>(&body.stage)) return web::see_other(office_path(merged->into));
    return merging(context).show(body);
}

web::Response save_merge(Context& context)
{
    const Body body = body_of(context);
    web::Form form(context.request, merge_fields);
    const auto version = form.version();
    const auto into = form.id<Body>("into");
    return merging(context).run(
        body, form, [&](app::Work& work) { return merge_body(work, body.id, version, *into); },
        into ? office_path(*into) : "", "flash.body_merged");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(list_path, see_office, list_page);
    routes.get("/office/bodies.csv", see_office, list_file);
    routes.get("/office/bodies.xlsx", see_office, list_file);
    routes.get("/office/bodies/new", keep, new_page);
    routes.get("/office/bodies/{id}", see_office, body_page);
    routes.post("/office/bodies/{id}", keep, save_body);
    routes.post("/office/bodies/{id}/members", keep, save_member);
    routes.post("/office/bodies/{id}/members/{account}/removal", keep, drop_member);
    routes.get("/office/bodies/{id}/merge", keep, merge_page);
    routes.post("/office/bodies/{id}/merge", keep, save_merge);
}

}  // namespace veche::bodies
