#include "features/plan/bodies/line_bodies.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/store.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

using store::BodyPart;
using store::LineBody;

namespace {

/// Writes what is missing, deletes what is too much, and drops the pages of those lines and bodies only.
void write_differences(app::Work& work, BodyPart part, const std::vector<LineBody>& present,
                       const std::set<LineBody>& wanted)
{
    const auto told = [&](const LineBody& link) {
        work.touch(line_object(link.line));
        work.touch("body/" + to_text(link.body));
    };
    for (const auto& link : present) {
        if (wanted.contains(link)) continue;
        store::delete_line_body(work.tx, work.town.id, part, link);
        told(link);
    }
    for (const auto& link : wanted) {
        if (std::ranges::binary_search(present, link)) continue;
        store::insert_line_body(work.tx, work.town.id, part, link);
        told(link);
    }
}

void link_lines(app::Work& work, std::optional<Id<Plan>> plan)
{
    const auto names = bodies::list_names(work.tx, work.town.id);
    std::set<LineBody> wanted;
    for (const auto& line : store::list_line_words(work.tx, work.town.id, plan))
        for (const auto& words : line.responsible)
            if (const auto found = names.find(bodies::folded_name(words)); found != names.end())
                wanted.insert({line.line, found->second});
    write_differences(work, BodyPart::responsible,
                      store::list_line_bodies(work.tx, work.town.id, plan, BodyPart::responsible), wanted);
}

std::vector<LineBody> links_of(app::Work& work, Id<Line> line, BodyPart part)
{
    std::vector<LineBody> links;
    for (const auto body : store::list_bodies_of_line(work.tx, work.town.id, line, part)) links.push_back({line, body});
    return links;
}

}  // namespace

void link_line(app::Work& work, const Line& line)
{
    std::set<LineBody> wanted;
    for (const auto& words : line.content.responsible)
        if (const auto body = bodies::find_named(work.tx, work.town.id, words)) wanted.insert({line.id, *body});
    write_differences(work, BodyPart::responsible, links_of(work, line.id, BodyPart::responsible), wanted);
}

void link_plan(app::Work& work, Id<Plan> plan)
{
    link_lines(work, plan);
}

void link_town(app::Work& work)
{
    link_lines(work, std::nullopt);
}

void refold_line_bodies(app::Work& work)
{
    for (const auto& name : store::list_plain_names(work.tx, work.town.id)) {
        const auto key = bodies::folded_name(name);
        if (key == name) continue;
        store::delete_plain_name(work.tx, work.town.id, name);
        if (!key.empty()) store::insert_plain_name(work.tx, work.town.id, key);
    }
    link_town(work);
    work.touch("plan");
}

void put_partners(app::Work& work, const Line& line, const Bodies& partners)
{
    const auto present = links_of(work, line.id, BodyPart::partner);
    std::set<LineBody> wanted;
    for (const auto id : partners) {
        const auto shown = bodies::find_shown(work.tx, work.town.id, id);
        if (!shown) throw NotFound("body");
        wanted.insert({line.id, shown->id});
    }
    if (std::ranges::equal(present, wanted)) return;
    write_differences(work, BodyPart::partner, present, wanted);
    work.touch("plan");
    nlohmann::json keys = nlohmann::json::array();
    for (const auto& link : wanted) keys.push_back(to_text(link.body));
    work.record("plan.line.put_partners", line_object(line.id), {{"title", line.content.title}, {"partners", keys}});
}

void merge_partners(app::Work& work, Id<bodies::Body> from, Id<bodies::Body> into)
{
    for (const auto line : store::list_line_ids_of(work.tx, work.town.id, from, BodyPart::partner)) {
        store::delete_line_body(work.tx, work.town.id, BodyPart::partner, {line, from});
        store::insert_line_body(work.tx, work.town.id, BodyPart::partner, {line, into});
        work.touch(line_object(line));
    }
    work.touch("body/" + to_text(into));
    work.touch("plan");
    link_town(work);
}

Result<bodies::Body> add_body_for_name(app::Work& work, Id<bodies::Body> id, bodies::Kind kind, std::string name)
{
    bodies::BodyContent content;
    content.kind = kind;
    content.name = std::move(name);
    auto added = bodies::add_body(work, id, std::move(content));
    if (added) link_town(work);
    return added;
}

Result<bodies::Body> give_name_to_body(app::Work& work, Id<bodies::Body> id, std::string name)
{
    auto named = bodies::add_name(work, id, std::move(name));
    if (named) link_town(work);
    return named;
}

