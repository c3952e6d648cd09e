// What can be taken away: the town's calendar into one's own, and everything that programs read. (Files of their own, so that pages for
// people are not half addresses for machines.)

#include <fmt/format.h>

#include "app/object.hpp"
#include "core/percent.hpp"
#include "core/whole.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/feature.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using app::Context;
using app::Page;
using nlohmann::json;

namespace {

/// The addresses under which a calendar program subscribes to what was chosen: it goes on when the year is over.
json calendar_addresses(const app::Town& town, const Filter& filter)
{
    const std::string path = "/plan.ics" + filter.query();
    const std::string address = town.base_url + path;
    const std::string webcal = "webcal:" + town.base_url.substr(town.base_url.find("//")) + path;
    return app::object({{"webcal", webcal},
                        {"address", address},
                        {"google", "https://calendar.google.com/calendar/r?cid=" + percent_encoded(webcal)},
                        {"outlook", "https://outlook.live.com/calendar/0/addfromweb?url=" + percent_encoded(address) +
                                        "&name=" + percent_encoded(town.name)},
                        {"file", path}});
}

Page calendars_page(Context& context)
{
    const auto filter = filter_of(context.request);
    const auto heading = context.words.say("take.calendars");
    Page page{.view = "plan/portal_calendars",
              .model = calendar_addresses(context.town, filter),
              .title = heading,
              .section = "plan"};
    page.model["heading"] = heading;
    page.model["chosen"] = filter_words(context.words, filter);
    return page;
}

/// Four digits, or this year's plan.
std::optional<int> asked_year(Context& context)
{
    if (const auto* year = context.request.query_value("year"); year && year->size() == 4)
        if (const auto number = parse_whole<int>(*year); number && is_year(*number)) return *number;
    return context.read([](app::View& view) { return shown_year(view); });
}

Page for_programs_page(Context& context)
{
    const auto filter = filter_of(context.request);
    const auto heading = context.words.say("take.programs");
    const auto year = asked_year(context);
    const auto query = filter.query();
    json files = false;
    if (year) {
        const auto path = fmt::format("/plan/{}", *year);
        files = app::object({{"title", context.words.say("plan.heading", {{"year", std::to_string(*year)}})},
                             {"xlsx", path + ".xlsx" + query},
                             {"csv", path + ".csv" + query},
                             {"json", path + ".json" + query},
                             {"ics", path + ".ics" + query}});
    }
    return {.view = "plan/portal_programs",
            .model = {{"heading", heading},
                      {"chosen", filter_words(context.words, filter)},
                      {"files", std::move(files)},
                      {"atom", "/feed.atom" + query},
                      {"rss", "/feed.rss" + query},
                      {"feed", "/feed.json" + query},
                      {"ics", "/plan.ics" + query},
                      {"calendars", std::string(calendars_path) + query},
                      {"openapi", "/api/openapi.json"},
                      {"embed", "/plan/embed" + query}},
            .title = heading,
            .section = "plan"};
}

}  // namespace

std::string filter_words(const language::Words& words, const Filter& filter)
{
    std::string text;
    const auto add = [&](const std::string& word) {
        if (!word.empty()) text += (text.empty() ? "" : " · ") + word;
    };
    if (filter.kind) add(words.say(fmt::format("kind.{}", to_text(*filter.kind))));
    add(filter.place);
    add(filter.audience);
    if (filter.group) add(words.say(fmt::format("plan.group_{}", to_text(*filter.group))));
    return text;
}

void mount_portal_take(app::Routes& routes)
{
    routes.page(calendars_path, app::anyone, calendars_page).takes(filter_parameters);
    routes.page("/for-programs", app::anyone, for_programs_page).takes(filter_parameters).takes({"year"});
}

}  // namespace veche::plan
