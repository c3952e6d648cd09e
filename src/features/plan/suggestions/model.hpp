#pragma once

// What somebody would have in the plan: a resident without an account, or a TOS chair. (A file of its own, because a proposal is
// not a line: it becomes one, or not, by a decision.) All pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/actor.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

struct ProposalContent {
    std::string title, when, place, audience, why;

    bool operator==(const ProposalContent&) const = default;
};

/// Both texts may be empty; whoever gives one consents to its being kept.
struct Resident {
    std::string name, contact;
    bool consent = false;  // 152-FZ art. 9: one purpose, one box
};
struct Chair {
    Id<app::Account> account{};
    std::string name;
    std::optional<Id<bodies::Body>> body;  // for which they speak
};
using Author = std::variant<Resident, Chair>;

struct Waiting {
    bool operator==(const Waiting&) const = default;
};
struct Taken {
    Id<Line> line{};
    Instant at{};
    bool operator==(const Taken&) const = default;
};
struct Declined {
    std::string reason;  // for the one who proposed it
    Instant at{};
    bool operator==(const Declined&) const = default;
};
using Decision = std::variant<Waiting, Taken, Declined>;
std::string_view to_text(const Decision& decision);  // "waiting", "taken", "declined"

struct Proposal {
    Id<Proposal> id{};
    int year = 0;  // for which plan it is meant; a resident's is of the year in which it came
    ProposalContent content;
    Author author;
    std::string key_hash;
    Decision decision = Waiting{};
    Instant made{};
};

inline constexpr std::size_t proposal_limit = 300, why_limit = 2'000, who_limit = 200, refusal_limit = 1'000;
/// A day's budget of one network and of the town, and how many of residents may wait: who floods the queue stops themselves and
/// the day, not the staff.
inline constexpr std::int64_t proposals_of_network = 5, proposals_of_town = 100, proposals_waiting = 200;
/// Days after the decision until it is forgotten who proposed.
inline constexpr int author_days = 90, undecided_days = 365;
inline constexpr std::string_view proposal_consent_version = "2026-1";
inline constexpr std::size_t proposal_code_size = 22;  // 132 bits in base 64 for addresses

/// All that is wrong, beside its field: proposals.title_needed, proposals.why_needed, proposals.consent_needed at "consent".
std::vector<Refusal> faults_of(const ProposalContent& content, const Author& author);

/// Refusal: proposals.decided_already (conflict). The same decision again changes nothing.
Result<Proposal> taken(Proposal proposal, Id<Line> line, Instant now);
/// Refusals: proposals.reason_needed at "reason", proposals.decided_already.
Result<Proposal> declined(Proposal proposal, std::string reason, Instant now);

/// What the form of a new line begins with.
LineContent proposed_content(const Proposal& proposal, const std::string& body_name);

}  // namespace veche::plan
