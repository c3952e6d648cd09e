#include "features/suggestions/store.hpp"

#include "core/errors.hpp"

namespace veche::suggestions::store {

namespace {

/// The columns of every query that gives suggestions, in this order.
#define VECHE_SUGGESTION_COLUMNS                                                                        \
    "id, source, key_hash, year, title, when_text, place, audience, why, author_name, author_contact, " \
    "consent_text, account_id, body_id, stage, line_id, reason, made_at, decided_at FROM suggestions "

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
    const auto line = row.next<std::optional<Id<plan::Line>>>();
    auto reason = row.next<std::string>();
    made = row.next<Instant>();
    const auto at = row.next<std::optional<Instant>>();
    if (stage == "taken") return Taken{line.value(), at.value()};
    if (stage == "declined") return Declined{std::move(reason), at.value()};
    return Waiting{};
}

Suggestion read_suggestion(db::Row& row)
{
    Suggestion one;
    one.id = row.next<Id<Suggestion>>();
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

bool insert_suggestion(db::Session& tx, Town town, const Suggestion& one)
{
    const auto* resident = std::get_if<Resident>(&one.author);
    const auto* chair = std::get_if<Chair>(&one.author);
    return tx.execute(
               "INSERT INTO suggestions (town_id, id, source, key_hash, year, title, when_text, place, audience,"
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
                {"consent", resident && resident->consent ? consent_version : std::string_view()},
                {"account", chair ? std::optional(chair->account) : std::nullopt},
                {"body", chair ? chair->body : std::nullopt},
                {"made", one.made}}) == 1;
}

void update_decision(db::Session& tx, Town town, const Suggestion& one)
{
    const auto* taken = std::get_if<Taken>(&one.decision);
    const auto* declined = std::get_if<Declined>(&one.decision);
    tx.execute(
        "UPDATE suggestions SET stage = :stage, line_id = :line, reason = :reason, decided_at = :at"
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

std::optional<Suggestion> find_suggestion(db::Session& db, Town town, Id<Suggestion> id)
{
    return db.find("SELECT " VECHE_SUGGESTION_COLUMNS "WHERE town_id = :town AND id = :id",
                   {{"town", town}, {"id", id}}, read_suggestion);
}

std::optional<Suggestion> find_suggestion(db::Session& db, Town town, std::string_view key_hash)
{
    return db.find("SELECT " VECHE_SUGGESTION_COLUMNS "WHERE town_id = :town AND key_hash = :key",
                   {{"town", town}, {"key", key_hash}}, read_suggestion);
}

Suggestion get_for_update(db::Session& tx, Town town, Id<Suggestion> id)
{
    // An update that changes nothing locks the row on PostgreSQL; on SQLite there is one writer anyway.
    tx.execute("UPDATE suggestions SET stage = stage WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
    auto suggestion = find_suggestion(tx, town, id);
    if (!suggestion) throw NotFound("suggestion");
    return *suggestion;
}

std::vector<Suggestion> list_waiting(db::Session& db, Town town, Id<Suggestion> after, int limit)
{
    return db.list("SELECT " VECHE_SUGGESTION_COLUMNS
                   "WHERE town_id = :town AND stage = 'waiting' AND id > :after ORDER BY id LIMIT :limit",
                   {{"town", town}, {"after", after}, {"limit", limit}}, read_suggestion);
}

std::vector<Suggestion> list_decided(db::Session& db, Town town, Id<Suggestion> before, int limit)
{
    return db.list("SELECT " VECHE_SUGGESTION_COLUMNS
                   "WHERE town_id = :town AND stage IN ('taken', 'declined') AND (:before = 0 OR id < :before)"
                   " ORDER BY id DESC LIMIT :limit",
                   {{"town", town}, {"before", before}, {"limit", limit}}, read_suggestion);
}

std::vector<Suggestion> list_of(db::Session& db, Town town, Id<app::Account> account, int limit)
{
    return db.list("SELECT " VECHE_SUGGESTION_COLUMNS
                   "WHERE town_id = :town AND account_id = :account ORDER BY id DESC LIMIT :limit",
                   {{"town", town}, {"account", account}, {"limit", limit}}, read_suggestion);
}

std::int64_t count_waiting_of_residents(db::Session& db, Town town)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM suggestions WHERE town_id = :town AND stage = 'waiting' AND source = 'resident'",
        {{"town", town}});
}

}  // namespace veche::suggestions::store
