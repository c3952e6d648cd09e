#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// How many subscribe, and to what; never who.
namespace veche::subscriptions::figures {

/// Addresses, those not yet confirmed too.
const app::Figure& subscribers();
/// Choices of a kind of events, of those confirmed.
const app::Figure& topics();

std::vector<app::Figure> all();

}  // namespace veche::subscriptions::figures
