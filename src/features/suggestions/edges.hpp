#pragma once

#include "app/feature.hpp"

namespace veche::suggestions {

void mount_portal(app::Routes& routes);
void mount_office(app::Routes& routes);

}  // namespace veche::suggestions
