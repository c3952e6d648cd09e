#pragma once

#include "app/feature.hpp"

namespace veche::subscriptions {

void mount_portal(app::Routes& routes);
void mount_office(app::Routes& routes);

}  // namespace veche::subscriptions
