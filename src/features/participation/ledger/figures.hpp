#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// What of signing up and coming is counted; for those who keep the entries.
namespace veche::participation::figures {

std::vector<app::Figure> all();

}  // namespace veche::participation::figures
