#include "features/plan/suggestions/store.hpp"

#include "core/errors.hpp"

namespace veche::plan::store {

namespace {

/// The columns of every query that gives proposals, in this order.
#define VECHE_PROPOSAL_COLUMNS                                                                          \
    "id, source, key_hash, year, title, when_text, place, audience, why, author_name, author_contact, " \
    "consent_text, account_id, body_id, stage, line_id, reason, made_at, decided_at FROM plan_proposals "

Author read_author(db::Row& row, bool of_chair)
{
    auto name = row.next<std::string>(), contact = row.next<std::string>();
    const bool consent = !row.next<std::string>().empty();
    const auto account = row.next<std::optional<Id<app::Account>>>();
    const auto body = row.next<std::optional<Id<bodies::Body>>>();
    if (of_chair) return Chair{account.value(), std::move(name), body};
    return Resident{std::move(name), std::move(contact), consent};
}

Decision read_decision(db::Row& row, Instant& made)
{
    const auto stage = row.next<std::string>();
    const auto line = row.next<std::optional<Id<Line>>>();
    auto reason = row.next<std::string>();
    made = row.next<Instant>();
    const auto at = row.next<std::optional<Instant>>();
    if (stage == "taken") return Taken{line.value(), at.value()};
    if (stage == "declined") return Declined{std::move(reason), at.value()};
    return Waiting{};
}

Proposal read_proposal(db::Row& row)
{
    Proposal one;
    one.id = row.next<Id<Proposal>>();
    const bool of_chair = row.next<std::string>() == "chair";
    one.key_hash = row.next<std::string>();
    one.year = row.next<int>();
    one.content.title = row.next<std::string>();
    one.content.when = row.next<std::string>();
    one.content.place = row.next<std::string>();
    one.content.audience = row.next<std::string>();
    one.content.why = row.next<std::string>();
    one.author = read_author(row, of_chair);
    one.decision = read_decision(row, one.made);
    return one;
}

}  // namespace

bool insert_proposal(db::Session& tx, Town town, const Proposal& one)
{
    const auto* resident = std::get_if<Resident>(&one.author);
    const auto* chair = std::get_if<Chair>(&one.author);
    return tx.execute(
               "INSERT INTO plan_proposals (town_id, id, source, key_hash, year, title, when_text, place, audience,"
               " why, author_name, author_contact, consent_text, account_id, body_id, stage, line_id, reason, made_at,"
               " decided_at, erased_at) VALUES (:town, :id, :source, :key, :year, :title, :when, :place, :audience,"
               " :why, :name, :contact, :consent, :account, :body, 'waiting', NULL, '', :made, NULL, NULL)"
               " ON CONFLICT DO NOTHING",
               {{"town", town},
                {"id", one.id},
                {"source", chair ? "chair" : "resident"},
                {"key", one.key_hash},
                {"year", one.year},
                {"title", one.content.title},
                {"when", one.content.when},
                {"place", one.content.place},
                {"audience", one.content.audience},
                {"why", one.content.why},
                {"name", chair ? chair->name : resident->name},
                {"contact", resident ? std::string_view(resident->contact) : std::string_view()},
                {"consent", resident && resident->consent ? proposal_consent_version : std::string_view()},
                {"account", chair ? std::optional(chair->account) : std::nullopt},
                {"body", chair ? chair->body : std::nullopt},
                {"made", one.made}}) == 1;
}

void update_decision(db::Session& tx, Town town, const Proposal& one)
{
    const auto* taken = std::get_if<Taken>(&one.decision);
    const auto* declined = std::get_if<Declined>(&one.decision);
    tx.execute(
        "UPDATE plan_proposals SET stage = :stage, line_id = :line, reason = :reason, decided_at = :at"
        " WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", one.id},
         {"stage", to_text(one.decision)},
         {"line", taken ? std::optional(taken->line) : std::nullopt},
         {"reason", declined ? std::string_view(declined->reason) : std::string_view()},
         {"at", taken      ? std::optional(taken->at)
                : declined ? std::optional(declined->at)
                           : std::nullopt}});
}

