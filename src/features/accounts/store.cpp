#include "features/accounts/store.hpp"

#include "core/errors.hpp"
#include "core/expect.hpp"

namespace veche::accounts::store {

namespace {

Stage stage_of(std::string_view word, std::optional<Instant> closed)
{
    if (word == "invited") return accounts::Invited{};
    if (word == "active") return Active{};
    VECHE_EXPECT(word == "closed" && closed);
    return Closed{*closed};
}

/// Columns: id, email, name, stage, closed_at, has a second factor.
Colleague person_of(db::Row& row)
{
    Colleague colleague;
    colleague.id = row.next<Account>();
    const auto email = Email::parse(row.next<std::string>());
    VECHE_EXPECT(email.has_value());
    colleague.email = *email;
    colleague.name = row.next<std::string>();
    const auto stage = row.next<std::string>();
    colleague.stage = stage_of(stage, row.next<std::optional<Instant>>());
    colleague.has_second_factor = row.next<bool>();
    return colleague;
}

app::Roles roles_of(db::Session& db, Town town, Account account)
{
    app::Roles roles;
    db.each("SELECT role FROM account_roles WHERE town_id = :town AND account_id = :account",
            {{"town", town}, {"account", account}}, [&](db::Row& row) {
                const auto role = app::parse_role(row.next<std::string>());
                VECHE_EXPECT(role.has_value());
                roles.add(*role);
            });
    return roles;
}

}  // namespace

Stored insert_colleague(db::Session& tx, Town town, const Colleague& colleague,
                        std::optional<std::string> password_hash, Instant now)
{
    const auto* closed = std::get_if<Closed>(&colleague.stage);
    const auto inserted = tx.execute(
        "INSERT INTO accounts (town_id, id, email, email_folded, name, stage, password_hash, created_at, seen_at, "
        "closed_at)"
        " VALUES (:town, :id, :email, :folded, :name, :stage, :hash, :now, NULL, :closed)"
        " ON CONFLICT (town_id, email_folded) DO NOTHING",
        {{"town", town},
         {"id", colleague.id},
         {"email", colleague.email.text()},
         {"folded", colleague.email.folded()},
         {"name", colleague.name},
         {"stage", to_text(colleague.stage)},
         {"hash", password_hash ? std::optional<std::string_view>(*password_hash) : std::nullopt},
         {"now", now},
         {"closed", closed ? std::optional(closed->at) : std::nullopt}});
    if (inserted == 0) return Stored::taken;
    replace_roles(tx, town, colleague.id, colleague.roles);
    return Stored::yes;
}

Colleague get_colleague(db::Session& db, Town town, Account account)
{
    auto colleague = db.find(
        "SELECT id, email, name, stage, closed_at,"
        " CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.town_id = a.town_id AND f.account_id = a.id"
        " AND f.secret IS NOT NULL) THEN 1 ELSE 0 END"
        " FROM accounts a WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", account}}, person_of);
    if (!colleague) throw NotFound("account");
    colleague->roles = roles_of(db, town, account);
    return *colleague;
}

std::optional<Colleague> find_colleague(db::Session& db, Town town, const Email& email)
{
    const auto id =
        db.find("SELECT id FROM accounts WHERE town_id = :town AND email_folded = :folded",
                {{"town", town}, {"folded", email.folded()}}, [](db::Row& row) { return row.next<Account>(); });
    if (!id) return std::nullopt;
    return get_colleague(db, town, *id);
}

std::vector<Colleague> list_holders(db::Session& db, Town town, app::Role role)
{
    return db.list(
        "SELECT a.id, a.email, a.name, a.stage, a.closed_at, 0 FROM account_roles r"
        " JOIN accounts a ON a.town_id = r.town_id AND a.id = r.account_id"
        " WHERE r.town_id = :town AND r.role = :role AND a.stage = 'active' ORDER BY a.id",
        {{"town", town}, {"role", to_text(role)}}, person_of);
}

std::vector<Row> list_colleagues(db::Session& db, Town town, std::string_view after, int limit)
{
    auto colleagues = db.list(
        "SELECT id, email, name, stage, closed_at,"
        " CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.town_id = a.town_id AND f.account_id = a.id"
        " AND f.secret IS NOT NULL) THEN 1 ELSE 0 END,"
        " seen_at,"
        " (SELECT max(made_at) FROM invitations i WHERE i.town_id = a.town_id AND i.account_id = a.id AND i.used_at IS "
        "NULL)"
        " FROM accounts a WHERE town_id = :town AND email_folded > :after ORDER BY email_folded LIMIT :limit",
        {{"town", town}, {"after", after}, {"limit", limit}}, [](db::Row& row) {
            Row one{.colleague = person_of(row), .seen = {}, .invited = {}};
            one.seen = row.next<std::optional<Instant>>();
            one.invited = row.next<std::optional<Instant>>();
            return one;
        });
    if (colleagues.empty()) return colleagues;
    // Roles of the whole page in one query, not one query for each person.
    db.each(
        "SELECT a.email_folded, r.role FROM accounts a"
        " JOIN account_roles r ON r.town_id = a.town_id AND r.account_id = a.id"
        " WHERE a.town_id = :town AND a.email_folded > :after AND a.email_folded <= :last",
        {{"town", town}, {"after", after}, {"last", colleagues.back().colleague.email.folded()}}, [&](db::Row& row) {
            const auto folded = row.next<std::string>();
            const auto role = app::parse_role(row.next<std::string>());
            VECHE_EXPECT(role.has_value());
            for (Row& one : colleagues)
                if (one.colleague.email.folded() == folded) one.colleague.roles.add(*role);
        });
    return colleagues;
}

