#pragma once

#include "app/feature.hpp"

namespace veche::settings {

void mount_office(app::Routes& routes);

}  // namespace veche::settings
