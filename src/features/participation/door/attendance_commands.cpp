#include "features/participation/door/attendance_commands.hpp"

#include <nlohmann/json.hpp>

#include "features/participation/door/store_attendance.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/entry/terms.hpp"

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

MarkState put_mark(app::Work& work, Id<app::Occasion> occasion, const Mark& mark)
{
    AgeGroup group = mark.age_group;
    if (mark.entry) {
        const auto guest = store::find_guest(work.tx, work.town.id, occasion, *mark.entry, mark.position);
        if (!guest) return MarkState::unknown;
        group = age_group_of(*guest);
    }
    const Instant at = time_of(mark, work.now);
    const bool written = store::put_came(
        work.tx, work.town.id,
        {.occasion = occasion,
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

Result<std::vector<MarkState>> put_marks(app::Work& work, const app::Occasion& occasion, const std::vector<Mark>& marks)
{
    if (marks.size() > marks_most) return refuse(RefusalKind::invalid, "participation.too_many_marks");
    if (occasion.state == app::OccasionState::withdrawn)
        return refuse(RefusalKind::invalid, "participation.not_announced");
    const auto period = period_of(occasion);
    const auto first = period ? std::optional(period->first) : std::nullopt;
    const auto last = period ? std::optional(period->last) : std::nullopt;
    const Day today = work.town.zone.local(work.now).day;
    if (auto fault = fault_of_door(first, last, today, terms_of(work.tx, work.town.id, today)))
        return tl::unexpected(*fault);
    // Who leaves their entry and who marks them do not miss each other.
    store::find_for_update(work.tx, work.town.id, occasion.id);
    std::vector<MarkState> states;
    std::int64_t kept = 0;
    for (const auto& mark : marks) {
        states.push_back(put_mark(work, occasion.id, mark));
        if (states.back() == MarkState::kept) ++kept;
    }
    work.record("participation.check_in", "attendance/" + to_text(occasion.id),
                {{"marks", marks.size()}, {"kept", kept}});
    return states;
}

}  // namespace veche::participation
