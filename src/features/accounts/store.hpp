#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/accounts/model.hpp"

/// SQL of accounts, roles and invitations.
namespace veche::accounts::store {

using Town = Id<app::Town>;
using Account = Id<app::Account>;

enum class Stored { yes, taken };
/// taken: the address has an account in this town.
Stored insert_colleague(db::Session& tx, Town town, const Colleague& colleague,
                        std::optional<std::string> password_hash, Instant now);

/// Throws NotFound for an id that this town does not have.
Colleague get_colleague(db::Session& db, Town town, Account account);
std::optional<Colleague> find_colleague(db::Session& db, Town town, const Email& email);

struct Row {
    Colleague colleague;
    std::optional<Instant> seen;
    std::optional<Instant> invited;  // when the link that still waits was made
};
/// By address, those after `after` ("" from the start).
std::vector<Row> list_colleagues(db::Session& db, Town town, std::string_view after, int limit);
/// Active accounts with this role, without their other roles.
std::vector<Colleague> list_holders(db::Session& db, Town town, app::Role role);

/// Makes this transaction wait for others that change administrators, then counts the active ones besides `account`.
std::int64_t lock_and_count_other_administrators(db::Session& tx, Town town, Account account);

void replace_roles(db::Session& tx, Town town, Account account, app::Roles roles);
void close(db::Session& tx, Town town, Account account, Instant now);
/// The account is active from now on, with this name and password.
void activate(db::Session& tx, Town town, Account account, std::string_view name, std::string_view password_hash);
void set_password(db::Session& tx, Town town, Account account, std::string_view password_hash);
void set_seen(db::Session& tx, Town town, Account account, Instant now);

/// Empty for an account that cannot sign in.
std::string password_hash(db::Session& db, Town town, Account account);

struct Invited {
    Account account;
    Invitation invitation;
    bool drops_second_factor = false;
};
void insert_invitation(db::Session& tx, Town town, std::int64_t id, const Invited& invited,
                       std::string_view token_hash);
std::optional<Invited> find_invitation(db::Session& db, Town town, std::string_view token_hash);
/// False: somebody used it first.
bool use_invitation(db::Session& tx, Town town, std::string_view token_hash, Instant now);
void delete_invitations(db::Session& tx, Town town, Account account);

}  // namespace veche::accounts::store
