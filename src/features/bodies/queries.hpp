#pragma once

#include <vector>

#include "app/work.hpp"
#include "features/bodies/model.hpp"

namespace veche::bodies {

/// All that are not merged, by name as people sort them.
std::vector<Body> list_sorted(db::Session& db, Id<app::Town> town);

/// Of the public: those that work, by name.
std::vector<Body> list_public_bodies(app::View& view);
/// A body's page; of one that was merged the body it is now. Throws NotFound.
Body get_public_body(app::View& view, Id<Body> id);

/// Throws NotFound.
Body get_body(app::View& view, Id<Body> id);
std::vector<Member> list_members(app::View& view, Id<Body> id);

}  // namespace veche::bodies
