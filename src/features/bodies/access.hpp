#pragma once

#include "app/actor.hpp"

namespace veche::bodies {

/// Sees the directory in the office, with addresses and telephones that are not for the public.
inline bool may_see_office(const app::Actor& actor)
{
    using app::Role;
    return actor.has_any(
        {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair, Role::moderator, Role::clerk});
}

/// Adds, edits, merges, says who speaks for a body.
inline bool may_keep(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::organiser});
}

inline constexpr app::Permission see_office{"bodies.see_office", may_see_office};
inline constexpr app::Permission keep{"bodies.keep", may_keep};

}  // namespace veche::bodies
