#pragma once

#include <unordered_map>
#include <vector>

#include "app/work.hpp"
#include "features/plan/photo.hpp"

namespace veche::plan {

/// All of a happening, for the office.
std::vector<Photo> list_photos(app::View& view, Id<Happening> happening);
using PhotosOfLines = std::unordered_map<Id<Line>, std::vector<Photo>>;
/// What the public sees of the announced lines of a plan.
PhotosOfLines list_public_photos(app::View& view, Id<Plan> plan);

}  // namespace veche::plan
