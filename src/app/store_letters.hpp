#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of the queue of letters.
namespace veche::app::store {

struct LetterRow {
    Id<LetterRow> id{};
    std::string key, kind, cause, to, mailbox, subject, text;
    std::string attachments;           // JSON, contents in base64
    std::string unsubscribe, list_id;  // "" for none
    std::optional<Instant> not_after;
    std::string stage;
};
/// Nothing happens when the town has queued this key before.
void insert_letter(db::Session& tx, Id<Town> town, const LetterRow& letter, Instant now);
/// How many letters that a stranger caused were queued for this mailbox after `since` and not withheld.
std::int64_t count_by_strangers(db::Session& db, Id<Town> town, std::string_view mailbox, Instant since);

}  // namespace veche::app::store