std::int64_t lock_and_count_other_administrators(db::Session& tx, Town town, Account account)
{
    tx.execute(
        "INSERT INTO administrator_guards (town_id, changes) VALUES (:town, 1)"
        " ON CONFLICT (town_id) DO UPDATE SET changes = administrator_guards.changes + 1",
        {{"town", town}});
    return tx.value<std::int64_t>(
        "SELECT count(*) FROM account_roles r JOIN accounts a ON a.town_id = r.town_id AND a.id = r.account_id"
        " WHERE r.town_id = :town AND r.role = 'administrator' AND a.stage = 'active' AND a.id <> :account",
        {{"town", town}, {"account", account}});
}

void replace_roles(db::Session& tx, Town town, Account account, app::Roles roles)
{
    tx.execute("DELETE FROM account_roles WHERE town_id = :town AND account_id = :account",
               {{"town", town}, {"account", account}});
    for (const app::Role role : app::all_roles) {
        if (!roles.has(role)) continue;
        tx.execute("INSERT INTO account_roles (town_id, account_id, role) VALUES (:town, :account, :role)",
                   {{"town", town}, {"account", account}, {"role", app::to_text(role)}});
    }
}

void close(db::Session& tx, Town town, Account account, Instant now)
{
    tx.execute(
        "UPDATE accounts SET stage = 'closed', closed_at = :now, password_hash = NULL"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", account}, {"now", now}});
}

void activate(db::Session& tx, Town town, Account account, std::string_view name, std::string_view password_hash)
{
    tx.execute(
        "UPDATE accounts SET stage = 'active', closed_at = NULL, name = :name, password_hash = :hash"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", account}, {"name", name}, {"hash", password_hash}});
}

void set_password(db::Session& tx, Town town, Account account, std::string_view password_hash)
{
    tx.execute("UPDATE accounts SET password_hash = :hash WHERE town_id = :town AND id = :id AND stage = 'active'",
               {{"town", town}, {"id", account}, {"hash", password_hash}});
}

void set_seen(db::Session& tx, Town town, Account account, Instant now)
{
    tx.execute("UPDATE accounts SET seen_at = :now WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", account}, {"now", now}});
}

std::string password_hash(db::Session& db, Town town, Account account)
{
    return db
        .find("SELECT password_hash FROM accounts WHERE town_id = :town AND id = :id AND stage = 'active'",
              {{"town", town}, {"id", account}}, [](db::Row& row) { return row.next<std::string>(); })
        .value_or("");
}

void insert_invitation(db::Session& tx, Town town, std::int64_t id, const Invited& invited, std::string_view token_hash)
{
    tx.execute(
        "INSERT INTO invitations (town_id, id, account_id, token_hash, drops_second_factor, made_at, used_at)"
        " VALUES (:town, :id, :account, :hash, :drops, :made, NULL)",
        {{"town", town},
         {"id", id},
         {"account", invited.account},
         {"hash", token_hash},
         {"drops", invited.drops_second_factor},
         {"made", invited.invitation.made}});
}

std::optional<Invited> find_invitation(db::Session& db, Town town, std::string_view token_hash)
{
    return db.find(
        "SELECT account_id, made_at, used_at, drops_second_factor FROM invitations"
        " WHERE town_id = :town AND token_hash = :hash",
        {{"town", town}, {"hash", token_hash}}, [](db::Row& row) {
            Invited invited;
            invited.account = row.next<Account>();
            invited.invitation.made = row.next<Instant>();
            invited.invitation.used = row.next<std::optional<Instant>>();
            invited.drops_second_factor = row.next<bool>();
            return invited;
        });
}

bool use_invitation(db::Session& tx, Town town, std::string_view token_hash, Instant now)
{
    return tx.execute(
               "UPDATE invitations SET used_at = :now"
               " WHERE town_id = :town AND token_hash = :hash AND used_at IS NULL",
               {{"town", town}, {"hash", token_hash}, {"now", now}}) == 1;
}

void delete_invitations(db::Session& tx, Town town, Account account)
{
    tx.execute("DELETE FROM invitations WHERE town_id = :town AND account_id = :account AND used_at IS NULL",
               {{"town", town}, {"account", account}});
}

}  // namespace veche::accounts::store