Result<std::string> leave_name_plain(app::Work& work, std::string name)
{
    store::insert_plain_name(work.tx, work.town.id, bodies::folded_name(name));
    work.record("plan.names.leave", "plan", {{"name", name}});
    return name;
}

std::optional<Id<bodies::Body>> LineBodies::body_of(std::string_view words) const
{
    const auto found = names.find(bodies::folded_name(words));
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

LineBodies read_line_bodies(app::View& view, Id<Plan> plan)
{
    view.built_from("plan");
    view.built_from("bodies");
    LineBodies read{.names = bodies::list_names(view.db, view.town.id), .partners = {}};
    for (const auto& link : store::list_line_bodies(view.db, view.town.id, plan, BodyPart::partner))
        if (auto shown = bodies::find_shown(view.db, view.town.id, link.body))
            read.partners[link.line].push_back(std::move(*shown));
    return read;
}

std::vector<bodies::Named> list_partners(app::View& view, Id<Line> line)
{
    view.built_from("bodies");
    view.built_from(line_object(line));
    std::vector<bodies::Named> partners;
    for (const auto id : store::list_bodies_of_line(view.db, view.town.id, line, BodyPart::partner))
        if (auto shown = bodies::find_shown(view.db, view.town.id, id)) partners.push_back(std::move(*shown));
    return partners;
}

std::vector<UnknownName> list_unknown_names(app::View& view)
{
    const auto names = bodies::list_names(view.db, view.town.id);
    const auto listed = store::list_plain_names(view.db, view.town.id);
    const std::set<std::string> plain(listed.begin(), listed.end());
    std::map<std::string, UnknownName> unknown;
    for (const auto& line : store::list_line_words(view.db, view.town.id, std::nullopt))
        for (const auto& words : line.responsible) {
            const auto key = bodies::folded_name(words);
            if (key.empty() || names.contains(key) || plain.contains(key)) continue;
            auto& one = unknown[key];
            ++one.lines;
            if (line.year < one.year) continue;
            one.words = words;
            one.year = line.year;
            one.line = line.line;
        }
    std::vector<UnknownName> list;
    for (auto& [key, one] : unknown) list.push_back(std::move(one));
    std::ranges::stable_sort(list, std::ranges::greater(), &UnknownName::lines);
    return list;
}

std::map<std::string, std::string> unknown_names(app::View& view)
{
    const auto names = bodies::list_names(view.db, view.town.id);
    const auto listed = store::list_plain_names(view.db, view.town.id);
    const std::set<std::string> plain(listed.begin(), listed.end());
    std::map<std::string, std::string> unknown;
    for (const auto& group : store::list_responsible(view.db, view.town.id))
        for (const auto& words : group)
            if (auto key = bodies::folded_name(words); !key.empty() && !names.contains(key) && !plain.contains(key))
                unknown.emplace(std::move(key), words);
    return unknown;
}

Reporting reporting_of(app::View& view)
{
    Reporting reporting{.all = may_edit(view.actor), .own = {}};
    if (reporting.all || !may_report(view.actor)) return reporting;
    for (const auto body : bodies::list_bodies_of(view.db, view.town.id, view.actor.account))
        for (const auto line : store::list_line_ids_of(view.db, view.town.id, body, BodyPart::responsible))
            reporting.own.insert(line);
    return reporting;
}

std::vector<bodies::LinesPart> body_lines(app::View& view, const language::Words& words, Id<bodies::Body> body)
{
    constexpr int most = 100;
    view.built_from("plan");
    view.built_from("body/" + to_text(body));
    const Clock now = clock_of(view.town.zone, view.now);
    std::vector<bodies::LinesPart> parts;
    for (const auto part : {BodyPart::responsible, BodyPart::partner}) {
        const auto lines = store::list_public_lines_of(view.db, view.town.id, body, part, most);
        std::map<int, std::vector<Occurrence>, std::greater<>> years;  // a card says day and month only
        for (const auto& line : lines) years[line.year].push_back(leading_of(line, now));
        true_for_now(view, lines);
        for (const auto& [year, shown] : years)
            parts.push_back({.title = words.say(part == BodyPart::responsible ? "plan.body_answers" : "plan.body_helps",
                                                {{"year", std::to_string(year)}}),
                             .cards = cards({words, now}, shown)});
    }
    return parts;
}

}  // namespace veche::plan
