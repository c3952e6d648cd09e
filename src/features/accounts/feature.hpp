#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/feature.hpp"
#include "core/secret.hpp"
#include "features/accounts/model.hpp"
#include "features/accounts/model_throttle.hpp"  // network_of

/// Accounts of those who work here: signing in, sessions, second factors, roles. docs/adr/0007-accounts.md says why so.
namespace veche::accounts {

app::Feature feature();

struct SignedIn {
    app::Actor actor;
    /// An administrator without a second factor: the actor has no roles until one is set up at
    /// /office/me/second-factor.
    bool must_set_second_factor = false;
    /// A minute has passed since the session was last written to: call touch_session.
    bool needs_touch = false;
};

/// Whose session this is; nothing when it is unknown, expired or of a closed account. Reads only, in one query.
std::optional<SignedIn> find_session(app::View& view, std::string_view token);

/// Keeps a session from becoming idle; writes at most once a minute.
void touch_session(app::Work& work, std::string_view token);

/// To whom a letter for those who hold a role goes: active accounts only.
struct Holder {
    Id<app::Account> account{};
    Email email;
};
std::vector<Holder> list_holders(app::View& view, app::Role role);

/// Somebody who works here, as other features name them.
struct ColleagueName {
    Id<app::Account> account{};
    std::string name;     // the address while there is no name
    bool closed = false;  // has left: named where they were, chosen for nothing new
};
/// Everybody, in the order of their addresses.
std::vector<ColleagueName> list_colleague_names(db::Session& db, Id<app::Town> town);

/// By the address, whatever its stage.
std::optional<Id<app::Account>> find_account(db::Session& db, Id<app::Town> town, const Email& email);

struct AccountOptions {
    /// Base 32 of 20 bytes: a second factor already set up (demo, tests). Empty: none.
    std::string second_factor;
};

/// An account that can sign in at once, for the command line and the demo. The password is judged and hashed here,
/// inside the command: never call it in a request.
Result<Id<app::Account>> create_account(app::Work& work, const Email& email, std::string_view name, app::Roles roles,
                                        const Secret<std::string>& password, const AccountOptions& options = {});

Result<Id<app::Account>> create_administrator(app::Work& work, const Email& email, std::string_view name,
                                              const Secret<std::string>& password);

}  // namespace veche::accounts