std::optional<Proposal> find_proposal(db::Session& db, Town town, Id<Proposal> id)
{
    return db.find("SELECT " VECHE_PROPOSAL_COLUMNS "WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}},
                   read_proposal);
}

std::optional<Proposal> find_proposal(db::Session& db, Town town, std::string_view key_hash)
{
    return db.find("SELECT " VECHE_PROPOSAL_COLUMNS "WHERE town_id = :town AND key_hash = :key",
                   {{"town", town}, {"key", key_hash}}, read_proposal);
}

Proposal get_proposal_for_update(db::Session& tx, Town town, Id<Proposal> id)
{
    // An update that changes nothing locks the row on PostgreSQL; on SQLite there is one writer anyway.
    tx.execute("UPDATE plan_proposals SET stage = stage WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", id}});
    auto proposal = find_proposal(tx, town, id);
    if (!proposal) throw NotFound("proposal");
    return *proposal;
}

std::vector<Proposal> list_waiting(db::Session& db, Town town, std::optional<Id<Proposal>> after, int limit)
{
    return db.list("SELECT " VECHE_PROPOSAL_COLUMNS
                   "WHERE town_id = :town AND stage = 'waiting' AND id > :after ORDER BY id LIMIT :limit",
                   {{"town", town}, {"after", after.value_or(Id<Proposal>())}, {"limit", limit}}, read_proposal);
}

std::vector<Proposal> list_decided(db::Session& db, Town town, std::optional<Id<Proposal>> before, int limit)
{
    return db.list("SELECT " VECHE_PROPOSAL_COLUMNS
                   "WHERE town_id = :town AND stage IN ('taken', 'declined') AND (:before = 0 OR id < :before)"
                   " ORDER BY id DESC LIMIT :limit",
                   {{"town", town}, {"before", before.value_or(Id<Proposal>())}, {"limit", limit}}, read_proposal);
}

std::vector<Proposal> list_proposals_of(db::Session& db, Town town, Id<app::Account> account, int limit)
{
    return db.list("SELECT " VECHE_PROPOSAL_COLUMNS
                   "WHERE town_id = :town AND account_id = :account ORDER BY id DESC LIMIT :limit",
                   {{"town", town}, {"account", account}, {"limit", limit}}, read_proposal);
}

std::int64_t count_waiting(db::Session& db, Town town)
{
    return db.value<std::int64_t>("SELECT count(*) FROM plan_proposals WHERE town_id = :town AND stage = 'waiting'",
                                  {{"town", town}});
}

std::int64_t count_waiting_of_residents(db::Session& db, Town town)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM plan_proposals WHERE town_id = :town AND stage = 'waiting' AND source = 'resident'",
        {{"town", town}});
}

std::int64_t spend_budget(db::Session& tx, Town town, Day day, std::string_view subject)
{
    return tx
        .find(
            "INSERT INTO plan_proposal_budgets (town_id, day, subject, used) VALUES (:town, :day, :subject, 1)"
            " ON CONFLICT (town_id, day, subject) DO UPDATE SET used = plan_proposal_budgets.used + 1"
            " RETURNING used",
            {{"town", town}, {"day", day}, {"subject", subject}}, [](db::Row& row) { return row.next<std::int64_t>(); })
        .value();
}

void delete_budgets_before(db::Session& tx, Town town, Day day)
{
    tx.execute("DELETE FROM plan_proposal_budgets WHERE town_id = :town AND day < :day",
               {{"town", town}, {"day", day}});
}

std::int64_t erase_authors(db::Session& tx, Town town, Instant decided_before, Instant made_before, Instant now)
{
    return tx.execute(
        "UPDATE plan_proposals SET author_name = '', author_contact = '', consent_text = '', erased_at = :now"
        " WHERE town_id = :town AND source = 'resident' AND erased_at IS NULL"
        " AND (decided_at < :decided OR (decided_at IS NULL AND made_at < :made))",
        {{"town", town}, {"decided", decided_before}, {"made", made_before}, {"now", now}});
}

}  // namespace veche::plan::store
