#include "features/settings/office.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "app/store_audit.hpp"
#include "core/whole.hpp"
#include "features/settings/access.hpp"
#include "features/settings/commands.hpp"
#include "features/settings/journal.hpp"
#include "features/settings/model.hpp"
#include "features/settings/store.hpp"
#include "outside/svg.hpp"

namespace veche::settings {

using app::Context;
using nlohmann::json;

namespace {

/// The zones of Russian towns, and the one in use if it is another.
constexpr std::string_view zones[] = {"Europe/Kaliningrad", "Europe/Moscow",     "Europe/Samara",    "Europe/Volgograd",
                                      "Asia/Yekaterinburg", "Asia/Omsk",         "Asia/Novosibirsk", "Asia/Barnaul",
                                      "Asia/Tomsk",         "Asia/Novokuznetsk", "Asia/Krasnoyarsk", "Asia/Irkutsk",
                                      "Asia/Chita",         "Asia/Yakutsk",      "Asia/Vladivostok", "Asia/Magadan",
                                      "Asia/Sakhalin",      "Asia/Kamchatka"};

constexpr web::FormField fields[] = {
    web::version_field,
    {.name = "name", .label = "town.name", .limit = 100, .obligatory = true, .look = "middling"},
    {.name = "colour", .label = "town.colour", .hint = "town.colour_hint", .limit = 7, .look = "narrow"},
    {.name = "timezone",
     .kind = web::FieldKind::select,
     .label = "town.timezone",
     .hint = "town.timezone_hint",
     .look = "middling"},
    {.name = "phone",
     .kind = web::FieldKind::phone,
     .label = "town.phone",
     .hint = "town.phone_hint",
     .limit = 40,
     .look = "middling"},
    {.name = "phone_hours",
     .label = "town.phone_hours",
     .hint = "town.phone_hours_hint",
     .limit = 100,
     .look = "middling"},
    {.name = "operator_name", .label = "town.operator_name", .hint = "town.operator_name_hint", .limit = 300},
    {.name = "operator_address", .label = "town.operator_address", .limit = 300},
    {.name = "operator_contact",
     .label = "town.operator_contact",
     .hint = "town.operator_contact_hint",
     .limit = 200,
     .look = "middling"},
    {.name = "emblem", .kind = web::FieldKind::file, .label = "town.emblem", .accept = "image/svg+xml,.svg"},
    {.name = "remove_emblem", .kind = web::FieldKind::box, .label = "town.emblem_remove"},
};

app::Choices zone_choices(const Context& context, std::string_view current)
{
    app::Choices choices;
    const auto add = [&](std::string_view name) {
        const auto zone = language::Zone::find(name);
        if (!zone) return;
        const int offset = zone->local(context.now).utc_offset;
        choices.push_back(
            {std::string(name), fmt::format("{} (UTC{:+})", name.substr(name.find('/') + 1), offset / 60)});
    };
    for (const auto name : zones) add(name);
    if (std::ranges::find(zones, current) == std::end(zones)) add(current);
    return choices;
}

app::DeedForm<store::Saved> town_form(Context& context)
{
    return {
        .context = context,
        .table = fields,
        .load =
            [&context] { return context.read([](app::View& view) { return store::get_town(view.db, view.town.id); }); },
        .content = [&context](const store::Saved& saved) -> app::FormContent {
            const auto& town = saved.town;
            return {.values = {{"version", std::to_string(saved.version)},
                               {"name", town.name},
                               {"colour", town.colour},
                               {"timezone", town.zone.name()},
                               {"phone", saved.contacts.phone},
                               {"phone_hours", saved.contacts.phone_hours},
                               {"operator_name", saved.contacts.data_operator.name},
                               {"operator_address", saved.contacts.data_operator.address},
                               {"operator_contact", saved.contacts.data_operator.contact}},
                    .choices = {{"timezone", zone_choices(context, town.zone.name())}},
                    .hints = {{"emblem", context.words.say("town.emblem_hint",
                                                           {{"most", context.words.say("settings.emblem_limit")}})}}};
        },
        .page = [&context](const store::Saved& saved) -> app::Page {
            const auto contrast = fmt::format("{:.1f}", contrast_to_white(saved.town.colour));
            return {.view = "settings/office_town",
                    .model = {{"contrast", context.words.say("settings.contrast", {{"contrast", contrast}})},
                              {"emblem_href", saved.town.emblem.empty() ? "" : "/emblem.svg"}},
                    .title = context.words.say("menu.town"),
                    .section = "office.town"};
        }};
}

std::optional<std::string> read_emblem(const Context& context, web::Form& form)
{
    if (form.flag("remove_emblem")) return "";
    for (const auto& upload : context.request.uploads) {
        if (upload.field != "emblem" || upload.size == 0) continue;
        std::ifstream in(upload.path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        return form.take(outside::clean_svg(text, "emblem"));
    }
    return std::nullopt;
}

web::Response save(Context& context)
{
    web::Form form(context.request, fields);
    const auto version = form.version();
    TownContent content{.name = form.line("name"),
                        .colour = form.take(parse_colour(form.text("colour"))),
                        .contacts = {.phone = form.phone("phone").text(),
                                     .phone_hours = form.line("phone_hours"),
                                     .data_operator = {.name = form.line("operator_name"),
                                                       .address = form.line("operator_address"),
                                                       .contact = form.line("operator_contact")}},
                        .emblem = read_emblem(context, form)};
    if (const auto zone = language::Zone::find(form.text("timezone")))
        content.zone = *zone;
    else
        form.refuse({RefusalKind::invalid, "settings.no_zone", "timezone", {}});
    const auto town = town_form(context);
    return town.run(
        town.load(), form, [&](app::Work& work) { return save_town(work, version, content); }, "/office/town",
        "flash.town_saved");
}

web::Response town_page(Context& context)
{
    const auto town = town_form(context);
    return town.show(town.load());
}

/// Newest first, by number. What is not sealed yet stands before all that is, and has none to go on from.
web::Response audit_page(Context& context)
{
    constexpr auto limit = int(app::Listing::page_rows);
    const app::Listing listing(context.request, "/office/audit", {});
    const auto before = context.request.query_number("after");
    const auto rows =
        context.read([&](app::View& view) { return app::store::list_audit(view.db, view.town.id, before, limit); });
    json models = json::array();
    for (const auto& row : rows) {
        auto model = journal_model(context.words, row);
        model["number"] = row.number > 0 ? std::to_string(row.number) : "…";
        model["at"] = app::moment_words(context.words, context.town, row.at);
        model["actor"] = row.actor;
        models.push_back(std::move(model));
    }
    const bool more = rows.size() >= std::size_t(limit) && rows.back().number > 1;
    return context.show({.view = "settings/office_audit",
                         .model = {{"rows", std::move(models)},
                                   {"export_href", "/office/audit.jsonl"},
                                   {"pager", listing.pager_model(more ? std::to_string(rows.back().number) : "")}},
                         .title = context.words.say("menu.audit"),
                         .section = "office.audit"});
}

/// Everything as it is stored, for programs and for whoever proves the chain: the newest first, ten thousand at a time, further by `after`.
web::Response audit_export(Context& context)
{
    constexpr int most = 10'000;
    const auto before = context.request.query_number("after");
    std::string lines;
    for (const auto& row :
         context.read([&](app::View& view) { return app::store::list_audit(view.db, view.town.id, before, most); }))
        lines += export_line(row);
    auto response = web::respond(200, "application/jsonl; charset=utf-8", std::move(lines));
    response.with("content-disposition", "attachment; filename=\"audit.jsonl\"");
    return response.with("cache-control", "no-store");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/town", change_town, town_page);
    routes.post("/office/town", change_town, save, {.bytes = 300 * 1024, .uploads = true});
    routes.get("/office/audit", read_audit, audit_page);
    routes.get("/office/audit.jsonl", read_audit, audit_export);
}

}  // namespace veche::settings
