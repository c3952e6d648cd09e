#include "features/settings/office.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "app/site.hpp"
#include "app/store.hpp"
#include "app/store_audit.hpp"
#include "core/text.hpp"
#include "features/settings/access.hpp"
#include "features/settings/model.hpp"
#include "outside/svg.hpp"
#include "web/form.hpp"

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

json zones_model(const Context& context, std::string_view chosen)
{
    json options = json::array();
    const auto add = [&](std::string_view name) {
        const auto zone = language::Zone::find(name);
        if (!zone) return;
        const int offset = zone->local(context.now).utc_offset;
        options.push_back({{"value", name},
                           {"title", fmt::format("{} (UTC{:+})", name.substr(name.find('/') + 1), offset / 60)},
                           {"chosen", name == chosen}});
    };
    for (const auto name : zones) add(name);
    if (std::ranges::find(zones, chosen) == std::end(zones)) add(chosen);
    return options;
}

web::Response show(Context& context, const web::Form* form)
{
    const auto& town = context.town;
    json model = {
        {"csrf", context.csrf()},
        {"action", "/office/town"},
        {"contrast",
         context.words.say("settings.contrast", {{"contrast", fmt::format("{:.1f}", contrast_to_white(town.colour))}})},
        {"emblem_href", town.emblem.empty() ? "" : "/emblem.svg"},
        {"emblem_limit", context.words.say("settings.emblem_limit")},
        {"values", {{"name", town.name}, {"colour", town.colour}, {"timezone", town.zone.name()}, {"emblem", ""}}},
        {"errors", {{"name", ""}, {"colour", ""}, {"timezone", ""}, {"emblem", ""}}},
        {"error_list", json::array()},
        {"has_errors", false}};
    if (form) model.update(form->model(context.words));
    model["zones"] = zones_model(context, model["values"]["timezone"].get<std::string>());
    return context.show({.view = "app/town_settings",
                         .model = std::move(model),
                         .title = context.words.say("menu.town"),
                         .status = form ? 422 : 200,
                         .section = "office.town"});
}

std::string read_emblem(const Context& context, web::Form& form)
{
    if (form.flag("remove_emblem")) return {};
    for (const auto& upload : context.request.uploads) {
        if (upload.field != "emblem" || upload.size == 0) continue;
        std::ifstream in(upload.path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        return form.take(outside::clean_svg(text, "emblem"));
    }
    return context.town.emblem;
}

web::Response save(Context& context)
{
    web::Form form(context.request, {.single = {"name", "colour", "timezone", "emblem", "remove_emblem"}});
    app::Town town = context.town;
    town.name = form.take(parse_line(form.text("name"), "name", 1, 100));
    town.colour = form.take(parse_colour(form.text("colour")));
    const auto zone = language::Zone::find(form.text("timezone"));
    if (zone)
        town.zone = *zone;
    else
        form.refuse({RefusalKind::invalid, "settings.no_zone", "timezone", {}});
    town.emblem = read_emblem(context, form);
    if (!form.good()) return show(context, &form);
    context.change([&](app::Work& work) {
        app::store::update_town(work.tx, town);
        work.touch("town");
        work.record("settings.town", "town/" + town.slug,
                    {{"name", town.name}, {"colour", town.colour}, {"timezone", town.zone.name()}});
        return Result<bool>(true);
    });
    return context.go("/office/town", "flash.town_saved");
}

web::Response town_page(Context& context)
{
    return show(context, nullptr);
}

/// Newest first, a hundred at a time, by number.
web::Response audit_page(Context& context)
{
    std::int64_t before = 0;
    if (const auto* text = context.request.query_value("before"))
        std::from_chars(text->data(), text->data() + text->size(), before);
    const auto rows =
        context.read([&](app::View& view) { return app::store::list_audit(view.db, view.town.id, before, 100); });
    json models = json::array();
    for (const auto& row : rows) {
        const auto local = context.town.zone.local(row.at);
        // A deed of an older version of the program may have no words here any more: then its name is shown.
        const auto words = fmt::format("audit.{}", row.deed);
        models.push_back(
            {{"number", row.number > 0 ? std::to_string(row.number) : "…"},  // not sealed yet
             {"at", fmt::format("{}, {}", context.words.day_month_year(local.day), context.words.clock(local.minute))},
             {"actor", row.actor},
             {"deed", context.words.has(words) ? context.words.say(words) : row.deed},
             {"object", fmt::format("{} {}", row.deed, row.object)},
             {"details", row.details == "{}" ? "" : row.details}});
    }
    const bool more = rows.size() >= 100 && rows.back().number > 1;
    const json pager = {{"text", ""},
                        {"previous_href", before > 0 ? "/office/audit" : ""},
                        {"next_href", more ? fmt::format("/office/audit?before={}", rows.back().number) : ""}};
    return context.show({.view = "settings/office_audit",
                         .model = {{"rows", models}, {"pager", before > 0 || more ? pager : json(false)}},
                         .title = context.words.say("menu.audit"),
                         .section = "office.audit"});
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/town", change_town, town_page);
    routes.post("/office/town", change_town, save, {.bytes = 300 * 1024, .uploads = true});
    routes.get("/office/audit", read_audit, audit_page);
}

}  // namespace veche::settings
