#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/album/model.hpp"
#include "app/work.hpp"
#include "features/bodies/model.hpp"

namespace veche::bodies {

/// All that are not merged, by name as people sort them.
std::vector<Body> list_sorted(db::Session& db, Id<app::Town> town);

std::int64_t count_bodies(app::View& view);

/// What was chosen in the office's list.
struct OfficeFilter {
    std::string text;  // a part of any of its names
    std::optional<Kind> kind;
    bool closed = false;  // those that work no more, too
};
/// Those that match, by name, beginning after `after` (zero: from the start); at most `most`.
std::vector<Body> list_office(app::View& view, const OfficeFilter& filter, Id<Body> after, std::size_t most);

/// Of the public: those that work, by name.
std::vector<Body> list_public_bodies(app::View& view);
/// A body's page; of one that was merged the body it is now. Throws NotFound.
Body get_public_body(app::View& view, Id<Body> id);

/// What the town sees of a body's photographs.
std::vector<app::album::Photo> list_public_photos(app::View& view, Id<Body> id);

/// Throws NotFound.
Body get_body(app::View& view, Id<Body> id);
std::vector<Member> list_members(app::View& view, Id<Body> id);

}  // namespace veche::bodies
