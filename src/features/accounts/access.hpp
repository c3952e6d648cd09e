#pragma once

#include "app/actor.hpp"

/// Who may do what with accounts.
namespace veche::accounts {

/// Invites colleagues, gives roles, closes accounts.
// clang-format off
inline constexpr app::Permission manage_colleagues{"accounts.colleagues", [](const app::Actor& actor) { return actor.has(app::Role::administrator); }};
// clang-format on

/// One's own password and second factor. Also for those whose roles rest until they have a second factor.
inline constexpr app::Permission keep_own_account{"accounts.own",
                                                  [](const app::Actor& actor) { return actor.is_staff(); }};

}  // namespace veche::accounts
