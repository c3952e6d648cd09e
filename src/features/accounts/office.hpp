#pragma once

#include "app/feature.hpp"

namespace veche::accounts {

/// Colleagues and one's own account.
void mount_office(app::Routes& routes);
void mount_own_account(app::Routes& routes);

}  // namespace veche::accounts
