#pragma once

#include "app/actor.hpp"

namespace veche::participation {

/// Opens sign-up, sees who signed up, cancels an entry: names and contacts of residents are not for every colleague.
inline bool may_keep_entries(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::organiser});
}

inline constexpr app::Permission keep_entries{"participation.keep_entries", may_keep_entries};

}  // namespace veche::participation
