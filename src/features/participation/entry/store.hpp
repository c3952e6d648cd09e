#pragma once

#include <optional>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/participation/entry/model.hpp"

/// All SQL of the feature.
namespace veche::participation::store {

using Town = Id<app::Town>;
using OccasionId = Id<app::Occasion>;

std::optional<SignUp> find_sign_up(db::Session& db, Town town, OccasionId occasion);
/// Of these occasions those that take entries now, were it into the waiting list only; what has no hour may be over by its day (is_open).
std::vector<SignUp> list_open(db::Session& db, Town town, const std::vector<OccasionId>& occasions, Instant now);
/// The same inside a command: of two who want the last seat the second waits. The second throws NotFound.
std::optional<SignUp> find_for_update(db::Session& tx, Town town, OccasionId occasion);
SignUp get_for_update(db::Session& tx, Town town, OccasionId occasion);
/// Inserts when `version` is 1, else updates; all but what is derived of the entries and of the occasion. False, and nothing is written, when the
/// present one is not of the version before: of two who open it at once there is no row yet that one could hold.
bool put_sign_up(db::Session& tx, Town town, const SignUp& sign_up);
/// What follows from the occasion, and the office's hour.
void set_occasion(db::Session& tx, Town town, const SignUp& sign_up);
/// The last number given, and what is derived of the seats.
void set_counts(db::Session& tx, Town town, const SignUp& sign_up);

/// Taken seats, sorted: at most as many rows as the occasion has seats.
std::vector<int> taken_seats(db::Session& db, Town town, OccasionId occasion);
/// Those a newcomer must know of: none while all seats are taken, and else few, for those at the beginning are not read.
Taken find_taken(db::Session& db, Town town, const SignUp& sign_up);
/// Occasions whose derived numbers are not what their entries say: none, or there is a bug.
std::vector<OccasionId> list_wrong_counts(db::Session& db, Town town);

/// With their persons.
std::optional<Entry> find_entry(db::Session& db, Town town, std::string_view key_hash);
/// By contact_key_of().
std::optional<Entry> find_contact(db::Session& db, Town town, OccasionId occasion, std::string_view contact_key);
std::optional<OccasionId> find_occasion_of(db::Session& db, Town town, Id<Entry> id);
/// Throws NotFound when it is of another occasion.
Entry get_entry(db::Session& db, Town town, OccasionId occasion, Id<Entry> id);
/// By number after `after`, at most `limit`; with nullopt of every stage.
std::vector<Entry> list_entries(db::Session& db, Town town, OccasionId occasion, std::optional<Stage> stage,
                                std::int64_t after, int limit);
void insert_entry(db::Session& tx, Town town, const Entry& entry);
/// Accepted or offered, with somebody who has no seat: in a hall whose seats were not counted when they came.
std::vector<Entry> list_seatless(db::Session& db, Town town, OccasionId occasion, int limit);
/// Persons of accepted and offered entries.
std::int64_t count_coming(db::Session& db, Town town, OccasionId occasion);
/// Positions of the people of an entry of whom anything was ever marked and not taken back.
std::vector<int> list_marked(db::Session& db, Town town, OccasionId occasion, Id<Entry> entry);
/// Stage, offer, reason, contact key and seats.
void update_entry(db::Session& tx, Town town, const Entry& entry);
/// Its persons with their seats, who they are with, and how to reach them.
void replace_guests(db::Session& tx, Town town, const Entry& entry);
/// People of entries of an occasion that came from this network since then.
std::int64_t count_from(db::Session& db, Town town, OccasionId occasion, std::string_view network, Instant since);
/// Where entries came from is forgotten, at most `most` of them.
std::int64_t forget_networks(db::Session& tx, Town town, Instant before, int most);
/// Those with an offer, or a letter to be answered, that nobody answered until now, and those entries by number.
std::vector<OccasionId> list_late_offers(db::Session& db, Town town, Instant now);
std::vector<Entry> list_late(db::Session& db, Town town, OccasionId occasion, Instant now);
/// Entries of what is still ahead whose contact, or one of whose guests, was erased on request.
struct ErasedEntry {
    OccasionId occasion{};
    Id<Entry> entry{};
};
std::vector<ErasedEntry> list_erased(db::Session& db, Town town, Day today, int most);
/// Entries that await the organiser's yes for what has begun.
std::vector<ErasedEntry> list_undecided(db::Session& db, Town town, Instant now, int most);
/// How many wait before this number.
std::int64_t count_waiting_before(db::Session& db, Town town, OccasionId occasion, std::int64_t number);

/// Names and contacts of entries whose occasion ended before this day are blanked; numbers and ages of groups stay as counts. Gives
/// the number of entries.
struct Shredded {
    std::int64_t guests = 0, entries = 0, answers = 0, thinned = 0;
};
struct ShredBefore {
    Day ended{};         // what ended before
    Instant ended_at{};  // the same of entries that were called off
    Day thanked{};       // of those who agreed to be thanked, what ended before this day as well
};
/// At most `most` of each. Of entries whose names stay for thanks all else goes: `thinned`.
Shredded shred(db::Session& tx, Town town, const ShredBefore& before, Instant now, int most);
void set_thanks_consent(db::Session& tx, Town town, Id<Entry> entry, std::string_view version);

}  // namespace veche::participation::store
