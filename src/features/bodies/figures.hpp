#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// What of the directory is counted.
namespace veche::bodies::figures {

std::vector<app::Figure> all();

}  // namespace veche::bodies::figures
