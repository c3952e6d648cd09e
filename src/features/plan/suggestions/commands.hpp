#pragma once

#include <string>
#include <string_view>

#include "app/work.hpp"
#include "features/plan/suggestions/model.hpp"

namespace veche::plan {

/// What a resident sends. `code` is the secret of the form: sent again it is the same proposal, and the code is what the person's
/// link holds. `network` is where it came from. Refusals: those of faults_of, and when a budget is used up
/// proposals.too_many_network, proposals.too_many_town, proposals.queue_full.
struct Suggestion {
    ProposalContent content;
    Resident author;
    std::string code, network;
};
Result<Proposal> suggest(app::Work& work, const Suggestion& suggestion);

/// A chair proposes for the plan of a year. `id` comes from the form, so that the form sent twice makes one. Refusals: those of
/// faults_of. The actor is the author; their first body is named with it.
Result<Proposal> propose(app::Work& work, Id<Proposal> id, int year, ProposalContent content);

/// It became this line of the plan; inside the command that adds the line. Refusal of taken.
Result<Proposal> take_proposal(app::Work& work, Id<Proposal> id, Id<Line> line);
/// Refusals of declined.
Result<Proposal> decline_proposal(app::Work& work, Id<Proposal> id, std::string reason);

/// Forgets who proposed what was decided long ago, and old budgets.
void forget_authors(app::Work& work);

}  // namespace veche::plan
