#pragma once

#include <vector>

#include "app/town.hpp"
#include "features/plan/document/model.hpp"
#include "features/plan/document/print.hpp"

namespace veche::plan {

/// The records of a year as they go on paper. Lines in the plan's order, sections in theirs; a section without lines is left out.
/// approval: of find_approval() or Document::approval(), null for a plan that is not approved.
PrintedPlan printed_plan(const language::Words& words, const app::Town& town, const Plan& plan,
                         const std::vector<Section>& sections, const std::vector<Line>& lines,
                         const PlanVersion* approval, Instant made);

}  // namespace veche::plan
