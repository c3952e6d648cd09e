#pragma once

#include "app/actor.hpp"

namespace veche::plan {

/// Sees the plan in the office, drafts included.
inline bool may_see_office(const app::Actor& actor)
{
    using app::Role;
    return actor.has_any(
        {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair, Role::moderator, Role::clerk});
}

/// Imports, edits, announces.
inline bool may_edit(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator, app::Role::organiser});
}

/// Tells how a line went: whoever changes it, and a TOS chair of those lines alone that their body answers for
/// (Reporting::allows, asked before a form is read).
inline bool may_report(const app::Actor& actor)
{
    return may_edit(actor) || actor.has(app::Role::tos_chair);
}

/// Approves the plan by an act.
inline bool may_approve(const app::Actor& actor)
{
    return actor.has_any({app::Role::administrator});
}

inline constexpr app::Permission see_office{"plan.see_office", may_see_office};
inline constexpr app::Permission edit{"plan.edit", may_edit};
inline constexpr app::Permission report{"plan.report", may_report};
inline constexpr app::Permission sign{"plan.approve", may_approve};

}  // namespace veche::plan
