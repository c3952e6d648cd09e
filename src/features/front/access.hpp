#pragma once

#include "app/actor.hpp"

namespace veche::front {

/// Anybody who works here.
inline bool may_see_office(const app::Actor& actor)
{
    return actor.is_staff() && !actor.roles.empty();
}
inline constexpr app::Permission see_office{"front.see_office", may_see_office};

}  // namespace veche::front
