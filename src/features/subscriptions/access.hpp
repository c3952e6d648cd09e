#pragma once

#include "app/actor.hpp"

namespace veche::subscriptions {

/// Sees how many subscribe, never who.
inline bool may_see_counts(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::press_officer, app::Role::organiser});
}

/// Deletes an address when its owner asks by other ways than the link (152-FZ art. 21).
inline bool may_delete_address(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator});
}

inline constexpr app::Permission see_counts{"subscriptions.see_counts", may_see_counts};
inline constexpr app::Permission delete_addresses{"subscriptions.delete_address", may_delete_address};

}  // namespace veche::subscriptions
