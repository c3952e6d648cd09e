#include "features/plan/suggestions/office_pages.hpp"

#include <fmt/format.h>

#include "features/plan/line/model.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

std::string day_words(const language::Words& words, const app::Town& town, Instant at)
{
    return words.day_month_year(town.zone.local(at).day);
}

std::string source_words(const language::Words& words, const Author& author)
{
    return words.say(std::holds_alternative<Chair>(author) ? "proposals.of_chair" : "proposals.of_resident");
}

std::string proposal_path(Id<Proposal> id)
{
    return "/office/plan/proposals/" + to_text(id);
}

/// In December somebody thinks of May: the next year's plan is offered, too.
json take_links(const language::Words& words, const Proposal& proposal)
{
    json links = json::array();
    for (int year = proposal.year; year <= proposal.year + 1 && is_year(year); ++year)
        links.push_back({{"title", words.say("proposals.take", {{"year", std::to_string(year)}})},
                         {"href", fmt::format("/office/plan/{}/lines/new?proposal={}", year, to_text(proposal.id))},
                         {"look", year == proposal.year ? "" : "quiet"}});
    return links;
}

}  // namespace

std::string body_name_of(app::View& view, const Proposal& proposal)
{
    const auto* chair = std::get_if<Chair>(&proposal.author);
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
            {"title", words.say(fmt::format("proposals.stage_{}", stage))}};
}

json queue_model(const language::Words& words, const app::Town& town, const std::vector<Proposal>& shown, bool decided)
{
    json rows = json::array();
    for (const auto& one : shown)
        rows.push_back({{"title", one.content.title},
                        {"href", proposal_path(one.id)},
                        {"when", one.content.when},
                        {"place", one.content.place},
                        {"source", source_words(words, one.author)},
                        {"made", day_words(words, town, one.made)},
                        {"state", decision_model(words, one.decision)}});
    const bool nothing = rows.empty();
    return {{"heading", words.say("proposals.heading")},
            {"list_href", "/office/plan"},
            {"decided", decided},
            {"waiting_href", "/office/plan/proposals"},
            {"decided_href", "/office/plan/proposals?state=decided"},
            {"nothing", nothing},
            {"rows", std::move(rows)}};
}

json proposal_model(const language::Words& words, const app::Town& town, const Proposal& proposal,
                    const std::string& body, bool may_take)
{
    const auto& content = proposal.content;
    const auto* resident = std::get_if<Resident>(&proposal.author);
    const auto* chair = std::get_if<Chair>(&proposal.author);
    const auto* declined = std::get_if<Declined>(&proposal.decision);
    const bool waits = std::holds_alternative<Waiting>(proposal.decision);
    return {{"title", content.title},
            {"queue_href", "/office/plan/proposals"},
            {"state", decision_model(words, proposal.decision)},
            {"source", source_words(words, proposal.author)},
            {"made", day_words(words, town, proposal.made)},
            {"when", content.when},
            {"place", content.place},
            {"audience", content.audience},
            {"why", content.why},
            {"author", resident ? resident->name : chair->name + (body.empty() ? "" : ", " + body)},
            {"contact", resident ? resident->contact : ""},
            {"reason", declined ? declined->reason : ""},
            {"waits", waits},
            {"takes", waits && may_take ? take_links(words, proposal) : json::array()},
            {"action", proposal_path(proposal.id) + "/refusal"},
            {"values", {{"reason", ""}}},
            {"errors", {{"reason", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

json propose_model(const language::Words& words, int year)
{
    json empty = json::object();
    for (const auto* field : {"title", "when", "place", "audience", "why"}) empty[field] = "";
    return {{"heading", words.say("proposals.propose_heading", {{"year", std::to_string(year)}})},
            {"action", fmt::format("/office/plan/{}/proposals", year)},
            {"back_href", "/office"},
            {"values", empty},
            {"errors", empty},
            {"error_list", json::array()},
            {"has_errors", false}};
}

}  // namespace veche::plan
