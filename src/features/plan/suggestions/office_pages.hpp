#pragma once

// Models of the office's pages of proposals: pure functions of what the queries read.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/town.hpp"
#include "app/work.hpp"
#include "features/plan/suggestions/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// The body for which a chair proposes, "" for residents and where it is not there any more.
std::string body_name_of(app::View& view, const Proposal& proposal);

/// plan/office_proposals.html but for summary and next_href.
nlohmann::json queue_model(const language::Words& words, const app::Town& town, const std::vector<Proposal>& shown,
                           bool decided);
/// plan/office_proposal.html but for csrf, line_href and what was typed. Who may edit the plan is offered to take it.
nlohmann::json proposal_model(const language::Words& words, const app::Town& town, const Proposal& proposal,
                              const std::string& body, bool may_take);
/// plan/office_propose.html but for csrf, key and what was typed.
nlohmann::json propose_model(const language::Words& words, int year);

/// {code, title} of what has become of it.
nlohmann::json decision_model(const language::Words& words, const Decision& decision);

}  // namespace veche::plan
