#pragma once

#include <string>
#include <string_view>

#include "app/work.hpp"
#include "features/suggestions/model.hpp"

namespace veche::suggestions {

/// What a resident sends. `code` is the secret of the form: sent again it is the same suggestion, and the code is what the person's
/// link holds. `network` is where it came from. Refusals: those of faults_of, and when a budget is used up
/// suggestions.too_many_network, suggestions.too_many_town, suggestions.queue_full.
struct Sent {
    Content content;
    Resident author;
    std::string code, network;
};
Result<Suggestion> suggest(app::Work& work, const Sent& sent);

/// A chair suggests for the plan of a year. `id` comes from the form, so that the form sent twice makes one. Refusals: those of
/// faults_of. The actor is the author; their first body is named with it.
Result<Suggestion> suggest_for_body(app::Work& work, Id<Suggestion> id, int year, Content content);

/// It became this line of the plan; inside the command that adds the line. Refusal of taken.
Result<Suggestion> take_suggestion(app::Work& work, Id<Suggestion> id, Id<plan::Line> line);
/// Refusals of declined.
Result<Suggestion> decline_suggestion(app::Work& work, Id<Suggestion> id, std::string reason);

}  // namespace veche::suggestions
