#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/album/model.hpp"
#include "app/town.hpp"
#include "db/session.hpp"

/// SQL of the albums.
namespace veche::app::album::store {

void put_album(db::Session& tx, Id<Town> town, const Owner& owner);
void set_shown(db::Session& tx, Id<Town> town, const Key& key, bool shown);
/// Its photographs are gone already.
void delete_album(db::Session& tx, Id<Town> town, const Key& key);
struct Standing {
    std::int64_t owner = 0;
    bool shown = false;
};
std::vector<Standing> list_part(db::Session& db, Id<Town> town, std::string_view kind, std::int64_t part_of);

/// All of an album, in order.
std::vector<Photo> list_photos(db::Session& db, Id<Town> town, const Key& key);
/// Those of the view shown_photos: of an album; of a shelf, album by album.
std::vector<Photo> list_shown(db::Session& db, Id<Town> town, const Key& key);
std::vector<Photo> list_shown_of_shelf(db::Session& db, Id<Town> town, std::string_view kind, std::int64_t shelf);
/// Where a file stands, and whether the town sees it there; the public places first, a hundred at most.
struct Place {
    Key key;
    std::int64_t part_of = 0;
    bool shown = false;
};
std::vector<Place> list_places(db::Session& db, Id<Town> town, std::string_view file);

/// Written anew with what is new in them.
void put_photo(db::Session& tx, Id<Town> town, const Photo& photo);
void delete_photo(db::Session& tx, Id<Town> town, Id<Photo> photo);
/// Behind those that `into` has, but for pictures it has already. What stays behind is left to the caller.
void hand_over(db::Session& tx, Id<Town> town, const Key& from, const Key& into);

/// Of all photographs of an album, in the order of their giving.
std::vector<Consent> list_consents(db::Session& db, Id<Town> town, const Key& key);
void insert_consent(db::Session& tx, Id<Town> town, const Consent& consent, Instant now);
void update_consent(db::Session& tx, Id<Town> town, const Consent& consent);
/// Its photograph is gone: the term of its consents begins (docs/rules/personal.md).
void let_consents_end(db::Session& tx, Id<Town> town, Id<Photo> photo, Instant now);

}  // namespace veche::app::album::store
