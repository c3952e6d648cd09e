#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

namespace veche::app {
struct Letter;
}

/// SQL of the queue of letters.
namespace veche::app::store {

struct LetterRow {
    Id<Letter> id{};
    std::string key, kind, cause, to, mailbox, subject, text;
    std::string attachments;           // JSON, contents in base64
    std::string unsubscribe, list_id;  // "" for none
    std::optional<Instant> not_after;
    std::string stage;
};
/// Nothing happens when the town has queued this key before.
void insert_letter(db::Session& tx, Id<Town> town, const LetterRow& letter, Instant now);
bool has_letter(db::Session& db, Id<Town> town, std::string_view key);
/// How many letters that a stranger caused were queued for this mailbox after `since` and not withheld.
std::int64_t count_by_strangers(db::Session& db, Id<Town> town, std::string_view mailbox, Instant since);

/// A letter in the hands of one sender until its lease ends. `fence` tells this claim from later ones.
struct ClaimedLetter {
    LetterRow letter;
    std::int64_t fence = 0, failures = 0;
};
std::optional<Id<Letter>> find_due_letter(db::Session& db, Id<Town> town, Instant now);
/// nullopt when another sender has it: the claim moves due_at to `until`.
std::optional<ClaimedLetter> claim_letter(db::Session& tx, Id<Town> town, Id<Letter> id, Instant now, Instant until);
/// "sent", "refused", "bounced", "late". Words are emptied, but for what was refused: the office may try it again. False when
/// the claim ran out and another sender has it.
bool settle_letter(db::Session& tx, Id<Town> town, const ClaimedLetter& claimed, std::string_view stage,
                   std::string_view error, Instant now);
/// False as above.
bool postpone_letter(db::Session& tx, Id<Town> town, const ClaimedLetter& claimed, Instant due, std::int64_t failures,
                     std::string_view error);

struct BouncedLetter {
    std::string kind, key, mailbox;
};
/// Marks a letter that came back, its words go. nullopt when there is none, or it is marked already.
std::optional<BouncedLetter> bounce_letter(db::Session& tx, Id<Town> town, Id<Letter> id, std::string_view error,
                                           Instant now);

/// What an office sees of a letter: no words, for they are the recipient's.
struct LetterEnvelope {
    Id<Letter> id{};
    std::string kind, to, subject, stage, error;
    std::int64_t attempts = 0;
    Instant due{}, made{};
    bool may_go_again = false;
};
/// The newest first, older than `before` (0: from the end). `stage` is one of the table's.
std::vector<LetterEnvelope> list_letters(db::Session& db, Id<Town> town, std::string_view stage, Id<Letter> before,
                                         int limit);
std::optional<LetterEnvelope> find_letter(db::Session& db, Id<Town> town, Id<Letter> id);
/// At most `limit`: an office need not know whether a hundred thousand wait or more.
std::int64_t count_letters(db::Session& db, Id<Town> town, std::string_view stage, int limit);
/// Of those that wait the one that has waited longest.
std::optional<LetterEnvelope> find_oldest_waiting(db::Session& db, Id<Town> town);

/// Makes due what waits for later than `leased_until`, or was refused and has its words still. What a sender may be holding stays
/// with it. Gives the number of letters.
std::int64_t hurry_letter(db::Session& tx, Id<Town> town, Id<Letter> id, Instant now, Instant leased_until);
std::int64_t hurry_waiting(db::Session& tx, Id<Town> town, Instant now, Instant leased_until);

/// Letters to this mailbox whose kind begins with the feature's name. A sender that holds one finds out when it settles.
void erase_letters(db::Session& tx, Id<Town> town, std::string_view mailbox, std::string_view feature);

/// What ends by itself: letters that are worth nothing any more (`stale`: queued before it and never sent), words of what was
/// refused before `words`, names and addresses of what was settled before `envelopes`.
struct LetterTerms {
    Instant now, stale, words, envelopes;
};
/// At most `most` of each kind; true when there may be more.
bool forget_letters(db::Session& tx, Id<Town> town, const LetterTerms& terms, int most);

}  // namespace veche::app::store
