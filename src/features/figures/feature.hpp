#pragma once

#include "app/feature.hpp"

/// What the town's records add up to, for everybody: each number with its meaning, its records, and as open data. README.md.
namespace veche::figures {

app::Feature feature();

}  // namespace veche::figures
