#pragma once

#include "app/feature.hpp"

namespace veche::law {

void mount_profile(app::Routes& routes);
void mount_map(app::Routes& routes);
void mount_requests(app::Routes& routes);
void mount_exports(app::Routes& routes);

}  // namespace veche::law
