#pragma once

// What portal, office and face share. (A file of its own, because all three name addresses.)

#include <memory>

#include "app/media.hpp"
#include "features/bodies/feature.hpp"

namespace veche::bodies {

using SharedNeighbours = std::shared_ptr<const Neighbours>;
void mount_portal(app::Routes& routes, SharedNeighbours neighbours);
void mount_office(app::Routes& routes);
void mount_office_import(app::Routes& routes);
nlohmann::json openapi_part();
void mount_office_photos(app::Routes& routes, std::shared_ptr<const app::Media> media);

/// "/office/bodies/01h…"
std::string office_path(Id<Body> id);
std::string kind_words(const language::Words& words, Kind kind);

}  // namespace veche::bodies
