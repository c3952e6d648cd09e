#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/participation/entry/store.hpp"

/// What people were told of an occasion, and to whom something is to be told: SQL of news and letters.
namespace veche::participation::store {

std::optional<app::Occasion> find_told(db::Session& db, Town town, OccasionId occasion, std::int64_t number);
/// What people were told of it, newest first, at most `limit`.
std::vector<app::Occasion> list_told(db::Session& db, Town town, OccasionId occasion, int limit);
/// The same of `sign_up.told`; without a row an occasion of which nothing is known any more.
app::Occasion last_told(db::Session& db, Town town, const SignUp& sign_up);
void insert_told(db::Session& tx, Town town, std::int64_t number, const app::Occasion& told);
/// What is no news: a corrected title, another address.
void update_told(db::Session& tx, Town town, std::int64_t number, const app::Occasion& told);

/// Sign-ups whose occasion was never looked at.
std::vector<OccasionId> list_unseen(db::Session& db, Town town, int limit);
/// All entries of an occasion know what number 1 says.
void begin_told(db::Session& tx, Town town, OccasionId occasion);
bool has_entries(db::Session& db, Town town, OccasionId occasion);
/// Accepted, offered and waiting entries that were told something before `number` last, by their own numbers.
std::vector<Entry> list_untold(db::Session& db, Town town, OccasionId occasion, std::int64_t number, int limit);
void set_entry_told(db::Session& tx, Town town, Id<Entry> entry, std::int64_t number);

std::optional<std::string> find_key_hash(db::Session& db, Town town, Id<Entry> entry);
/// With its persons.
std::optional<Entry> find_entry_by_id(db::Session& db, Town town, Id<Entry> entry);
/// What is ahead and begins on this day.
std::vector<OccasionId> list_beginning(db::Session& db, Town town, Day day);

}  // namespace veche::participation::store
