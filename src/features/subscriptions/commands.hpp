#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "app/work.hpp"
#include "features/subscriptions/model.hpp"
#include "language/language.hpp"

namespace veche::subscriptions {

/// What a stranger typed.
struct Wish {
    Email email;
    Choice choice;
    bool data_consent = false;
    language::Code language = language::Code::ru;
};

/// Somebody asks for letters. Whatever is known of the address, the answer is the same, and it hears by a letter only: one to
/// confirm, or that it is subscribed already; a choice that is confirmed is never changed by a stranger. Refusals: those of faults_of,
/// subscriptions.consent_needed at "data_consent", subscriptions.too_many_asks (too_many) for the network of `peer`.
Result<Stage> ask(app::Work& work, const Wish& wish, std::string_view peer);

/// By the link of a letter, with the choice that stood beside the button. Throws NotFound for a link that is unknown or too old.
/// Confirming twice is confirming once. Refusals of faults_of.
Result<Subscription> confirm(app::Work& work, std::string_view token, const Choice& choice);
Result<Subscription> change_choice(app::Work& work, std::string_view token, const Choice& choice);

/// The address is deleted. False when there was nothing any more: ended twice is ended once.
Result<bool> end(app::Work& work, std::string_view token);
/// By the office, when the owner of the address asks. Refusal: subscriptions.not_there at "email".
Result<bool> delete_address(app::Work& work, const Email& email);
/// The mail server said that there is no such mailbox.
void forget_dead(app::Work& work, const Email& email);

/// The secret of one letter, and of no other: 256 random bits, kept as a hash.
std::string fresh_link(app::Work& work, Id<Subscription> id);

// Letters. What is sent to many goes out in steps: each writes at most `step` letters and announces the next one.

/// Begins the digest of this week when its hour has come; once a week. True when it was begun.
bool begin_digest(app::Work& work);
/// The announcement "subscriptions.digest": {week: "2021-07-05", after: key of the last subscription}.
void send_digest(app::Work& work, const nlohmann::json& payload);

/// A line was moved or cancelled: payload {line, sequence, together} of the plan. One that was moved together with others is told by
/// send_moves.
void begin_urgent(app::Work& work, const nlohmann::json& payload);
/// The announcement "subscriptions.urgent": {line, after}. One letter for each SEQUENCE of the line: the one it has at this moment, so that of two changes at once people
/// hear the last, once.
void send_urgent(app::Work& work, const nlohmann::json& payload);

/// Many lines were moved at once, as by a file: payload {lines, move} of the plan.
void begin_moves(app::Work& work, const nlohmann::json& payload);
/// The announcement "subscriptions.moves": {lines, move, after}. One letter a subscriber, of those of the lines that they chose.
void send_moves(app::Work& work, const nlohmann::json& payload);

/// Reminds those who may report of what waits for it; once a week, with the hour of the digest. True when something was sent.
bool remind_overdue(app::Work& work);

}  // namespace veche::subscriptions
