#pragma once

// What has become of a line, on its public page and in its JSON. (A file of its own beside portal_line.cpp, which is about the plan.)

#include <vector>

#include <nlohmann/json.hpp>

#include "app/album/model.hpp"
#include "app/town.hpp"
#include "features/plan/line/showing.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// What album/part_photos reads, share_image, and iso_previous: the day from which it was moved last.
nlohmann::json photos_part(const language::Words& words, const app::Town& town, const Line& line,
                           const std::vector<app::album::Photo>& photos);
/// standing, showing, moves, happenings, photos: what the JSON of a line's page has beside the line. `now`: of the town's clock.
nlohmann::json life_of_line_json(const app::Town& town, const Line& line, const std::vector<app::album::Photo>& photos,
                                 Clock now);

}  // namespace veche::plan
