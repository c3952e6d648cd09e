#include "app/store.hpp"

#include <algorithm>

#include "core/expect.hpp"

namespace veche::app::store {

std::vector<Town> list_towns(db::Session& db)
{
    return db.list("SELECT id, slug, name, host, base_url, timezone, colour, emblem, uuid FROM towns ORDER BY slug", {},
                   [](db::Row& row) {
                       Town town;
                       town.id = row.next<Id<Town>>();
                       town.slug = row.next<std::string>();
                       town.name = row.next<std::string>();
                       town.host = row.next<std::string>();
                       town.base_url = row.next<std::string>();
                       const auto zone = language::Zone::find(row.next<std::string>());
                       VECHE_EXPECT(zone.has_value());
                       town.zone = *zone;
                       town.colour = row.next<std::string>();
                       town.emblem = row.next<std::string>();
                       town.uuid = row.next<std::string>();
                       return town;
                   });
}

std::int64_t count_towns(db::Session& db)
{
    return db.value<std::int64_t>("SELECT count(*) FROM towns");
}

void insert_town(db::Session& tx, const Town& town, Instant now)
{
    tx.execute(
        "INSERT INTO towns (id, slug, name, host, base_url, timezone, colour, emblem, uuid, version, created_at)"
        " VALUES (:id, :slug, :name, :host, :base_url, :timezone, :colour, :emblem, :uuid, 1, :now)",
        {{"id", town.id},
         {"slug", town.slug},
         {"name", town.name},
         {"host", town.host},
         {"base_url", town.base_url},
         {"timezone", town.zone.name()},
         {"colour", town.colour},
         {"emblem", town.emblem},
         {"uuid", town.uuid},
         {"now", now}});
    tx.execute("INSERT INTO audit_heads (town_id, number, hash) VALUES (:town, 0, '')", {{"town", town.id}});
}

void update_town(db::Session& tx, const Town& town)
{
    tx.execute(
        "UPDATE towns SET name = :name, timezone = :timezone, colour = :colour, emblem = :emblem,"
        " base_url = :base_url, version = version + 1 WHERE id = :id",
        {{"id", town.id},
         {"name", town.name},
         {"timezone", town.zone.name()},
         {"colour", town.colour},
         {"emblem", town.emblem},
         {"base_url", town.base_url}});
}

void insert_outbox(db::Session& tx, Id<Town> town, std::int64_t id, std::string_view kind, std::string_view payload,
                   Instant now)
{
    tx.execute("INSERT INTO outbox (town_id, id, kind, payload, at) VALUES (:town, :id, :kind, :payload, :now)",
               {{"town", town}, {"id", id}, {"kind", kind}, {"payload", payload}, {"now", now}});
}

std::vector<OutboxRow> take_outbox(db::Session& tx, Id<Town> town, Instant now)
{
    auto rows = tx.list(
        "UPDATE outbox SET dispatched_at = :now WHERE town_id = :town AND dispatched_at IS NULL AND id IN"
        " (SELECT id FROM outbox WHERE town_id = :town AND dispatched_at IS NULL ORDER BY id LIMIT 100)"
        " RETURNING id, kind, payload",
        {{"town", town}, {"now", now}}, [](db::Row& row) {
            return OutboxRow{row.next<std::int64_t>(), row.next<std::string>(), row.next<std::string>()};
        });
    std::ranges::sort(rows, {}, &OutboxRow::id);
    return rows;
}

void insert_delivery(db::Session& tx, Id<Town> town, std::int64_t outbox_id, std::string_view listener, Instant due)
{
    tx.execute(
        "INSERT INTO deliveries (town_id, outbox_id, listener, attempts, due_at, last_error)"
        " VALUES (:town, :outbox, :listener, 0, :due, '') ON CONFLICT DO NOTHING",
        {{"town", town}, {"outbox", outbox_id}, {"listener", listener}, {"due", due}});
}

std::vector<std::string> list_due_listeners(db::Session& db, Id<Town> town, Instant now)
{
    return db.list(
        "SELECT DISTINCT listener FROM deliveries WHERE town_id = :town AND parked_at IS NULL AND due_at <= :now"
        " ORDER BY listener",
        {{"town", town}, {"now", now}}, [](db::Row& row) { return row.next<std::string>(); });
}

std::optional<Delivery> find_due_delivery(db::Session& db, Id<Town> town, std::string_view listener, Instant now)
{
    const auto oldest = db.find(
        "SELECT d.outbox_id, d.listener, o.kind, o.payload, o.at, d.attempts, d.due_at FROM deliveries d"
        " JOIN outbox o ON o.town_id = d.town_id AND o.id = d.outbox_id"
        " WHERE d.town_id = :town AND d.listener = :listener AND d.parked_at IS NULL ORDER BY d.outbox_id LIMIT 1",
        {{"town", town}, {"listener", listener}}, [](db::Row& row) {
            Delivery delivery{row.next<std::int64_t>(), row.next<std::string>(), row.next<std::string>(),
                              row.next<std::string>(),  row.next<Instant>(),     row.next<std::int64_t>()};
            return std::pair(std::move(delivery), row.next<Instant>());
        });
    if (!oldest || now < oldest->second) return std::nullopt;
    return oldest->first;
}

bool claim_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant now, Instant until)
{
    return tx.execute(
               "UPDATE deliveries SET due_at = :until, attempts = attempts + 1 WHERE town_id = :town"
               " AND outbox_id = :outbox AND listener = :listener AND due_at <= :now",
               {{"town", town},
                {"outbox", delivery.outbox_id},
                {"listener", delivery.listener},
                {"now", now},
                {"until", until}}) == 1;
}

