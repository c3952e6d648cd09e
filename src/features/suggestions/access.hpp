#pragma once

#include "app/actor.hpp"

namespace veche::suggestions {

/// Suggests what their body would hold.
inline bool may_suggest_for_body(const app::Actor& actor)
{
    return actor.has(app::Role::tos_chair);
}

/// Reads what is suggested, with the contacts of residents, and declines; to take it one must be able to edit the plan.
inline bool may_decide(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::organiser, app::Role::moderator});
}

inline constexpr app::Permission speak_for_body{"suggestions.suggest", may_suggest_for_body};
inline constexpr app::Permission decide{"suggestions.decide", may_decide};

}  // namespace veche::suggestions
