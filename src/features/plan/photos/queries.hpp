#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/work.hpp"
#include "features/plan/photos/model.hpp"

namespace veche::plan {

/// All of a happening, for the office.
std::vector<Photo> list_photos(app::View& view, Id<Happening> happening);
using PhotosOfLines = std::unordered_map<Id<Line>, std::vector<Photo>>;
/// What the public sees of the announced lines of a plan.
PhotosOfLines list_public_photos(app::View& view, Id<Plan> plan);

/// Whether everybody may see the photograph that holds a file ("photo/01h…"): its line is announced, it was held, and it is ready.
bool shows_to_all(app::View& view, std::string_view object);
/// Whether the actor may: those who report how its line went.
bool shows_to_actor(app::View& view, std::string_view object);

}  // namespace veche::plan
