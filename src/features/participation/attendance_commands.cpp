#include "features/participation/attendance_commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/participation/store_attendance.hpp"
#include "features/plan/feature.hpp"

namespace veche::participation {

std::string_view to_text(MarkState state)
{
    switch (state) {
        case MarkState::kept: return "kept";
        case MarkState::older: return "older";
        case MarkState::unknown: return "unknown";
    }
    return "unknown";
}

namespace {

MarkState put_mark(app::Work& work, const plan::Line& line, Id<plan::Happening> happening, const Mark& mark)
{
    AgeGroup group = mark.age_group;
    if (mark.entry) {
        const auto person = store::find_person(work.tx, work.town.id, happening, *mark.entry, mark.position);
        if (!person) return MarkState::unknown;
        group = age_group_of(*person);
    }
    const Instant at = time_of(mark, work.now);
    const bool written = store::put_came(
        work.tx, work.town.id,
        {.happening = happening,
         .line = line.id,
         .key = mark_key(mark),
         .entry = mark.entry,
         .position = mark.entry ? std::optional(mark.position) : std::nullopt,
         .age_group = group,
         .came = mark.came,
         .on = work.town.zone.local(at).day,
         .at = at,
         .received = work.now,
         .by = work.actor.kind == app::Actor::Kind::staff ? std::optional(work.actor.account) : std::nullopt});
    return written ? MarkState::kept : MarkState::older;
}

}  // namespace

Result<std::vector<MarkState>> put_marks(app::Work& work, Id<plan::Line> line_id, Id<plan::Happening> happening,
                                         const std::vector<Mark>& marks)
{
    if (marks.size() > marks_most) return refuse(RefusalKind::invalid, "participation.too_many_marks");
    const plan::Line line = plan::get_line(work, line_id);
    const auto one = std::ranges::find(line.happenings, happening, &plan::Happening::id);
    if (one == line.happenings.end()) throw NotFound("happening");
    if (!line.announced()) return refuse(RefusalKind::invalid, "participation.not_announced");
    const auto first = one->period ? std::optional(one->period->first) : std::nullopt;
    const auto last = one->period ? std::optional(one->period->last) : std::nullopt;
    if (auto fault = fault_of_door(first, last, work.town.zone.local(work.now).day)) return tl::unexpected(*fault);
    std::vector<MarkState> states;
    std::int64_t kept = 0;
    for (const auto& mark : marks) {
        states.push_back(put_mark(work, line, happening, mark));
        if (states.back() == MarkState::kept) ++kept;
    }
    work.record("participation.check_in", "attendance/" + to_text(happening),
                {{"marks", marks.size()}, {"kept", kept}});
    return states;
}

}  // namespace veche::participation
