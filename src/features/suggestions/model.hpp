#pragma once

// What somebody would have in the plan: a resident without an account, or a TOS chair. (A file of its own, because a suggestion is
// not a line: it becomes one, or not, by a decision.) All pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/actor.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/feature.hpp"

namespace veche::suggestions {

struct Content {
    std::string title, when, place, audience, why;

    bool operator==(const Content&) const = default;
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
    Id<plan::Line> line{};
    Instant at{};
    bool operator==(const Taken&) const = default;
};
struct Declined {
    std::string reason;  // for the one who suggested it
    Instant at{};
    bool operator==(const Declined&) const = default;
};
using Decision = std::variant<Waiting, Taken, Declined>;
std::string_view to_text(const Decision& decision);  // "waiting", "taken", "declined"

struct Suggestion {
    Id<Suggestion> id{};
    int year = 0;  // for which plan it is meant; a resident's is of the year in which it came
    Content content;
    Author author;
    std::string key_hash;
    Decision decision = Waiting{};
    Instant made{};
};

inline constexpr std::size_t text_limit = 300, why_limit = 2'000, who_limit = 200, refusal_limit = 1'000;
/// A day's budget of one network and of the town, and how many of residents may wait: who floods the queue stops themselves and
/// the day, not the staff.
inline constexpr std::int64_t a_day_of_network = 5, a_day_of_town = 100, waiting_most = 200;
inline constexpr std::string_view consent_version = "2026-1";
inline constexpr std::size_t code_size = 22;  // 132 bits in base 64 for addresses

/// All that is wrong, beside its field: suggestions.title_needed, suggestions.why_needed, suggestions.consent_needed at "consent".
std::vector<Refusal> faults_of(const Content& content, const Author& author);
/// Whoever gives a name or a contact consents.
bool has_consent(const Resident& author);

/// Refusal: suggestions.decided_already (conflict). The same decision again changes nothing.
Result<Suggestion> taken(Suggestion suggestion, Id<plan::Line> line, Instant now);
/// Refusals: suggestions.reason_needed at "reason", suggestions.decided_already.
Result<Suggestion> declined(Suggestion suggestion, std::string reason, Instant now);

/// What the form of a new line begins with.
plan::LineContent suggested_content(const Suggestion& suggestion, const std::string& body_name);

}  // namespace veche::suggestions
