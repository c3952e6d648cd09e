#pragma once

#include <optional>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/participation/model.hpp"

/// All SQL of the feature.
namespace veche::participation::store {

using Town = Id<app::Town>;
using Happening = Id<plan::Happening>;

std::optional<SignUp> find_sign_up(db::Session& db, Town town, Happening happening);
/// The same inside a command: of two who want the last seat the second waits. The second throws NotFound.
std::optional<SignUp> find_for_update(db::Session& tx, Town town, Happening happening);
SignUp get_for_update(db::Session& tx, Town town, Happening happening);
std::vector<SignUp> list_sign_ups(db::Session& db, Town town, Id<plan::Line> line);
/// Inserts when `version` is 1, else updates; all but what is derived of the entries. False, and nothing is written, when the
/// present one is not of the version before: of two who open it at once there is no row yet that one could hold.
bool put_sign_up(db::Session& tx, Town town, const SignUp& sign_up);
/// The last number given, and what is derived of the seats.
void set_counts(db::Session& tx, Town town, const SignUp& sign_up);

/// Taken seats, sorted: at most as many rows as the happening has seats.
std::vector<int> taken_seats(db::Session& db, Town town, Happening happening);
/// Those a newcomer must know of: none while all seats are taken, and else few, for those at the beginning are not read.
Taken find_taken(db::Session& db, Town town, const SignUp& sign_up);
/// Happenings whose derived numbers are not what their entries say: none, or there is a bug.
std::vector<Happening> list_wrong_counts(db::Session& db, Town town);

/// With their persons.
std::optional<Entry> find_entry(db::Session& db, Town town, std::string_view key_hash);
std::optional<Entry> find_mailbox(db::Session& db, Town town, Happening happening, std::string_view mailbox);
/// Throws NotFound when it is of another happening.
Entry get_entry(db::Session& db, Town town, Happening happening, Id<Entry> id);
/// By number after `after`, at most `limit`; with nullopt of every stage.
std::vector<Entry> list_entries(db::Session& db, Town town, Happening happening, std::optional<Stage> stage,
                                std::int64_t after, int limit);
void insert_entry(db::Session& tx, Town town, const Entry& entry);
/// Stage, offer, reason, mailbox and seats.
void update_entry(db::Session& tx, Town town, const Entry& entry);
/// Its persons with their seats, who they are with, and how to reach them.
void replace_persons(db::Session& tx, Town town, const Entry& entry);
/// Happenings with an offer that nobody answered until now, and those entries by number.
std::vector<Happening> list_late_offers(db::Session& db, Town town, Instant now);
std::vector<Entry> list_late(db::Session& db, Town town, Happening happening, Instant now);
/// How many wait before this number.
std::int64_t count_waiting_before(db::Session& db, Town town, Happening happening, std::int64_t number);

/// Names and contacts of entries whose happening ended before this day are blanked; numbers and ages of groups stay as counts. Gives
/// the number of entries.
struct Shredded {
    std::int64_t persons = 0, entries = 0;
};
/// At most `most` of each.
Shredded shred(db::Session& tx, Town town, Day before, Instant now, int most);

}  // namespace veche::participation::store
