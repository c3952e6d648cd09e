#pragma once

#include <string_view>

#include "app/questions/model.hpp"
#include "app/town.hpp"
#include "db/session.hpp"

/// SQL of the questions.
namespace veche::app::questions::store {

/// All of an owner, in order, with their choices; none is an empty form of version 0.
Questions find(db::Session& db, Id<Town> town, std::string_view owner);
/// The same, and nobody else changes them until the end of the transaction.
Questions find_for_update(db::Session& tx, Id<Town> town, std::string_view owner);
/// Writes what differs.
void put(db::Session& tx, Id<Town> town, const Questions& before, const Questions& after);

}  // namespace veche::app::questions::store
