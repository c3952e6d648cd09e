#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// What of the queue of letters is counted.
namespace veche::letters::figures {

std::vector<app::Figure> all();

}  // namespace veche::letters::figures
