#include "app/site.hpp"

namespace veche::app {

namespace {

using nlohmann::json;

json menu_model(const std::vector<MenuEntry>& entries, Context& context, std::string_view section)
{
    json menu = json::array();
    for (const auto& entry : entries) {
        if (!entry.permission.allows(context.actor)) continue;
        menu.push_back(
            {{"title", context.words.say(entry.message)}, {"href", entry.href}, {"current", entry.section == section}});
    }
    return menu;
}

std::vector<MenuEntry> entries_of(const Site& site, std::vector<MenuEntry> Feature::*menu)
{
    std::vector<MenuEntry> all;
    for (const auto& feature : site.features()) all.insert(all.end(), (feature.*menu).begin(), (feature.*menu).end());
    std::ranges::stable_sort(all, {}, &MenuEntry::order);
    return all;
}

json languages_model(const Context& context)
{
    json languages = json::array();
    for (const auto code : {language::Code::ru, language::Code::en}) {
        const auto text = language::to_text(code);
        languages.push_back({{"code", text},
                             {"name", code == language::Code::ru ? "Русский" : "English"},
                             {"href", "/preferences?language=" + std::string(text)},
                             {"current", context.preferences.language == code}});
    }
    return languages;
}

/// The sentence a 303 left for the next page; only ids of the catalogue are ever shown.
std::string take_flash(Context& context)
{
    const auto* id = context.cookie("flash");
    if (!id || !id->starts_with("flash.") || !context.words.has(*id)) return {};
    context.set_cookie("flash", "", std::chrono::seconds(0));
    return context.words.say(*id);
}

json assets_model(const Site& site)
{
    json assets = json::object();
    for (const auto& [name, address] : site.assets()) {
        std::string key = name;
        std::ranges::replace(key, '.', '_');
        std::ranges::replace(key, '-', '_');
        assets[key] = address;
    }
    return assets;
}

/// Feeds are advertised on the portal's pages only.
json feeds_model(const Context& context)
{
    return json::array(
        {{{"href", "/feed.atom"}, {"type", "application/atom+xml"}, {"title", context.town.name + " — Atom"}},
         {{"href", "/feed.rss"}, {"type", "application/rss+xml"}, {"title", context.town.name + " — RSS"}},
         {{"href", "/feed.json"}, {"type", "application/feed+json"}, {"title", context.town.name + " — JSON Feed"}}});
}

}  // namespace

std::string render_layout(Context& context, const Page& page, std::string body)
{
    const bool office = page.section.starts_with("office");
    const Town& town = context.town;
    const json model = {
        {"lang", language::to_text(context.preferences.language)},
        {"title", page.title.empty() ? town.name : page.title + " — " + town.name},
        {"description", page.description},
        {"canonical", town.base_url + (page.canonical.empty() ? context.request.path : page.canonical)},
        {"section", page.section},
        {"town",
         {{"name", town.name},
          {"home", "/"},
          {"emblem_href", town.emblem.empty() ? "" : "/emblem.svg"},
          {"colour_href", "/town.css?v=" + town.colour.substr(1)},
          {"css_class", "town-" + town.slug}}},
        {"theme", {{"contrast", context.preferences.contrast}, {"large", context.preferences.large_type}}},
        {"assets", assets_model(context.site)},
        {"menu", menu_model(entries_of(context.site, &Feature::portal_menu), context, page.section)},
        {"office_menu", menu_model(entries_of(context.site, &Feature::office_menu), context, page.section)},
        {"languages", languages_model(context)},
        {"preferences_href", "/preferences"},
        {"search_query", ""},
        {"actor",
         {{"signed_in", context.actor.is_staff()},
          {"name", context.actor.name},
          {"sign_in_href", "/sign-in"},
          {"sign_out_href", "/session/end"}}},
        {"csrf", office ? context.csrf() : ""},
        {"flash", office ? take_flash(context) : ""},
        {"feeds", feeds_model(context)},
        {"noindex", office || page.status != 200},
        {"body", {{"$html", std::move(body)}}},
    };
    return context.site.templates().render(office ? "app/layout_office" : "app/layout_portal", model, context.words);
}

}  // namespace veche::app
