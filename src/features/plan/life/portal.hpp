#pragma once

// What has become of a line, on its public page and in its JSON. (A file of its own beside portal_line.cpp, which is about the plan.)

#include <vector>

#include <nlohmann/json.hpp>

#include "app/album/model.hpp"
#include "app/town.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// What the public is told in one word: a report that is late is the office's own matter.
nlohmann::json public_life_state(const language::Words& words, const Line& line);
/// What album/part_photos reads, share_image, and iso_previous: the day from which it was moved last.
nlohmann::json photos_part(const language::Words& words, const app::Town& town, const Line& line,
                           const std::vector<app::album::Photo>& photos);
/// standing, moves, happenings, photos: what the JSON of a line's page has beside the line.
nlohmann::json life_of_line_json(const app::Town& town, const Line& line, const std::vector<app::album::Photo>& photos);

}  // namespace veche::plan
