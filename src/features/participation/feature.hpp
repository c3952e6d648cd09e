#pragma once

#include <vector>

#include "app/feature.hpp"
#include "features/participation/attendance_commands.hpp"
#include "features/participation/commands.hpp"
#include "features/plan/feature.hpp"
#include "language/language.hpp"

/// Signing up for what is in the plan, without an account. features/participation/README.md.
namespace veche::participation {

app::Feature feature();

/// What the pages of a line say of signing up (plan::Neighbours).
std::vector<plan::LinePart> portal_parts(app::View& view, const language::Words& words, const plan::Line& line);
std::vector<plan::LinePart> office_parts(app::View& view, const language::Words& words, const plan::Line& line);

}  // namespace veche::participation
