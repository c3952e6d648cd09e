#include "features/bodies/office_pages.hpp"

#include <fmt/format.h>

#include "app/object.hpp"
#include "core/fold.hpp"
#include "features/bodies/body_name.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/feature.hpp"

namespace veche::bodies {

using nlohmann::json;

namespace {

std::string kind_words(const language::Words& words, Kind kind)
{
    return words.say(fmt::format("bodies.kind_{}", to_text(kind)));
}

std::string lines_of(const std::vector<std::string>& names, std::string_view between)
{
    std::string text;
    for (const auto& name : names) {
        if (!text.empty()) text += between;
        text += name;
    }
    return text;
}

json stage_model(const language::Words& words, const Stage& stage)
{
    const bool active = std::holds_alternative<Active>(stage);
    return {{"code", active ? "held" : "cancelled"},
            {"title", words.say(active ? "bodies.stage_active" : "bodies.stage_closed")}};
}

/// What is typed into the filter may be the beginning of a word.
std::string part_of_name(std::string_view text)
{
    return fold_part(folded_name(text));
}

bool matches(const Body& body, const OfficeFilter& filter, const std::string& folded)
{
    if (filter.kind && body.content.kind != *filter.kind) return false;
    if (!filter.closed && !body.active()) return false;
    if (folded.empty()) return true;
    const auto holds = [&](const std::string& name) { return part_of_name(name).find(folded) != std::string::npos; };
    if (holds(body.content.name) || holds(body.content.short_name)) return true;
    for (const auto& name : body.content.other_names)
        if (holds(name)) return true;
    return false;
}

}  // namespace

OfficeFilter office_filter_of(const web::Request& request)
{
    const auto text = [&](std::string_view name) {
        const auto* value = request.query_value(name);
        return value ? *value : std::string();
    };
    return {.text = text("q"), .kind = parse_kind(text("kind")), .closed = text("closed") == "1"};
}

json office_list_model(const language::Words& words, const std::vector<Body>& bodies, const OfficeFilter& filter)
{
    const auto folded = part_of_name(filter.text);
    json rows = json::array();
    for (const auto& body : bodies) {
        if (!matches(body, filter, folded)) continue;
        rows.push_back({{"href", office_path(body.id)},
                        {"name", body.content.name},
                        {"short_name", body.content.short_name},
                        {"kind", kind_words(words, body.content.kind)},
                        {"contact", lines_of({body.content.phone, body.content.email}, " ")},
                        {"stage", stage_model(words, body.stage)}});
    }
    json kinds = json::array({app::option("", words.say("bodies.any_kind"), !filter.kind)});
    for (const auto kind : all_kinds)
        kinds.push_back(app::option(std::string(to_text(kind)), kind_words(words, kind), filter.kind == kind));
    const bool nothing = rows.empty();
    return {{"heading", words.say("bodies.heading")},
            {"summary", words.say("bodies.count", std::int64_t(bodies.size()))},
            {"new_href", "/office/bodies/new"},
            {"public_href", "/bodies"},
            {"no_bodies", bodies.empty()},
            {"nothing", nothing},
            {"rows", std::move(rows)},
            {"filter",
             {{"action", "/office/bodies"},
              {"q", filter.text},
              {"kinds", kinds},
              {"closed", filter.closed},
              {"any", filter.any()},
              {"clear_href", "/office/bodies"}}}};
}

json office_body_model(const language::Words& words, Id<Body> id, const std::optional<Body>& body)
{
    const BodyContent content = body ? body->content : BodyContent{};
    json kinds = json::array();
    for (const auto kind : all_kinds)
        kinds.push_back(
            app::option(std::string(to_text(kind)), kind_words(words, kind), body.has_value() && content.kind == kind));
    return {{"is_new", !body},
            {"heading", body ? content.name : words.say("bodies.new")},
            {"back_href", "/office/bodies"},
            {"public_href", body ? body_path(id) : ""},
            {"action", office_path(id)},
            {"members_action", office_path(id) + "/members"},
            {"merge_href", body ? office_path(id) + "/merge" : ""},
            {"stage", stage_model(words, body ? body->stage : Stage(Active{}))},
            {"active", !body || body->active()},
            {"version", std::to_string(body ? body->version : 0)},
            {"kinds", kinds},
            {"values",
             {{"kind", ""},
              {"name", content.name},
              {"short_name", content.short_name},
              {"names", lines_of(content.other_names, "\n")},
              {"about", content.about},
              {"contact", content.contact},
              {"email", content.email},
              {"phone", content.phone},
              {"account", ""},
              {"part", ""}}},
            {"errors",
             {{"kind", ""},
              {"name", ""},
              {"short_name", ""},
              {"names", ""},
              {"about", ""},
              {"contact", ""},
              {"email", ""},
              {"phone", ""},
              {"account", ""},
              {"part", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

json members_model(const language::Words& words, Id<Body> id, const std::vector<OfficeMember>& members)
{
    json rows = json::array();
    for (const auto& one : members)
        rows.push_back({{"name", one.name},
                        {"part", words.say(fmt::format("bodies.part_{}", to_text(one.part)))},
                        {"removal", fmt::format("{}/members/{}/removal", office_path(id), to_text(one.account))}});
    return rows;
}

json choice_model(const std::vector<OfficeMember>& choice)
{
    json options = json::array();
    for (const auto& one : choice) options.push_back(app::option(to_text(one.account), one.name, false));
    return options;
}

json conflict_model(const language::Words& words, const Body& newest, const BodyContent& mine)
{
    json fields = json::array();
    const auto compare = [&](std::string_view message, const std::string& theirs, const std::string& yours) {
        if (theirs != yours) fields.push_back({{"title", words.say(message)}, {"theirs", theirs}, {"yours", yours}});
    };
    const auto& theirs = newest.content;
    compare("bodies.name", theirs.name, mine.name);
    compare("bodies.short_name", theirs.short_name, mine.short_name);
    compare("bodies.kind", kind_words(words, theirs.kind), kind_words(words, mine.kind));
    compare("bodies.names", lines_of(theirs.other_names, "; "), lines_of(mine.other_names, "; "));
    compare("bodies.about", theirs.about, mine.about);
    compare("bodies.contact", theirs.contact, mine.contact);
    compare("bodies.email", theirs.email, mine.email);
    compare("bodies.phone", theirs.phone, mine.phone);
    return {{"words", words.say("bodies.changed_meanwhile")}, {"fields", fields}};
}

json merge_model(const language::Words& words, const Body& body, const std::vector<Body>& bodies,
                 const std::string& chosen)
{
    json options = json::array({app::option("", words.say("bodies.choose"), chosen.empty())});
    for (const auto& one : bodies)
        if (one.id != body.id && one.active())
            options.push_back(app::option(to_text(one.id), one.content.name, to_text(one.id) == chosen));
    return {{"heading", words.say("bodies.merge_heading", {{"name", body.content.name}})},
            {"back_href", office_path(body.id)},
            {"action", office_path(body.id) + "/merge"},
            {"version", std::to_string(body.version)},
            {"options", options},
            {"values", {{"into", ""}}},
            {"errors", {{"into", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

}  // namespace veche::bodies
