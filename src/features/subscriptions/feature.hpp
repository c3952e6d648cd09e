#pragma once

#include "app/feature.hpp"
#include "features/subscriptions/commands.hpp"

/// Letters to residents without an account: the week's events, and at once what is moved or cancelled. features/subscriptions/README.md.
namespace veche::subscriptions {

app::Feature feature();

}  // namespace veche::subscriptions
