#include "features/plan/life/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

namespace {

/// What the deed is called in the audit, and what subscribers listen to; "" for what is no news to them.
struct Told {
    std::string_view deed, news;
};

/// Loads, decides, stores, tells. `decide` gives the line as it is to be. `is_done` tells whether the line of another
/// version is what was asked for already, as after a form sent twice: that is let pass.
template <class Decide, class IsDone>
Result<Line> live(app::Work& work, Id<Line> id, std::int64_t version, const Told& told, Decide decide, IsDone is_done)
{
    const Line line = store::get_for_update(work.tx, work.town.id, id);
    const bool again = line.version != version && is_done(line);
    if (line.version != version && !again) return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
    Result<Line> changed = again ? Result<Line>(line) : decide(line);
    if (!changed) return changed;
    work.record(told.deed, line_object(id), {{"title", line.content.title}, {"version", changed->version}});
    if (changed->version == line.version) return changed;
    app::announce_changed(work, store_line(work, line, *changed), move_reason(line, *changed));
    work.touch("plan");
    if (line.announced() && !told.news.empty())
        work.announce(told.news, {{"line", to_text(id)}, {"sequence", changed->sequence}});
    return changed;
}

Day today_in(const app::Work& work)
{
    return work.town.zone.local(work.now).day;
}

const Outcome* outcome_of(const Line& line, Id<Happening> happening)
{
    const auto* found = find_happening(line, happening);
    return found ? &found->outcome : nullptr;
}

bool is_told(const Outcome* outcome, const Report& report)
{
    const auto* held = outcome ? std::get_if<Held>(outcome) : nullptr;
    return held && report.first == held->first && report.last.value_or(held->first) == held->last &&
           report.participants == held->participants && report.summary == held->summary;
}

bool is_called_off(const Outcome* outcome, const std::string& reason)
{
    const auto* cancelled = outcome ? std::get_if<Cancelled>(outcome) : nullptr;
    return cancelled && cancelled->reason == reason;
}

}  // namespace

Result<Line> move_line(app::Work& work, Id<Line> id, std::int64_t version, When when, std::string reason)
{
    const auto is_done = [&](const Line& line) {
        return !line.moves.empty() && line.moves.back().reason == reason && line.content.when.text == when.text &&
               line.content.when.periods == when.periods;
    };
    return live(
        work, id, version, {.deed = "plan.line.move", .news = "plan.line.moved"},
        [&](const Line& line) { return reschedule(line, when, reason, work.now, new_happening(work)); }, is_done);
}

Result<Line> hold_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening,
                       const Report& report)
{
    return live(
        work, id, version, {.deed = "plan.line.hold", .news = {}},
        [&](const Line& line) { return report_held(line, happening, report, today_in(work), work.now); },
        [&](const Line& line) { return is_told(outcome_of(line, happening), report); });
}

Result<Line> cancel_line(app::Work& work, Id<Line> id, std::int64_t version, std::optional<Id<Happening>> happening,
                         std::string reason)
{
    const auto is_done = [&](const Line& line) {
        if (happening) return is_called_off(outcome_of(line, *happening), reason);
        const auto settled = std::ranges::all_of(line.happenings, &Happening::settled);
        return settled && std::ranges::any_of(line.happenings, [&](const Happening& one) {
                   return is_called_off(&one.outcome, reason);
               });
    };
    return live(
        work, id, version, {.deed = "plan.line.cancel", .news = "plan.line.cancelled"},
        [&](const Line& line) { return call_off(line, happening, reason, work.now); }, is_done);
}

Result<Line> reopen_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening)
{
    const auto is_done = [&](const Line& line) {
        const auto* outcome = outcome_of(line, happening);
        return outcome && std::holds_alternative<Ahead>(*outcome);
    };
    return live(
        work, id, version, {.deed = "plan.line.reopen", .news = {}},
        [&](const Line& line) { return reopen(line, happening, work.now); }, is_done);
}

}  // namespace veche::plan
