#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of app/media.
namespace veche::app::store {

void hold_media(db::Session& tx, Id<Town> town, std::string_view name, std::string_view object);
void release_media(db::Session& tx, Id<Town> town, std::string_view object, Instant now);
bool is_media_held(db::Session& db, Id<Town> town, std::string_view name);
/// Forgets who needed what until `before`.
void delete_media_released(db::Session& tx, Id<Town> town, Instant before);
/// Names in order, each once; also those released, as long as they are remembered.
std::vector<std::string> list_media(db::Session& db, Id<Town> town);
/// Whether the database is new enough to have media: an older backup is looked at before it is brought up to date.
bool has_media(db::Session& db);
std::vector<std::string> list_media_held(db::Session& db, Id<Town> town);

}  // namespace veche::app::store
