#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/commands.hpp"
#include "language/language.hpp"

/// What residents and TOS chairs would have in the plan, and the answer. features/suggestions/README.md.
namespace veche::suggestions {

app::Feature feature();

/// A new line of the plan that is made of a suggestion (plan::Neighbours): the key is the suggestion's id.
plan::NewLines new_lines();

/// What waits for an answer, as (title, text, href) of the office's first page; null for nothing and for those who may not decide.
nlohmann::json todo(app::View& view, const language::Words& words);
/// Of one who speaks for a body: {href, suggestions[] of (title, href, state, text)}; null for others.
nlohmann::json own_model(app::View& view, const language::Words& words);

}  // namespace veche::suggestions
