#include "features/accounts/store_sessions.hpp"

#include <algorithm>

#include "core/expect.hpp"

namespace veche::accounts::store {

void insert_session(db::Session& tx, Town town, std::int64_t id, Account account, const Session& session,
                    std::string_view token_hash)
{
    tx.execute(
        "INSERT INTO sessions (town_id, id, account_id, token_hash, kind, opened_at, seen_at)"
        " VALUES (:town, :id, :account, :hash, :kind, :opened, :seen)",
        {{"town", town},
         {"id", id},
         {"account", account},
         {"hash", token_hash},
         {"kind", to_text(session.kind)},
         {"opened", session.opened},
         {"seen", session.seen}});
}

std::optional<SessionRow> find_session(db::Session& db, Town town, std::string_view token_hash)
{
    std::optional<SessionRow> found;
    db.each(
        "SELECT s.kind, s.opened_at, s.seen_at, a.id, a.email, a.name,"
        " CASE WHEN f.secret IS NULL THEN 0 ELSE 1 END, r.role"
        " FROM sessions s JOIN accounts a ON a.town_id = s.town_id AND a.id = s.account_id"
        " LEFT JOIN second_factors f ON f.town_id = a.town_id AND f.account_id = a.id"
        " LEFT JOIN account_roles r ON r.town_id = a.town_id AND r.account_id = a.id"
        " WHERE s.town_id = :town AND s.token_hash = :hash AND a.stage = 'active'",
        {{"town", town}, {"hash", token_hash}}, [&](db::Row& row) {
            SessionRow one;
            one.session.kind = row.next<std::string>() == "staff" ? SessionKind::staff : SessionKind::resident;
            one.session.opened = row.next<Instant>();
            one.session.seen = row.next<Instant>();
            one.colleague.id = row.next<Account>();
            const auto email = Email::parse(row.next<std::string>());
            VECHE_EXPECT(email.has_value());
            one.colleague.email = *email;
            one.colleague.name = row.next<std::string>();
            one.colleague.stage = Active{};
            one.colleague.has_second_factor = row.next<bool>();
            if (!found) found = one;
            const auto role = row.next<std::optional<std::string>>();
            if (role) found->colleague.roles.add(app::parse_role(*role).value());
        });
    return found;
}

std::optional<Account> touch_session(db::Session& tx, Town town, std::string_view token_hash, Instant seen_before,
                                     Instant now)
{
    return tx.find(
        "UPDATE sessions SET seen_at = :now WHERE town_id = :town AND token_hash = :hash AND seen_at <= :before"
        " RETURNING account_id",
        {{"town", town}, {"hash", token_hash}, {"before", seen_before}, {"now", now}},
        [](db::Row& row) { return row.next<Account>(); });
}

std::optional<Account> delete_session(db::Session& tx, Town town, std::string_view token_hash)
{
    return tx.find("DELETE FROM sessions WHERE town_id = :town AND token_hash = :hash RETURNING account_id",
                   {{"town", town}, {"hash", token_hash}}, [](db::Row& row) { return row.next<Account>(); });
}

void delete_sessions(db::Session& tx, Town town, Account account, std::string_view kept_hash)
{
    tx.execute("DELETE FROM sessions WHERE town_id = :town AND account_id = :account AND token_hash <> :kept",
               {{"town", town}, {"account", account}, {"kept", kept_hash}});
    tx.execute("DELETE FROM second_steps WHERE town_id = :town AND account_id = :account",
               {{"town", town}, {"account", account}});
}

void insert_second_step(db::Session& tx, Town town, std::int64_t id, Account account, Instant now,
                        std::string_view token_hash)
{
    tx.execute(
        "INSERT INTO second_steps (town_id, id, account_id, token_hash, opened_at, attempts)"
        " VALUES (:town, :id, :account, :hash, :now, 0)",
        {{"town", town}, {"id", id}, {"account", account}, {"hash", token_hash}, {"now", now}});
}

namespace {
SecondStepRow second_step_of(db::Row& row)
{
    SecondStepRow one;
    one.account = row.next<Account>();
    one.step.opened = row.next<Instant>();
    one.step.attempts = row.next<int>();
    return one;
}
}  // namespace

std::optional<SecondStepRow> count_second_step(db::Session& tx, Town town, std::string_view token_hash)
{
    return tx.find(
        "UPDATE second_steps SET attempts = attempts + 1 WHERE town_id = :town AND token_hash = :hash"
        " RETURNING account_id, opened_at, attempts - 1",
        {{"town", town}, {"hash", token_hash}}, second_step_of);
}

void delete_second_step(db::Session& tx, Town town, std::string_view token_hash)
{
    tx.execute("DELETE FROM second_steps WHERE town_id = :town AND token_hash = :hash",
               {{"town", town}, {"hash", token_hash}});
}

std::optional<SecondFactor> find_second_factor(db::Session& db, Town town, Account account)
{
    return db.find(
        "SELECT secret, last_step, pending, pending_at FROM second_factors"
        " WHERE town_id = :town AND account_id = :account",
        {{"town", town}, {"account", account}}, [](db::Row& row) {
            SecondFactor factor;
            factor.secret = row.next<std::optional<std::string>>();
            factor.last_step = row.next<std::int64_t>();
            factor.pending = row.next<std::optional<std::string>>();
            factor.pending_at = row.next<std::optional<Instant>>();
            return factor;
        });
}

void set_pending_secret(db::Session& tx, Town town, Account account, std::string_view secret, Instant now)
{
    tx.execute(
        "INSERT INTO second_factors (town_id, account_id, secret, last_step, pending, pending_at)"
        " VALUES (:town, :account, NULL, 0, :secret, :now)"
        " ON CONFLICT (town_id, account_id) DO UPDATE SET pending = excluded.pending, pending_at = excluded.pending_at",
        {{"town", town}, {"account", account}, {"secret", secret}, {"now", now}});
}

bool confirm_pending_secret(db::Session& tx, Town town, Account account, std::string_view secret, std::int64_t step)
{
    return tx.execute(
               "UPDATE second_factors SET secret = pending, last_step = :step, pending = NULL, pending_at = NULL"
               " WHERE town_id = :town AND account_id = :account AND pending = :secret",
               {{"town", town}, {"account", account}, {"secret", secret}, {"step", step}}) == 1;
}

bool use_step(db::Session& tx, Town town, Account account, std::int64_t step)
{
    return tx.execute(
               "UPDATE second_factors SET last_step = :step"
               " WHERE town_id = :town AND account_id = :account AND last_step < :step",
               {{"town", town}, {"account", account}, {"step", step}}) == 1;
}

void delete_second_factor(db::Session& tx, Town town, Account account)
{
    tx.execute("DELETE FROM second_factors WHERE town_id = :town AND account_id = :account",
               {{"town", town}, {"account", account}});
    tx.execute("DELETE FROM recovery_codes WHERE town_id = :town AND account_id = :account",
               {{"town", town}, {"account", account}});
}

void replace_recovery_codes(db::Session& tx, Town town, Account account, std::span<const std::string> hashes)
{
    tx.execute("DELETE FROM recovery_codes WHERE town_id = :town AND account_id = :account",
               {{"town", town}, {"account", account}});
    for (const std::string& hash : hashes) {
        tx.execute(
            "INSERT INTO recovery_codes (town_id, account_id, code_hash, used_at) VALUES (:town, :account, :hash, "
            "NULL)",
            {{"town", town}, {"account", account}, {"hash", hash}});
    }
}

bool use_recovery_code(db::Session& tx, Town town, Account account, std::string_view hash, Instant now)
{
    return tx.execute(
               "UPDATE recovery_codes SET used_at = :now"
               " WHERE town_id = :town AND account_id = :account AND code_hash = :hash AND used_at IS NULL",
               {{"town", town}, {"account", account}, {"hash", hash}, {"now", now}}) == 1;
}

std::int64_t count_recovery_codes(db::Session& db, Town town, Account account)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM recovery_codes WHERE town_id = :town AND account_id = :account AND used_at IS NULL",
        {{"town", town}, {"account", account}});
}

