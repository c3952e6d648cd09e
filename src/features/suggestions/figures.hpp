#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// What is suggested, in numbers; for those who decide on it.
namespace veche::suggestions::figures {

const app::Figure& suggestions();

std::vector<app::Figure> all();

}  // namespace veche::suggestions::figures
