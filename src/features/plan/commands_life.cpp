#include <nlohmann/json.hpp>

#include "features/plan/commands.hpp"
#include "features/plan/commands_shared.hpp"

namespace veche::plan {

namespace {

/// Loads, decides, stores, tells. `decide` gives the line as it is to be; a deed done already (a form sent twice) is let pass.
template <class Decide>
Result<Line> live(app::Work& work, Id<Line> id, std::int64_t version, std::string_view deed, std::string_view news,
                  Decide decide)
{
    const Line line = store::get_for_update(work.tx, work.town.id, id);
    if (line.version != version) return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
    Result<Line> changed = decide(line);
    if (!changed) return changed;
    work.record(deed, line_object(id), {{"title", line.content.title}, {"version", changed->version}});
    if (changed->version == line.version) return changed;
    store_line(work, *changed);
    work.touch("plan");
    if (line.announced()) work.announce(news, {{"line", to_text(id)}, {"sequence", changed->sequence}});
    return changed;
}

Day today_in(const app::Work& work)
{
    return work.town.zone.local(work.now).day;
}

}  // namespace

Result<Line> move_line(app::Work& work, Id<Line> id, std::int64_t version, When when, std::string reason)
{
    return live(work, id, version, "plan.line.move", "plan.line.moved", [&](const Line& line) {
        return reschedule(line, std::move(when), std::move(reason), work.now, new_happening(work));
    });
}

Result<Line> hold_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening,
                       const Report& report)
{
    return live(work, id, version, "plan.line.hold", "plan.line.held",
                [&](const Line& line) { return report_held(line, happening, report, today_in(work), work.now); });
}

Result<Line> cancel_line(app::Work& work, Id<Line> id, std::int64_t version, std::optional<Id<Happening>> happening,
                         std::string reason)
{
    return live(work, id, version, "plan.line.cancel", "plan.line.cancelled",
                [&](const Line& line) { return call_off(line, happening, std::move(reason), work.now); });
}

Result<Line> reopen_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening)
{
    return live(work, id, version, "plan.line.reopen", "plan.line.changed",
                [&](const Line& line) { return reopen(line, happening, work.now); });
}

}  // namespace veche::plan
