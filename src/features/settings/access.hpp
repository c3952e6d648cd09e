#pragma once

#include "app/actor.hpp"

namespace veche::settings {

inline bool may_change_town(const app::Actor& actor)
{
    return actor.has(app::Role::administrator);
}
inline constexpr app::Permission change_town{"settings.change_town", may_change_town};
inline constexpr app::Permission read_audit{"settings.read_audit", may_change_town};

}  // namespace veche::settings
