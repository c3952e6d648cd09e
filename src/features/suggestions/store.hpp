#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/suggestions/model.hpp"

/// SQL of suggestions. (A file of its own beside store.hpp, which is about lines.)
namespace veche::suggestions::store {

using Town = Id<app::Town>;

/// False when the key is there already: the form sent twice.
bool insert_suggestion(db::Session& tx, Town town, const Suggestion& suggestion);
void update_decision(db::Session& tx, Town town, const Suggestion& suggestion);

std::optional<Suggestion> find_suggestion(db::Session& db, Town town, Id<Suggestion> id);
std::optional<Suggestion> find_suggestion(db::Session& db, Town town, std::string_view key_hash);
/// The same inside a command: of two who decide the second waits. Throws NotFound.
Suggestion get_for_update(db::Session& tx, Town town, Id<Suggestion> id);

/// Those that wait, the longest waiting first; or those decided on, the latest first. After `after` (zero: from the start), at most `limit`.
std::vector<Suggestion> list_waiting(db::Session& db, Town town, Id<Suggestion> after, int limit);
std::vector<Suggestion> list_decided(db::Session& db, Town town, Id<Suggestion> before, int limit);
/// Of one chair, the latest first.
std::vector<Suggestion> list_of(db::Session& db, Town town, Id<app::Account> account, int limit);
std::int64_t count_waiting_of_residents(db::Session& db, Town town);

}  // namespace veche::suggestions::store
