#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/album/model.hpp"
#include "app/work.hpp"

namespace veche::app::album {

/// All of an album, for the office, and the consents of all who are on them.
std::vector<Photo> list_photos(View& view, const Key& key);
std::vector<Consent> list_consents(View& view, const Key& key);

/// What the town sees of an album. The page names the owner's topics.
std::vector<Photo> list_shown(View& view, const Key& key);
/// The same of all albums of a shelf, by owner.
using Shelf = std::unordered_map<std::int64_t, std::vector<Photo>>;
Shelf list_shown_of_shelf(View& view, std::string_view kind, std::int64_t shelf);

}  // namespace veche::app::album
