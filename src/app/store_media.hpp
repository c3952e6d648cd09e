#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of app/media, and of what marks its place (app/media_place).
namespace veche::app::store {

void hold_media(db::Session& tx, Id<Town> town, std::string_view name, std::string_view object);
void release_media(db::Session& tx, Id<Town> town, std::string_view object, Instant now);
/// Whether anything needs it, or needed it within the last day.
bool is_media_known(db::Session& db, Id<Town> town, std::string_view name);
/// Forgets who needed what until `before`, some hundreds at a time; true when there may be more.
bool forget_media_released(db::Session& tx, Id<Town> town, Instant before);
/// Whether the database is new enough to have media: an older backup is looked at before it is brought up to date.
bool has_media(db::Session& db);
std::vector<std::string> list_media_held(db::Session& db, Id<Town> town);
/// Those, and the ones that were needed after that moment.
std::vector<std::string> list_media_since(db::Session& db, Id<Town> town, Instant after);

/// What is one for all towns: its id, and whether the place of photographs has been marked with it.
struct Installation {
    std::string id;
    bool marked = false;
};
/// Made when there is none. On PostgreSQL nobody else gets it until the end of the transaction.
Installation get_installation(db::Session& tx);
void set_marked(db::Session& tx);

}  // namespace veche::app::store
