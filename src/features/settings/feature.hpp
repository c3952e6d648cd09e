#pragma once

#include "app/feature.hpp"

/// How the town looks and which clock it keeps; and the audit, for those who answer for it.
namespace veche::settings {

app::Feature feature();

}  // namespace veche::settings
