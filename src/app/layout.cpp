#include <algorithm>

#include "app/site.hpp"
#include "app/widget.hpp"

namespace veche::app {

namespace {

using web::Model;
using web::Node;

Node menu_model(Model& model, const std::vector<MenuEntry>& entries, const Context& context, std::string_view section)
{
    std::vector<Node> menu;
    menu.reserve(entries.size());
    for (const auto& entry : entries) {
        if (!entry.permission.allows(context.actor)) continue;
        menu.push_back(model.object({{"title", model.text(context.words.say(entry.message))},
                                     {"href", Node::view(entry.href)},
                                     {"current", Node::of(entry.section == section)}}));
    }
    return model.list(menu);
}

std::string_view word_of(MenuGroup group)
{
    switch (group) {
        case MenuGroup::plan: return "menu.group_plan";
        case MenuGroup::news: return "menu.group_news";
        case MenuGroup::taking_part: return "menu.group_taking_part";
        case MenuGroup::bodies: return "menu.group_bodies";
        case MenuGroup::keeping: return "menu.group_keeping";
        default: return "menu.office_home";
    }
}

/// Groups of what this person may see; one of a single entry is that entry.
Node office_menu_model(Model& model, const Context& context, std::string_view section)
{
    std::vector<MenuEntry> allowed;
    for (const auto& entry : context.site.office_menu())
        if (entry.permission.allows(context.actor)) allowed.push_back(entry);
    std::vector<Node> groups;
    for (auto from = allowed.begin(); from != allowed.end();) {
        const auto to = std::find_if(from, allowed.end(), [&](const auto& one) { return one.group != from->group; });
        const std::vector<MenuEntry> entries(from, to);
        const bool many = entries.size() > 1;
        groups.push_back(model.object(
            {{"title", model.text(context.words.say(many ? word_of(from->group) : from->message))},
             {"href", Node::view(from->href)},
             {"current", Node::of(std::ranges::find(entries, section, &MenuEntry::section) != entries.end())},
             {"entries", menu_model(model, many ? entries : std::vector<MenuEntry>{}, context, section)}}));
        from = to;
    }
    return model.list(groups);
}

Node languages_model(Model& model, const Context& context)
{
    const auto one = [&](language::Code code, std::string_view name, std::string_view href) {
        return model.object({{"code", Node::view(language::to_text(code))},
                             {"name", Node::view(name)},
                             {"href", Node::view(href)},
                             {"current", Node::of(context.preferences.language == code)}});
    };
    const Node all[] = {one(language::Code::ru, "Русский", "/preferences?language=ru"),
                        one(language::Code::en, "English", "/preferences?language=en")};
    return model.list(all);
}

/// Feeds and the calendar are advertised in the heads of the portal's pages: programs find them there, people on pages of their own.
Node feeds_model(Model& model, const Town& town)
{
    const auto one = [&](std::string_view href, std::string_view type, std::string_view name) {
        return model.object({{"href", model.text(std::string(href))},
                             {"type", Node::view(type)},
                             {"title", model.text(town.name + " — " + std::string(name))}});
    };
    const Node all[] = {
        one("/feed.atom", "application/atom+xml", "Atom"), one("/feed.rss", "application/rss+xml", "RSS"),
        one("/feed.json", "application/feed+json", "JSON Feed"),
        one("webcal:" + town.base_url.substr(town.base_url.find("//")) + "/plan.ics", "text/calendar", "iCalendar")};
    return model.list(all);
}

Node town_model(Model& model, const Town& town)
{
    return model.object({{"name", Node::view(town.name)},
                         {"home", Node::view("/")},
                         {"emblem_href", Node::view(town.emblem.empty() ? "" : "/emblem.svg")},
                         {"colour_href", model.text("/town.css?v=" + town.colour.substr(1))},
                         {"colour", Node::view(town.colour)},
                         {"css_class", model.text("town-" + town.slug)}});
}

}  // namespace

std::string render_view(const Context& context, const Page& page)
{
    const auto& templates = context.site.templates();
    return page.made ? templates.render(page.view, page.made->root, context.words)
                     : templates.render(page.view, page.model, context.words);
}

namespace {

/// The address of the picture that messengers show beside a link to the page: the model's own "share_image".
std::string share_image(const Page& page)
{
    return page.model.is_object() ? page.model.value("share_image", std::string()) : std::string();
}

/// A form of the page, or one of a part of it, came back with what is wrong.
bool was_refused(const nlohmann::json& model, bool with_parts = true)
{
    if (!model.is_object()) return false;
    if (const auto own = model.find("has_errors"); own != model.end() && *own == true) return true;
    return with_parts && std::ranges::any_of(model, [](const auto& part) { return was_refused(part, false); });
}

/// "Ошибка: Запись — Юрга": who hears the title first knows that nothing was done.
std::string title_of(const Context& context, const Page& page)
{
    const auto& town = context.town.name;
    auto title = page.title.empty() ? town : page.title + " — " + town;
    return was_refused(page.model) ? context.words.say("form.error") + " " + title : title;
}

}  // namespace

std::string render_layout(Context& context, const Page& page, std::string body)
{
    const bool office = page.section.starts_with("office");
    const Town& town = context.town;
    const Site& site = context.site;
    Model model;
    const Node root = model.object(
        {{"lang", Node::view(language::to_text(context.preferences.language))},
         {"title", model.text(title_of(context, page))},
         {"description", Node::view(page.description)},
         {"canonical", model.text(town.base_url + (page.canonical.empty() ? context.request.path : page.canonical))},
         {"share_image", model.text(share_image(page))},
         {"section", Node::view(page.section)},
         {"town", town_model(model, town)},
         {"theme", model.object({{"contrast", Node::of(context.preferences.contrast)},
                                 {"large", Node::of(context.preferences.large_type)}})},
         {"assets", site.assets_model()},
         {"menu", menu_model(model, site.portal_menu(), context, page.section)},
         {"office_menu", office ? office_menu_model(model, context, page.section) : model.list({})},
         {"languages", languages_model(model, context)},
         {"preferences_href", Node::view("/preferences")},
         {"search_query", Node::view("")},
         {"actor", model.object({{"signed_in", Node::of(context.actor.is_staff())},
                                 {"name", Node::view(context.actor.name)},
                                 {"sign_in_href", Node::view("/sign-in")},
                                 {"sign_out_href", Node::view("/session/end")}})},
         {"csrf", model.text(office ? context.csrf() : std::string())},
         {"flash", model.text(context.take_flash())},
         {"feeds", feeds_model(model, town)},
         {"noindex", Node::of(office || page.status != 200)},
         {"body", Node::html(body)}});
    const auto* layout = office                           ? "app/layout_office"
                         : page.section == widget_section ? "app/layout_widget"
                                                          : "app/layout_portal";
    return site.templates().render(layout, root, context.words);
}

}  // namespace veche::app
