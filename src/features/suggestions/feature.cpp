#include "features/suggestions/feature.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "features/suggestions/access.hpp"
#include "features/suggestions/edges.hpp"
#include "features/suggestions/figures.hpp"
#include "features/suggestions/office_pages.hpp"
#include "features/suggestions/store.hpp"

namespace veche::suggestions {

using nlohmann::json;

namespace {

std::optional<plan::Beginning> begin_line(app::View& view, const language::Words& words, const std::string& key)
{
    const auto id = parse_id<Suggestion>(key);
    const auto suggestion = id ? store::find_suggestion(view.db, view.town.id, *id) : std::nullopt;
    if (!suggestion) return std::nullopt;
    return plan::Beginning{.content = suggested_content(*suggestion, body_name_of(view, *suggestion)),
                           .notice = words.say("suggestions.line_text")};
}

Result<bool> become_line(app::Work& work, const std::string& key, Id<plan::Line> line)
{
    const auto id = parse_id<Suggestion>(key);
    if (!id) throw NotFound("suggestion");
    return take_suggestion(work, *id, line).map([](const Suggestion&) { return true; });
}

}  // namespace

plan::NewLines new_lines()
{
    return {.begin = begin_line, .became = become_line};
}

json todo(app::View& view, const language::Words& words)
{
    const auto count =
        may_decide(view.actor) ? app::count(figures::suggestions(), view, app::every_day({{"stage", "waiting"}})) : 0;
    if (count == 0) return nullptr;
    return {{"title", words.say("suggestions.todo", count)},
            {"text", words.say("suggestions.todo_text")},
            {"href", "/office/suggestions"}};
}

json own_model(app::View& view, const language::Words& words)
{
    constexpr int shown_most = 10;
    if (!may_suggest_for_body(view.actor)) return nullptr;
    json rows = json::array();
    for (const auto& one : store::list_of(view.db, view.town.id, view.actor.account, shown_most)) {
        const auto* taken = std::get_if<Taken>(&one.decision);
        const auto* declined = std::get_if<Declined>(&one.decision);
        const auto line = taken ? plan::find_line(view, taken->line) : std::nullopt;
        rows.push_back({{"title", one.content.title},
                        {"href", line ? plan::office_line_path(*line) : ""},
                        {"state", decision_model(words, one.decision)},
                        {"text", declined ? declined->reason : one.content.when}});
    }
    const auto today = view.town.zone.local(view.now).day;
    return {{"href", fmt::format("/office/plan/{}/suggestions/new", int(today.year()))},
            {"suggestions", std::move(rows)}};
}

app::Feature feature()
{
    app::Feature feature;
    feature.name = "suggestions";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_office(routes);
    };
    feature.figures = figures::all();
    return feature;
}

}  // namespace veche::suggestions
