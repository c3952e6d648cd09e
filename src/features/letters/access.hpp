#pragma once

#include "app/actor.hpp"

namespace veche::letters {

/// Whom the town writes to is personal data: administrators only.
inline bool may_see_letters(const app::Actor& actor)
{
    return actor.has(app::Role::administrator);
}
inline constexpr app::Permission keep_letters{"letters.keep", may_see_letters};

}  // namespace veche::letters
