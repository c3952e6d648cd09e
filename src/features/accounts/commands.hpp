#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "core/secret.hpp"
#include "features/accounts/model.hpp"

/// What people do with accounts of staff; signing in is in commands_sign_in.hpp.
namespace veche::accounts {

enum class SecondFactor { keep, drop };

/// A new account and the token of its invitation; the address to show once is made at the edge.
Result<Secret<std::string>> invite(app::Work& work, const Email& email, app::Roles roles);

/// A new link for somebody who forgot the password, lost the phone (drop), or comes back. Former links stop working.
Result<Secret<std::string>> renew_invitation(app::Work& work, Id<app::Account> account, SecondFactor second_factor);

/// Whose link it is while it is open; refuses with accounts.invitation.gone.
Result<Colleague> find_invited(db::Session& db, Id<app::Town> town, std::string_view token, Instant now);

/// The link is used up, former sessions end; signing in is the next step. `password_hash` was made outside the lane.
Result<Id<app::Account>> accept_invitation(app::Work& work, std::string_view token, std::string_view name,
                                           std::string_view password_hash);

Result<Id<app::Account>> change_roles(app::Work& work, Id<app::Account> account, app::Roles roles);

/// The person signs in no more; sessions and links end at once.
Result<Id<app::Account>> close_account(app::Work& work, Id<app::Account> account);

/// An account that can sign in at once: command line and demo.
struct NewAccount {
    Email email;
    std::string name;
    app::Roles roles;
    std::string password_hash;
    std::string second_factor;  // base 32, or empty
};
Result<Id<app::Account>> add_account(app::Work& work, const NewAccount& account);

// One's own account: work.actor ---------------------------------------------------------------------------------------

/// All sessions but this one end.
Result<Id<app::Account>> change_password(app::Work& work, std::string_view password_hash,
                                         std::string_view session_token);

/// A secret is shown for at most an hour before a new one takes its place.
inline constexpr std::chrono::milliseconds pending_secret_lifetime = std::chrono::hours(1);
/// The secret to show: the one that waits already, or a new one.
Result<Secret<std::string>> prepare_second_factor(app::Work& work);

/// The first code of the shown secret puts it in force; other sessions end. Returns recovery codes, shown once.
Result<std::vector<Secret<std::string>>> confirm_second_factor(app::Work& work, std::string_view code,
                                                               std::string_view session_token);

/// Former recovery codes stop working.
Result<std::vector<Secret<std::string>>> renew_recovery_codes(app::Work& work);

/// Deletes what has expired; nobody's deed, so nothing is recorded.
void sweep(app::Work& work);

}  // namespace veche::accounts
