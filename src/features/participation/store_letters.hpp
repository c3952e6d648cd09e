#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/participation/model.hpp"

/// What letters ask of the entries.
namespace veche::participation {

std::optional<std::string> find_key_hash(db::Session& db, Id<app::Town> town, Id<Entry> entry);
/// With its persons.
std::optional<Entry> find_entry_by_id(db::Session& db, Id<app::Town> town, Id<Entry> entry);

struct SignUpPlace {
    Id<plan::Happening> happening{};
    Id<plan::Line> line{};
};
/// Happenings one can sign up for whose last day is this one or later.
std::vector<SignUpPlace> list_sign_ups_from(db::Session& db, Id<app::Town> town, Day day);

}  // namespace veche::participation
