#pragma once

// Who has no e-mail is told by a colleague, by telephone. docs/rules/sign-up.md, "By telephone".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "features/participation/entry/model.hpp"

namespace veche::participation {

/// Whether letters leave the installation. Where none do, whoever left a number is called.
enum class Mail { leaves, not_set_up };

/// How an entry is told its news.
enum class Way { letter, call, none };
/// A letter where there is an address and letters leave, else a call; where there is no number either, the letter waits in the queue.
Way way_to(const Entry& entry, Mail mail);

enum class CallState {
    open,
    done,      // told
    late,      // its hour passed, and nobody had told it
    replaced,  // told by another call: a later news, or one that was to be made anyway
    dropped,   // nothing to tell any more: they cancelled, were erased, or it is again as they know it
};
std::string_view to_text(CallState state);
std::optional<CallState> parse_call_state(std::string_view text);

/// What they answered, where an answer was asked for.
enum class CallAnswer { none, coming, not_coming };
std::string_view to_text(CallAnswer answer);  // "", "coming", "not_coming"
std::optional<CallAnswer> parse_call_answer(std::string_view text);

/// One news to be told by telephone, instead of a letter. Nothing personal: whom to call and what to say is the entry's.
struct Call {
    Id<Call> id{};
    Id<Entry> entry{};
    Id<app::Occasion> occasion{};
    std::string kind;       // of the letter: "participation.moved"
    std::string once;       // the letter's key
    std::int64_t told = 0;  // the number of what they knew of the occasion before
    Instant made{};
    std::optional<Instant> call_by;    // should be said before
    std::optional<Instant> not_after;  // worth nothing later
    CallState state = CallState::open;
    CallAnswer answer = CallAnswer::none;
    int attempts = 0;  // nobody answered
    std::optional<Instant> tried;
    std::optional<Instant> closed;
    std::optional<Id<app::Account>> closed_by;
    std::int64_t version = 1;
};

/// What a news is about. What became of the entry itself is still to be said when the occasion changes: one call says both.
enum class About { entry, occasion, reminder };
/// By the kind of its letter.
About about_of(std::string_view kind);

/// A colleague presses a button on a page that showed this version.
struct Press {
    std::int64_t version = 0;
    std::optional<Id<app::Account>> by;
    Instant now{};
};
/// Told, perhaps with an answer. Pressed twice by one colleague it is one. Refusals, conflicts both: participation.call_closed of one
/// that is closed, participation.call_changed when there is something else to say by now.
Result<Call> told(Call call, const Press& press, CallAnswer answer = CallAnswer::none);
/// Nobody answered: it stays open. Within a minute it is one attempt. Refusals as of told().
Result<Call> tried(Call call, const Press& press);
/// The last closing was a mistake. Refusals, conflicts both: participation.call_answered of one that had an answer, for that was
/// acted upon; participation.call_not_closed when nobody has told it.
Result<Call> reopened(Call call, const Press& press);
/// Without anybody's hand; what is not open stays as it is.
Call ended(Call call, CallState state, Instant now);

}  // namespace veche::participation