bool delete_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery)
{
    return tx.execute("DELETE FROM deliveries WHERE town_id = :town AND outbox_id = :outbox AND listener = :listener",
                      {{"town", town}, {"outbox", delivery.outbox_id}, {"listener", delivery.listener}}) == 1;
}

void postpone_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant due, std::string_view error)
{
    tx.execute(
        "UPDATE deliveries SET attempts = :attempts, due_at = :due, last_error = :error WHERE town_id = :town"
        " AND outbox_id = :outbox AND listener = :listener",
        {{"town", town},
         {"outbox", delivery.outbox_id},
         {"listener", delivery.listener},
         {"attempts", delivery.attempts},
         {"due", due},
         {"error", error}});
}

std::int64_t prune_outbox(db::Session& tx, Id<Town> town, Instant before, int most)
{
    return tx.execute(
        "DELETE FROM outbox WHERE town_id = :town AND id IN (SELECT o.id FROM outbox o WHERE o.town_id = :town"
        " AND o.dispatched_at < :before AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.town_id = o.town_id"
        " AND d.outbox_id = o.id) LIMIT :most)",
        {{"town", town}, {"before", before}, {"most", most}});
}

std::int64_t spend(db::Session& tx, Id<Town> town, const Spending& spending)
{
    return tx.value<std::int64_t>(
        "INSERT INTO budgets (town_id, name, began_at, subject, used, ends_at)"
        " VALUES (:town, :name, :begins, :subject, 1, :ends)"
        " ON CONFLICT (town_id, name, began_at, subject) DO UPDATE SET used = budgets.used + 1 RETURNING used",
        {{"town", town},
         {"name", spending.name},
         {"begins", spending.begins},
         {"subject", spending.subject},
         {"ends", spending.ends}});
}

std::vector<Waiting> list_waiting(db::Session& db, Instant now)
{
    auto towns = db.list(
        "SELECT t.id,"
        " CASE WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.town_id = t.id AND o.dispatched_at IS NULL) THEN 1 ELSE 0 "
        "END,"
        " CASE WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.town_id = t.id AND d.parked_at IS NULL"
        " AND d.due_at <= :now) THEN 1 ELSE 0 END,"
        " CASE WHEN EXISTS (SELECT 1 FROM audit_unsealed a WHERE a.town_id = t.id) THEN 1 ELSE 0 END FROM towns t",
        {{"now", now}}, [](db::Row& row) {
            Waiting town;
            town.town = row.next<Id<Town>>();
            town.announcements = row.next<bool>();
            town.deliveries = row.next<bool>();
            town.deeds = row.next<bool>();
            return town;
        });
    std::erase_if(towns, [](const Waiting& town) { return !town.announcements && !town.deliveries && !town.deeds; });
    return towns;
}

bool claim_periodic(db::Session& tx, Id<Town> town, std::string_view name, Instant now, Instant next)
{
    return tx.execute(
               "INSERT INTO periodic_runs (town_id, name, due_at, failures) VALUES (:town, :name, :next, 0)"
               " ON CONFLICT (town_id, name) DO UPDATE SET due_at = excluded.due_at"
               " WHERE periodic_runs.due_at <= :now",
               {{"town", town}, {"name", name}, {"now", now}, {"next", next}}) == 1;
}

void forget_periodic_failures(db::Session& tx, Id<Town> town, std::string_view name)
{
    tx.execute(
        "UPDATE periodic_runs SET failures = 0, failing_since = NULL, last_error = '' WHERE town_id = :town"
        " AND name = :name AND failures > 0",
        {{"town", town}, {"name", name}});
}

void set_periodic_due(db::Session& tx, Id<Town> town, std::string_view name, Instant due)
{
    tx.execute("UPDATE periodic_runs SET due_at = :due WHERE town_id = :town AND name = :name",
               {{"town", town}, {"name", name}, {"due", due}});
}

std::vector<PeriodicRun> list_periodic(db::Session& db)
{
    return db.list("SELECT town_id, name, due_at FROM periodic_runs", {}, [](db::Row& row) {
        PeriodicRun run;
        run.town = row.next<Id<Town>>();
        run.name = row.next<std::string>();
        run.due = row.next<Instant>();
        return run;
    });
}

std::optional<std::int64_t> count_periodic_failure(db::Session& tx, Id<Town> town, std::string_view name,
                                                   std::string_view error, Instant now)
{
    return tx.find(
        "INSERT INTO periodic_runs (town_id, name, due_at, failures, failing_since, last_error)"
        " VALUES (:town, :name, :now, 1, :now, :error) ON CONFLICT (town_id, name) DO UPDATE SET"
        " failures = periodic_runs.failures + 1, last_error = excluded.last_error,"
        " failing_since = COALESCE(periodic_runs.failing_since, excluded.failing_since)"
        " WHERE periodic_runs.due_at <= :now RETURNING failures",
        {{"town", town}, {"name", name}, {"error", error}, {"now", now}},
        [](db::Row& row) { return row.next<std::int64_t>(); });
}

void fail_claimed_periodic(db::Session& tx, Id<Town> town, std::string_view name, std::string_view error,
                           const Retry& retry)
{
    tx.execute(
        "UPDATE periodic_runs SET failures = failures + 1, failing_since = COALESCE(failing_since, :now),"
        " last_error = :error, due_at = :again WHERE town_id = :town AND name = :name",
        {{"town", town}, {"name", name}, {"error", error}, {"now", retry.now}, {"again", retry.again}});
}

}  // namespace veche::app::store
