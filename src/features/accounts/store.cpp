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
Person person_of(db::Row& row)
{
    Person person;
    person.id = row.next<Account>();
    const auto email = Email::parse(row.next<std::string>());
    VECHE_EXPECT(email.has_value());
    person.email = *email;
    person.name = row.next<std::string>();
    const auto stage = row.next<std::string>();
    person.stage = stage_of(stage, row.next<std::optional<Instant>>());
    person.has_second_factor = row.next<bool>();
    return person;
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

Stored insert_person(db::Session& tx, Town town, const Person& person, std::optional<std::string> password_hash,
                     Instant now)
{
    const auto* closed = std::get_if<Closed>(&person.stage);
    const auto inserted = tx.execute(
        "INSERT INTO accounts (town_id, id, email, email_folded, name, stage, password_hash, created_at, seen_at, "
        "closed_at)"
        " VALUES (:town, :id, :email, :folded, :name, :stage, :hash, :now, NULL, :closed)"
        " ON CONFLICT (town_id, email_folded) DO NOTHING",
        {{"town", town},
         {"id", person.id},
         {"email", person.email.text()},
         {"folded", person.email.folded()},
         {"name", person.name},
         {"stage", to_text(person.stage)},
         {"hash", password_hash ? std::optional<std::string_view>(*password_hash) : std::nullopt},
         {"now", now},
         {"closed", closed ? std::optional(closed->at) : std::nullopt}});
    if (inserted == 0) return Stored::taken;
    replace_roles(tx, town, person.id, person.roles);
    return Stored::yes;
}

Person get_person(db::Session& db, Town town, Account account)
{
    auto person = db.find(
        "SELECT id, email, name, stage, closed_at,"
        " CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.town_id = a.town_id AND f.account_id = a.id"
        " AND f.secret IS NOT NULL) THEN 1 ELSE 0 END"
        " FROM accounts a WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", account}}, person_of);
    if (!person) throw NotFound("account");
    person->roles = roles_of(db, town, account);
    return *person;
}

std::optional<Person> find_person(db::Session& db, Town town, const Email& email)
{
    const auto id =
        db.find("SELECT id FROM accounts WHERE town_id = :town AND email_folded = :folded",
                {{"town", town}, {"folded", email.folded()}}, [](db::Row& row) { return row.next<Account>(); });
    if (!id) return std::nullopt;
    return get_person(db, town, *id);
}

std::vector<Person> list_holders(db::Session& db, Town town, app::Role role)
{
    return db.list(
        "SELECT a.id, a.email, a.name, a.stage, a.closed_at, 0 FROM account_roles r"
        " JOIN accounts a ON a.town_id = r.town_id AND a.id = r.account_id"
        " WHERE r.town_id = :town AND r.role = :role AND a.stage = 'active' ORDER BY a.id",
        {{"town", town}, {"role", to_text(role)}}, person_of);
}

std::vector<Row> list_people(db::Session& db, Town town, std::string_view after, int limit)
{
    auto people = db.list(
        "SELECT id, email, name, stage, closed_at,"
        " CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.town_id = a.town_id AND f.account_id = a.id"
        " AND f.secret IS NOT NULL) THEN 1 ELSE 0 END,"
        " seen_at,"
        " (SELECT max(made_at) FROM invitations i WHERE i.town_id = a.town_id AND i.account_id = a.id AND i.used_at IS "
        "NULL)"
        " FROM accounts a WHERE town_id = :town AND email_folded > :after ORDER BY email_folded LIMIT :limit",
        {{"town", town}, {"after", after}, {"limit", limit}}, [](db::Row& row) {
            Row one{.person = person_of(row), .seen = {}, .invited = {}};
            one.seen = row.next<std::optional<Instant>>();
            one.invited = row.next<std::optional<Instant>>();
            return one;
        });
    if (people.empty()) return people;
    // Roles of the whole page in one query, not one query for each person.
    db.each(
        "SELECT a.email_folded, r.role FROM accounts a"
        " JOIN account_roles r ON r.town_id = a.town_id AND r.account_id = a.id"
        " WHERE a.town_id = :town AND a.email_folded > :after AND a.email_folded <= :last",
        {{"town", town}, {"after", after}, {"last", people.back().person.email.folded()}}, [&](db::Row& row) {
            const auto folded = row.next<std::string>();
            const auto role = app::parse_role(row.next<std::string>());
            VECHE_EXPECT(role.has_value());
            for (Row& one : people)
                if (one.person.email.folded() == folded) one.person.roles.add(*role);
        });
    return people;
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