Failures find_failures(db::Session& db, Town town, Tally tally, std::string_view subject)
{
    return db
        .find(
            "SELECT failures, last_at FROM sign_in_failures WHERE town_id = :town AND tally = :tally AND subject = "
            ":subject",
            {{"town", town}, {"tally", to_text(tally)}, {"subject", subject}},
            [](db::Row& row) {
                Failures failures;
                failures.count = row.next<int>();
                failures.last = row.next<Instant>();
                return failures;
            })
        .value_or(Failures{});
}

void count_failure(db::Session& tx, Town town, Tally tally, std::string_view subject, Instant now)
{
    // In one statement: of many who guess at once, each is counted.
    tx.execute(
        "INSERT INTO sign_in_failures (town_id, tally, subject, failures, last_at)"
        " VALUES (:town, :tally, :subject, 1, :now)"
        " ON CONFLICT (town_id, tally, subject) DO UPDATE SET last_at = excluded.last_at,"
        " failures = CASE WHEN sign_in_failures.last_at <= :stale THEN 1"
        " WHEN sign_in_failures.failures < 1000000 THEN sign_in_failures.failures + 1 ELSE 1000001 END",
        {{"town", town},
         {"tally", to_text(tally)},
         {"subject", subject},
         {"now", now},
         {"stale", now - failures_lifetime}});
}

