#include <nlohmann/json.hpp>

#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/bodies/store.hpp"
#include "features/plan/copy/copy_year.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

Result<CopyResult> copy_year(app::Work& work, int from, int to)
{
    if (!is_year(to)) return refuse(RefusalKind::invalid, "plan.year_wrong", "to");
    if (to <= from) return refuse(RefusalKind::invalid, "copy.not_later", "to");
    const auto source = store::find_plan(work.tx, work.town.id, from);
    const auto lines = source ? store::list_lines(work.tx, work.town.id, source->id) : std::vector<Line>();
    if (lines.empty()) return refuse(RefusalKind::closed, "copy.nothing");
    const Plan plan = get_or_make_plan(work, to);
    // Of two who copy at once the second waits here, and then finds everything there.
    store::lock_plan(work.tx, work.town.id, plan.id);
    const auto there = store::list_lines(work.tx, work.town.id, plan.id);
    auto position = store::next_position(work.tx, work.town.id, plan.id);
    CopyResult result;
    for (auto& copy : copied_lines(lines, there, from, to)) {
        if (copy.there) {
            ++result.there;
            continue;
        }
        Line line;
        line.id = work.new_id<Line>();
        line.plan = plan.id;
        line.year = to;
        line.content = std::move(copy.content);
        line.warnings = std::move(copy.warnings);
        line.position = position++;
        line.created = line.updated = work.now;
        const auto section =
            store::get_section(work.tx, work.town.id, plan.id, line.content.section, work.new_id<Section>());
        const auto id = line.id;
        store::insert_line(work.tx, work.town.id, with_happenings(std::move(line), new_happening(work)), section);
        store::copy_partners(work.tx, work.town.id, copy.source->id, id);
        ++result.added;
    }
    link_plan(work, plan.id);
    work.touch("plan");
    work.record("plan.copy_year", "plan/" + std::to_string(to),
                {{"from", from}, {"added", result.added}, {"there", result.there}});
    return result;
}

}  // namespace veche::plan
