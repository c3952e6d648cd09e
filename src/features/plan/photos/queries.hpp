#pragma once

#include <optional>
#include <vector>

#include "app/album/files.hpp"
#include "app/album/queries.hpp"
#include "features/plan/line/model.hpp"
#include "features/plan/photos/store.hpp"

namespace veche::plan {

/// What the public sees of the lines of a plan, by happening.
app::album::Shelf list_public_photos(app::View& view, Id<Plan> plan);
/// Of one line, its happenings in their order.
std::vector<app::album::Photo> photos_of(const app::album::Shelf& shelf, const Line& line);

/// The latest happening that was told of with a photograph the town may see; nullopt when there is none.
struct Story {
    store::ShownHappening told;
    std::vector<app::album::Photo> photos;  // at least one
};
std::optional<Story> find_story(app::View& view);

/// Those who report how a line went see its photographs before the town does.
app::album::Keepers photo_keepers();

}  // namespace veche::plan