void take_back_failure(db::Session& tx, Town town, Tally tally, std::string_view subject)
{
    tx.execute(
        "UPDATE sign_in_failures SET failures = failures - 1"
        " WHERE town_id = :town AND tally = :tally AND subject = :subject AND failures > 0",
        {{"town", town}, {"tally", to_text(tally)}, {"subject", subject}});
}

void delete_failures(db::Session& tx, Town town, Tally tally, std::string_view subject)
{
    tx.execute("DELETE FROM sign_in_failures WHERE town_id = :town AND tally = :tally AND subject = :subject",
               {{"town", town}, {"tally", to_text(tally)}, {"subject", subject}});
}

void insert_known_address(db::Session& tx, Town town, Account account, std::string_view subject, Instant now)
{
    tx.execute(
        "INSERT INTO known_addresses (town_id, account_id, subject, seen_at) VALUES (:town, :account, :subject, :now)"
        " ON CONFLICT (town_id, account_id, subject) DO UPDATE SET seen_at = excluded.seen_at",
        {{"town", town}, {"account", account}, {"subject", subject}, {"now", now}});
}

bool is_known_address(db::Session& db, Town town, Account account, std::string_view subject, Instant since)
{
    return db
        .find(
            "SELECT 1 FROM known_addresses WHERE town_id = :town AND account_id = :account AND subject = :subject"
            " AND seen_at > :since",
            {{"town", town}, {"account", account}, {"subject", subject}, {"since", since}},
            [](db::Row& row) { return row.next<int>(); })
        .has_value();
}

bool delete_expired(db::Session& tx, Town town, Instant now, int most)
{
    std::int64_t gone = 0;  // of the kind of which most went
    const auto note = [&](std::int64_t count) { gone = std::max(gone, count); };
    for (const SessionKind kind : {SessionKind::staff, SessionKind::resident})
        note(tx.execute(
            "DELETE FROM sessions WHERE town_id = :town AND id IN (SELECT id FROM sessions"
            " WHERE town_id = :town AND kind = :kind AND (seen_at <= :idle OR opened_at <= :opened) LIMIT :most)",
            {{"town", town},
             {"kind", to_text(kind)},
             {"idle", now - lifetimes(kind).idle},
             {"opened", now - lifetimes(kind).absolute},
             {"most", most}}));
    note(
        tx.execute("DELETE FROM second_steps WHERE town_id = :town AND id IN (SELECT id FROM second_steps"
                   " WHERE town_id = :town AND opened_at <= :before LIMIT :most)",
                   {{"town", town}, {"before", now - second_step_lifetime}, {"most", most}}));
    note(
        tx.execute("DELETE FROM invitations WHERE town_id = :town AND id IN (SELECT id FROM invitations"
                   " WHERE town_id = :town AND made_at <= :before LIMIT :most)",
                   {{"town", town}, {"before", now - invitation_lifetime}, {"most", most}}));
    note(tx.execute(
        "DELETE FROM sign_in_failures WHERE town_id = :town AND (tally, subject) IN"
        " (SELECT tally, subject FROM sign_in_failures WHERE town_id = :town AND last_at <= :before LIMIT :most)",
        {{"town", town}, {"before", now - failures_lifetime}, {"most", most}}));
    note(
        tx.execute("DELETE FROM known_addresses WHERE town_id = :town AND (account_id, subject) IN"
                   " (SELECT account_id, subject FROM known_addresses WHERE town_id = :town AND seen_at <= :before"
                   " LIMIT :most)",
                   {{"town", town}, {"before", now - known_address_lifetime}, {"most", most}}));
    return gone == most;
}

}  // namespace veche::accounts::store
