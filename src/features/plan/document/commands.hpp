#pragma once

#include "app/work.hpp"
#include "features/plan/document/model.hpp"

namespace veche::plan {

// `revision` is the one that the person saw; what somebody else decided meanwhile refuses with document.changed_meanwhile, but not
// the same form sent twice. Throw NotFound for a year without a plan.

/// Refusals of agree.
Result<Document> agree_plan(app::Work& work, int year, std::int64_t revision);
/// Refusals of approve.
Result<Document> approve_plan(app::Work& work, int year, std::int64_t revision, const Approval& approval);
/// Refusals of back_to_draft; document.approved_stays when the plan is approved and the actor may not approve.
Result<Document> return_plan_to_draft(app::Work& work, int year, std::int64_t revision);

}  // namespace veche::plan
