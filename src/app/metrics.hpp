#pragma once

#include <string>

namespace veche::app {

class Site;

/// All figures in the Prometheus text format.
std::string metrics_text(Site& site);

}  // namespace veche::app
