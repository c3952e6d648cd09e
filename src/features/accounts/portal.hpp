#pragma once

#include "app/feature.hpp"

namespace veche::accounts {

/// Signing in and out, and taking up an invitation.
void mount_portal(app::Routes& routes);

}  // namespace veche::accounts
