#pragma once

#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/law/model.hpp"
#include "features/law/model_calendar.hpp"

/// SQL of the law profile.
namespace veche::law::store {

inline constexpr int values_most = 100, days_most = 400;  // of a key; of a town

/// In the order in which they were entered.
std::vector<Value> list_values(db::Session& db, Id<app::Town> town);
/// The newest first, at most values_most.
std::vector<Value> list_values_of(db::Session& db, Id<app::Town> town, std::string_view key);
/// False when the key has as many as it may.
bool insert_value(db::Session& tx, Id<app::Town> town, Id<Value> id, const Value& value);

/// By day; at most days_most are ever there.
std::vector<OddDay> list_days(db::Session& db, Id<app::Town> town);
/// False when the town has as many as it may.
bool put_day(db::Session& tx, Id<app::Town> town, const OddDay& day);
/// False when it was not there.
bool remove_day(db::Session& tx, Id<app::Town> town, Day day);

}  // namespace veche::law::store
