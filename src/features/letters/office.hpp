#pragma once

#include "app/feature.hpp"

namespace veche::letters {

void mount_office(app::Routes& routes);

}  // namespace veche::letters
