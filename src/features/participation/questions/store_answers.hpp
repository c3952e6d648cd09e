#pragma once

#include <map>
#include <optional>
#include <vector>

#include "app/questions/commands.hpp"
#include "db/session.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/questions/model.hpp"

/// SQL of what guests answered, and of what is asked afterwards.
namespace veche::participation::store {

app::questions::Answers find_answers(db::Session& db, Town town, Id<Entry> entry);
/// Of entries of one occasion in the order of their numbers: one query for all of them.
std::map<Id<Entry>, app::questions::Answers> list_answers(db::Session& db, Town town,
                                                          const std::vector<Entry>& entries);
/// Questions of an occasion to which somebody gave an answer that is not erased.
app::questions::Answered list_answered(db::Session& db, Town town, OccasionId occasion);
/// All answers of an entry become these.
void put_answers(db::Session& tx, Town town, Id<Entry> entry, const app::questions::Answers& answers);

/// Version 0 when it was never opened.
FollowUp find_follow_up(db::Session& db, Town town, OccasionId occasion);
void put_follow_up(db::Session& tx, Town town, OccasionId occasion, const FollowUp& follow_up);
/// It knows of what is asked afterwards; twice changes nothing.
void set_follow_told(db::Session& tx, Town town, Id<Entry> entry, Instant now);
void set_follow_answered(db::Session& tx, Town town, Id<Entry> entry, Instant now);
bool has_followed(db::Session& db, Town town, Id<Entry> entry);
/// Accepted entries that nobody told of it, by number, at most `limit`.
std::vector<Entry> list_unfollowed(db::Session& db, Town town, OccasionId occasion, int limit);
/// Accepted entries that did not answer, by number after `after`.
std::vector<Entry> list_unanswered(db::Session& db, Town town, OccasionId occasion, std::int64_t after, int limit);
struct FollowCount {
    std::int64_t accepted = 0, answered = 0;
};
FollowCount count_followed(db::Session& db, Town town, OccasionId occasion);

}  // namespace veche::participation::store
