#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/email.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::subscriptions {

/// What a subscriber wants to hear of. An empty list chooses everything; what a line does not say is in no choice.
struct Choice {
    bool weekly = false;                         // one letter on Mondays
    bool urgent = false;                         // at once, when something is moved or cancelled
    std::vector<std::string> kinds;              // codes of plan::Kind: "contest"
    std::vector<std::string> places, audiences;  // exactly as in the plan

    bool operator==(const Choice&) const = default;
};
inline constexpr std::size_t choices_most = 100;  // of places, and of audiences

bool matches(const Choice& choice, std::string_view kind, std::string_view place, std::string_view audience);

/// subscriptions.nothing_chosen at "weekly"; subscriptions.too_many_chosen at "place" or "audience".
std::vector<Refusal> faults_of(const Choice& choice);

/// Asked: somebody typed the address, and nobody has shown yet that it is theirs. Nothing is sent but the letter that asks.
enum class Stage { asked, confirmed };
std::string_view to_text(Stage stage);  // "asked", "confirmed"

struct Subscription {
    Id<Subscription> id{};
    Email email;
    Stage stage = Stage::asked;
    std::string language;  // of its letters: "ru", "en"
    Choice choice;
    Instant asked{};  // when the last letter that a stranger could cause was written
    std::optional<Instant> confirmed;
};

/// The text that is consented to, by version: what was shown is kept with the subscription (152-FZ art. 9).
inline constexpr std::string_view consent_version = "2026-1";

inline constexpr std::chrono::milliseconds confirm_within = std::chrono::hours(24 * 7);
/// The same form sent twice is one letter, and whoever did not get it may ask again soon.
inline constexpr std::chrono::milliseconds letter_pause = std::chrono::minutes(10);
/// A class at school shares one network; a flood of addresses does not get far. (One mailbox is guarded by app::send.)
inline constexpr std::int64_t asks_an_hour = 20;

/// Not confirmed in time is as if never asked.
bool is_alive(const Subscription& subscription, Instant now);
bool may_write_again(const Subscription& subscription, Instant now);

Day monday_of(Day day);
/// The week whose letters are due: from Monday at eight, by day only, so that what was missed on a Monday does not come at night.
/// Gives its Monday.
std::optional<Day> due_week(Day today, int minute);

/// How many letters one transaction writes; each step announces the next.
inline constexpr int step = 200;

}  // namespace veche::subscriptions
