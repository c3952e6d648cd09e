#pragma once

#include <vector>

#include "app/feature.hpp"
#include "features/plan/feature.hpp"
#include "features/subscriptions/commands.hpp"

/// Letters to residents without an account: the week's events, and at once what is moved or cancelled. features/subscriptions/README.md.
namespace veche::subscriptions {

app::Feature feature();

/// What the public page of a line says of letters (plan::Neighbours).
std::vector<plan::LinePart> portal_parts(app::View& view, const language::Words& words, const plan::Line& line);

}  // namespace veche::subscriptions
