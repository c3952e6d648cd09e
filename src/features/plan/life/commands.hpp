#pragma once

#include <optional>
#include <string>

#include "app/work.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

/// Moves an announced line. Here and below `version` is the one the person saw; refusals: those of reschedule and
/// plan.changed_meanwhile (conflict; not when the line already is what was asked for, as after a form sent twice).
Result<Line> move_line(app::Work& work, Id<Line> id, std::int64_t version, When when, std::string reason);
/// Refusals of report_held and plan.changed_meanwhile.
Result<Line> hold_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening,
                       const Report& report);
/// Refusals of call_off and plan.changed_meanwhile. Announces "plan.line.cancelled".
Result<Line> cancel_line(app::Work& work, Id<Line> id, std::int64_t version, std::optional<Id<Happening>> happening,
                         std::string reason);
Result<Line> reopen_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening);

}  // namespace veche::plan
