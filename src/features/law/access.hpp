#pragma once

#include "app/actor.hpp"

namespace veche::law {

/// What is law is entered by administrators, as the town's lawyer confirms it; every colleague may read it.
inline bool may_enter_law(const app::Actor& actor)
{
    return actor.has(app::Role::administrator);
}
inline bool may_read_law(const app::Actor& actor)
{
    return actor.is_staff();
}
/// Requests of the subjects of personal data, and all that the town holds of one of them.
inline bool may_answer_subjects(const app::Actor& actor)
{
    return actor.has(app::Role::administrator);
}

inline constexpr app::Permission enter_law{"law.enter", may_enter_law};
inline constexpr app::Permission read_law{"law.read", may_read_law};
/// Whoever works here may be asked for a second yes, but for those who only look on.
inline bool may_grant_exports(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::press_officer, app::Role::organiser, app::Role::clerk});
}
inline constexpr app::Permission grant_exports{"law.grant_exports", may_grant_exports};
inline constexpr app::Permission answer_subjects{"law.answer_subjects", may_answer_subjects};

}  // namespace veche::law
