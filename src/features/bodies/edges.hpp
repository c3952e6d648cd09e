#pragma once

// What portal, office and face share. (A file of its own, because all three name addresses.)

#include <memory>

#include "app/feature.hpp"
#include "features/bodies/neighbours.hpp"

namespace veche::bodies {

using SharedNeighbours = std::shared_ptr<const Neighbours>;
void mount_portal(app::Routes& routes, SharedNeighbours neighbours);
void mount_office(app::Routes& routes);

/// "/office/bodies/01h…"
std::string office_path(Id<Body> id);

}  // namespace veche::bodies
