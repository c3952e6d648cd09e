#include "features/plan/line/commands.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/photos/albums.hpp"

namespace veche::plan {

namespace {

template <class Change>
Result<BulkResult> change_many(app::Work& work, std::span<const Id<Line>> ids, std::string_view deed, Change change)
{
    BulkResult result;
    std::vector<Id<app::Occasion>> occasions;
    // In one order, whichever they were chosen in: two people's deeds on the same lines wait in turn, not for one another.
    std::vector<Id<Line>> in_order(ids.begin(), ids.end());
    std::ranges::sort(in_order);
    for (const auto id : in_order) {
        const auto line = store::find_for_update(work.tx, work.town.id, id);
        if (!line) {
            ++result.gone;
            continue;
        }
        const Result<Line> changed = change(*line);
        if (!changed) {
            ++result.refused;
            continue;
        }
        ++result.done;
        if (changed->version == line->version) continue;
        for (const auto one : store_line(work, *line, *changed)) occasions.push_back(one);
        work.record(deed, line_object(id), {{"title", line->content.title}, {"version", changed->version}});
    }
    if (ids.empty()) return refuse(RefusalKind::invalid, "plan.nothing_chosen");
    // Of what is all removed, or another town's, there is nothing to do.
    if (result.done == 0 && result.refused == 0) throw NotFound("line");
    // A deed that changed nothing is still a deed: who tried what is part of the trace.
    if (!work.recorded()) work.record(deed, "plan", {{"done", result.done}, {"refused", result.refused + result.gone}});
    work.touch("plan");
    app::announce_changed(work, occasions);
    return result;
}

/// What the journal says of an edit: before and after. Who holds it may be a person, whose name the journal, which is for ever, does not keep.
nlohmann::json changes_told(const LineContent& was, const LineContent& now)
{
    constexpr std::size_t most = 200;
    auto told = nlohmann::json::object();
    const auto tell = [&](const char* field, const std::string& before, const std::string& after) {
        if (before != after) told[field] = {{"was", shortened(before, most)}, {"now", shortened(after, most)}};
    };
    const Imported before = imported_words(was), after = imported_words(now);
    tell("line_title", before.title, after.title);
    tell("line_number", before.number, after.number);
    tell("section", before.section, after.section);
    tell("when", before.when, after.when);
    tell("place", before.place, after.place);
    tell("audience", before.audience, after.audience);
    tell("kind", before.kind, after.kind);
    tell("age", before.age_mark, after.age_mark);
    if (was.responsible != now.responsible) told["responsible"] = nlohmann::json::object();
    if (was.programme != now.programme) told["programme"] = nlohmann::json::object();
    return told;
}

}  // namespace

Plan get_or_make_plan(app::Work& work, int year)
{
    if (auto plan = store::find_plan(work.tx, work.town.id, year)) return *plan;
    store::insert_plan(work.tx, work.town.id, {work.new_id<Plan>(), year, {}}, work.now);
    work.touch("plan");
    return store::find_plan(work.tx, work.town.id, year).value();  // its own, or that of whoever was first
}

Result<Line> add_line(app::Work& work, int year, Id<Line> id, LineContent content)
{
    const Plan plan = get_or_make_plan(work, year);
    Line line = fresh_line(work, plan, id, std::move(content));
    line.position = store::next_position(work.tx, work.town.id, plan.id);
    const auto section =
        store::get_section(work.tx, work.town.id, plan.id, line.content.section, work.new_id<Section>());
    if (!store::insert_line(work.tx, work.town.id, line, section)) {
        const Line known = store::get_for_update(work.tx, work.town.id, id);
        if (known.year != year || known.content != line.content)
            return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
        work.record("plan.line.add_again", line_object(id), nlohmann::json::object());
        return known;
    }
    link_line(work, line);
    publish_line(work, line);
    work.touch("plan");
    work.record("plan.line.add", line_object(id), {{"year", year}, {"title", line.content.title}});
    return line;
}

Result<Line> edit_line(app::Work& work, Id<Line> id, std::int64_t version, LineContent content, TimeTold told,
                       Looked looked)
{
    const Line line = store::get_for_update(work.tx, work.town.id, id);
    if (line.version != version && line.content != content)
        return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
    Result<Line> revised = revise_or_move(work, line, std::move(content), told);
    if (!revised) return revised;
    const bool unchanged = line.version == version && revised->version == version;
    if (unchanged && looked == Looked::at_all) revised = settle(line, work.now);
    work.record("plan.line.edit", line_object(id),
                {{"title", revised->content.title},
                 {"version", revised->version},
                 {"changed", changes_told(line.content, revised->content)}});
    if (revised->version == line.version) return revised;
    app::announce_changed(work, store_line(work, line, *revised), move_reason(line, *revised));
    link_line(work, *revised);
    work.touch("plan");
    if (revised->moves.size() > line.moves.size())
        work.announce("plan.line.moved", {{"line", to_text(id)}, {"sequence", revised->sequence}});
    return revised;
}

Result<BulkResult> announce_lines(app::Work& work, std::span<const Id<Line>> ids)
{
    return change_many(work, ids, "plan.line.announce", [&](const Line& line) { return announce(line, work.now); });
}

Result<BulkResult> announce_year(app::Work& work, int year)
{
    constexpr int most = 5'000;
    std::vector<Id<Line>> drafts;
    if (const auto plan = store::find_plan(work.tx, work.town.id, year))
        drafts = store::list_chosen(work.tx, work.town.id, plan->id, {.stage = "planned", .standing = "ahead"}, {},
                                    store::Way::onward, most);
    return announce_lines(work, drafts);
}

Result<BulkResult> withdraw_lines(app::Work& work, std::span<const Id<Line>> ids)
{
    return change_many(work, ids, "plan.line.withdraw",
                       [&](const Line& line) { return Result<Line>(withdraw(line, work.now)); });
}

Result<BulkResult> set_kind(app::Work& work, std::span<const Id<Line>> ids, FullKind kind)
{
    return change_many(work, ids, "plan.line.set_kind", [&](const Line& line) {
        auto content = line.content;
        content.kind = kind;
        return revise(line, std::move(content), work.now);
    });
}

Result<BulkResult> set_age_mark(app::Work& work, std::span<const Id<Line>> ids, AgeMark mark)
{
    return change_many(work, ids, "plan.line.set_age_mark", [&](const Line& line) {
        auto content = line.content;
        content.age_mark = mark;
        return revise(line, std::move(content), work.now);
    });
}

Result<Id<Line>> remove_line(app::Work& work, Id<Line> id, std::int64_t version)
{
    const Line line = store::get_for_update(work.tx, work.town.id, id);
    if (line.version != version) return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
    if (line.announced()) return refuse(RefusalKind::closed, "plan.announced_stays");
    if (std::ranges::any_of(line.happenings, &Happening::settled))
        return refuse(RefusalKind::closed, "plan.told_stays");
    store::delete_line(work.tx, work.town.id, id);
    remove_albums(work, id);
    app::announce_changed(work, changed_occasions(line, Line{}));
    store::delete_empty_sections(work.tx, work.town.id, line.plan);
    work.touch("plan");
    work.record("plan.line.remove", line_object(id), {{"title", line.content.title}, {"year", line.year}});
    return id;
}

}  // namespace veche::plan
