#pragma once

#include "app/actor.hpp"

namespace veche::faults {

/// What went wrong inside is shown with the program's own words for it.
inline bool may_see_faults(const app::Actor& actor)
{
    return actor.has(app::Role::administrator);
}
inline constexpr app::Permission keep_faults{"faults.keep", may_see_faults};

}  // namespace veche::faults
