#pragma once

#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/document/fact.hpp"

/// Counting for plan and fact: one plan's happenings by their index, no line is loaded and no other plan is touched.
namespace veche::plan::store {

using Town = Id<app::Town>;

std::vector<FactGroup> count_fact(db::Session& db, Town town, Id<Plan> plan, Unit unit, Day today);
/// Announced lines only.
std::vector<FactGroup> count_public_fact(db::Session& db, Town town, Id<Plan> plan, Unit unit, Day today);

}  // namespace veche::plan::store
