#pragma once

#include <optional>
#include <string>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of the queue of letters.
namespace veche::app::store {

struct LetterRow {
    Id<LetterRow> id{};
    std::string key, kind, to, subject, text;
    std::string attachments;  // JSON
    std::string unsubscribe;  // "" for none
    std::optional<Instant> not_after;
};
/// Nothing happens when the town has queued this key before.
void insert_letter(db::Session& tx, Id<Town> town, const LetterRow& letter, Instant now);

}  // namespace veche::app::store
