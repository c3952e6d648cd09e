#include "features/suggestions/office_pages.hpp"

#include <fmt/format.h>

#include "features/plan/feature.hpp"

namespace veche::suggestions {

using nlohmann::json;

namespace {

std::string day_words(const language::Words& words, const app::Town& town, Instant at)
{
    return words.day_month_year(town.zone.local(at).day);
}

std::string source_words(const language::Words& words, const Author& author)
{
    return words.say(std::holds_alternative<Chair>(author) ? "suggestions.of_chair" : "suggestions.of_resident");
}

std::string suggestion_path(Id<Suggestion> id)
{
    return "/office/suggestions/" + to_text(id);
}

/// In December somebody thinks of May: the next year's plan is offered, too.
json take_links(const language::Words& words, const Suggestion& suggestion)
{
    json links = json::array();
    for (int year = suggestion.year; year <= suggestion.year + 1 && plan::is_year(year); ++year)
        links.push_back({{"title", words.say("suggestions.take", {{"year", std::to_string(year)}})},
                         {"href", fmt::format("/office/plan/{}/lines/new?from={}", year, to_text(suggestion.id))},
                         {"look", year == suggestion.year ? "" : "quiet"}});
    return links;
}

}  // namespace

std::string body_name_of(app::View& view, const Suggestion& suggestion)
{
    const auto* chair = std::get_if<Chair>(&suggestion.author);
    if (!chair || !chair->body) return "";
    const auto shown = bodies::find_shown(view.db, view.town.id, *chair->body);
    return shown ? shown->name : "";
}

json decision_model(const language::Words& words, const Decision& decision)
{
    const auto stage = to_text(decision);
    return {{"code", stage == "taken"      ? "held"
                     : stage == "declined" ? "cancelled"
                                           : "moved"},
            {"title", words.say(fmt::format("suggestions.stage_{}", stage))}};
}

json queue_model(const language::Words& words, const app::Town& town, const std::vector<Suggestion>& shown,
                 bool decided)
{
    json rows = json::array();
    for (const auto& one : shown)
        rows.push_back({{"title", one.content.title},
                        {"href", suggestion_path(one.id)},
                        {"when", one.content.when},
                        {"place", one.content.place},
                        {"source", source_words(words, one.author)},
                        {"made", day_words(words, town, one.made)},
                        {"state", decision_model(words, one.decision)}});
    const bool nothing = rows.empty();
    return {{"heading", words.say("suggestions.heading")},
            {"list_href", "/office/plan"},
            {"decided", decided},
            {"waiting_href", "/office/suggestions"},
            {"decided_href", "/office/suggestions?state=decided"},
            {"nothing", nothing},
            {"rows", std::move(rows)}};
}

json suggestion_model(const language::Words& words, const app::Town& town, const Suggestion& suggestion,
                      const std::string& body, bool may_take)
{
    const auto& content = suggestion.content;
    const auto* resident = std::get_if<Resident>(&suggestion.author);
    const auto* chair = std::get_if<Chair>(&suggestion.author);
    const auto* declined = std::get_if<Declined>(&suggestion.decision);
    const bool waits = std::holds_alternative<Waiting>(suggestion.decision);
    return {{"title", content.title},
            {"queue_href", "/office/suggestions"},
            {"state", decision_model(words, suggestion.decision)},
            {"source", source_words(words, suggestion.author)},
            {"made", day_words(words, town, suggestion.made)},
            {"when", content.when},
            {"place", content.place},
            {"audience", content.audience},
            {"why", content.why},
            {"author", resident ? resident->name : chair->name + (body.empty() ? "" : ", " + body)},
            {"contact", resident ? resident->contact : ""},
            {"reason", declined ? declined->reason : ""},
            {"waits", waits},
            {"takes", waits && may_take ? take_links(words, suggestion) : json::array()},
            {"action", suggestion_path(suggestion.id) + "/refusal"},
            {"values", {{"reason", ""}}},
            {"errors", {{"reason", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

json suggest_model(const language::Words& words, int year)
{
    json empty = json::object();
    for (const auto* field : {"title", "when", "place", "audience", "why"}) empty[field] = "";
    return {{"heading", words.say("suggestions.propose_heading", {{"year", std::to_string(year)}})},
            {"action", fmt::format("/office/plan/{}/suggestions", year)},
            {"back_href", "/office"},
            {"values", empty},
            {"errors", empty},
            {"error_list", json::array()},
            {"has_errors", false}};
}

}  // namespace veche::suggestions
