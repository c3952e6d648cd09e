#pragma once

#include <vector>

#include "app/feature.hpp"
#include "core/secret.hpp"
#include "features/participation/attendance_commands.hpp"
#include "features/participation/commands.hpp"
#include "features/plan/feature.hpp"
#include "language/language.hpp"

/// Signing up for what is in the plan, without an account. features/participation/README.md.
namespace veche::participation {

/// `letters`: the installation's key for links in letters; without one none are written.
app::Feature feature(const Secret<>& letters = {});

/// What the pages of a line say of signing up (plan::Neighbours).
std::vector<plan::LinePart> portal_parts(app::View& view, const language::Words& words, const plan::Line& line);
std::vector<plan::LinePart> office_parts(app::View& view, const language::Words& words, const plan::Line& line);

/// Happenings whose number of taken seats is not what their entries say: none, or there is a bug. For `veche check`.
std::vector<Id<plan::Happening>> list_wrong_counts(db::Session& db, Id<app::Town> town);

}  // namespace veche::participation
