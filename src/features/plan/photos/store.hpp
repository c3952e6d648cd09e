#pragma once

#include <optional>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/photos/model.hpp"

/// SQL of the photographs. (A file of its own beside store.hpp, which is about lines.)
namespace veche::plan::store {

using Town = Id<app::Town>;

/// Of one happening, in order.
std::vector<Photo> list_photos(db::Session& db, Town town, Id<Happening> happening);
/// Of a plan, as the public sees them: of happenings held, with words and consents; the caller has seen which lines are
/// announced. Of each line in the order of its happenings.
std::vector<Photo> list_public_photos(db::Session& db, Town town, Id<Plan> plan);
/// Whether one of them is among those of an announced line.
bool is_photo_public(db::Session& db, Town town, Id<Photo> photo);
std::optional<Id<Line>> find_line_of_photo(db::Session& db, Town town, Id<Photo> photo);
/// Written anew with what is new in them.
void put_photo(db::Session& tx, Town town, const Photo& photo);
void delete_photo(db::Session& tx, Town town, Id<Photo> photo);
/// Whose happening is gone for good.
std::vector<Id<Photo>> list_stray_photos(db::Session& db, Town town);

}  // namespace veche::plan::store
