#pragma once

#include "app/feature.hpp"

namespace veche::faults {

void mount_office(app::Routes& routes);

}  // namespace veche::faults
