#pragma once

// Models of the office's pages of suggestions: pure functions of what the queries read.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/town.hpp"
#include "app/work.hpp"
#include "features/suggestions/model.hpp"
#include "language/language.hpp"

namespace veche::suggestions {

/// The body for which a chair suggests, "" for residents and where it is not there any more.
std::string body_name_of(app::View& view, const Suggestion& suggestion);

/// suggestions/office_list.html but for summary and next_href.
nlohmann::json queue_model(const language::Words& words, const app::Town& town, const std::vector<Suggestion>& shown,
                           bool decided);
/// suggestions/office_suggestion.html but for csrf, line_href and what was typed. Who may edit the plan is offered to take it.
nlohmann::json suggestion_model(const language::Words& words, const app::Town& town, const Suggestion& suggestion,
                                const std::string& body, bool may_take);
/// suggestions/office_suggest.html but for csrf, key and what was typed.
nlohmann::json suggest_model(const language::Words& words, int year);

/// {code, title} of what has become of it.
nlohmann::json decision_model(const language::Words& words, const Decision& decision);

}  // namespace veche::suggestions
