#pragma once

#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/law/exports.hpp"

/// SQL of the permits of exports.
namespace veche::law::store {

void insert_permit(db::Session& tx, Id<app::Town> town, const Permit& permit);
std::optional<Permit> find_permit(db::Session& db, Id<app::Town> town, Id<Permit> id);
/// The colleague's own, stopped since and not granted yet.
std::optional<Permit> find_stopped(db::Session& db, Id<app::Town> town, Id<app::Account> by, std::string_view path,
                                   Instant since);
void update_people(db::Session& tx, Id<app::Town> town, Id<Permit> id, std::int64_t people);
void ask(db::Session& tx, Id<app::Town> town, Id<Permit> id, Instant now);
/// Stopped since, asked for, not granted yet; the newest first.
std::vector<Permit> list_waiting_permits(db::Session& db, Id<app::Town> town, Instant since, int limit);
std::int64_t count_waiting(db::Session& db, Id<app::Town> town, Id<app::Account> by, Instant since);
/// False when it was granted meanwhile, or is of other people than `seen`.
bool grant(db::Session& tx, Id<app::Town> town, const Permit& seen, Id<app::Account> by, std::string_view name,
           Instant now);
/// One that was granted since and is not used: used now. False when there is none.
/// One that was granted for as many, or for a tenth fewer: people go on signing up meanwhile.
bool use_permit(db::Session& tx, Id<app::Town> town, Id<app::Account> by, const Export& of, Instant since, Instant now);

}  // namespace veche::law::store
