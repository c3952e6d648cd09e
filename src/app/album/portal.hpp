#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/album/model.hpp"
#include "app/town.hpp"

/// Photographs on pages of the portal and in their JSON; of those alone that list_shown gave.
namespace veche::app::album {

/// For {{>album/part_photos}}: photo (the main one, or false), photos[] (the others), has_photos, each of (image, srcset, large, width,
/// height, alt, caption, focus); and share_image, the whole address of the main one, or "". `caption` gives the words beneath one.
using Caption = std::function<std::string(const Photo&)>;
nlohmann::json photos_part(const Town& town, const std::vector<Photo>& photos, const Caption& caption);
/// The words beneath it as they were typed.
std::string author_of(const Photo& photo);

/// One photograph in the JSON of a page, with whole addresses.
nlohmann::json photo_json(const Town& town, const Photo& photo);
/// Its schema for /api/openapi.json.
nlohmann::json photo_schema();

}  // namespace veche::app::album
