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

AuditHead next_audit(db::Session& tx, Id<Town> town)
{
    auto head = tx.find("UPDATE audit_heads SET number = number + 1 WHERE town_id = :town RETURNING number, hash",
                        {{"town", town}}, [](db::Row& row) {
                            return AuditHead{row.next<std::int64_t>(), row.next<std::string>()};
                        });
    VECHE_EXPECT(head.has_value());
    return *head;
}

void append_audit(db::Session& tx, Id<Town> town, const AuditRow& row)
{
    tx.execute(
        "INSERT INTO audit (town_id, number, at, actor_id, actor, deed, object, details, previous, hash)"
        " VALUES (:town, :number, :at, :actor_id, :actor, :deed, :object, :details, :previous, :hash)",
        {{"town", town},
         {"number", row.number},
         {"at", row.at},
         {"actor_id", row.actor_id},
         {"actor", row.actor},
         {"deed", row.deed},
         {"object", row.object},
         {"details", row.details},
         {"previous", row.previous},
         {"hash", row.hash}});
    tx.execute("UPDATE audit_heads SET hash = :hash WHERE town_id = :town", {{"town", town}, {"hash", row.hash}});
}

namespace {
AuditRow audit_row(db::Row& row)
{
    return {.number = row.next<std::int64_t>(),
            .at = row.next<Instant>(),
            .actor_id = row.next<std::int64_t>(),
            .actor = row.next<std::string>(),
            .deed = row.next<std::string>(),
            .object = row.next<std::string>(),
            .details = row.next<std::string>(),
            .previous = row.next<std::string>(),
            .hash = row.next<std::string>()};
}
}  // namespace

void each_audit(db::Session& db, Id<Town> town, const std::function<void(const AuditRow&)>& each)
{
    db.each(
        "SELECT number, at, actor_id, actor, deed, object, details, previous, hash FROM audit"
        " WHERE town_id = :town ORDER BY number",
        {{"town", town}}, [&](db::Row& row) { each(audit_row(row)); });
}

std::optional<AuditHead> audit_head(db::Session& db, Id<Town> town)
{
    return db.find("SELECT number, hash FROM audit_heads WHERE town_id = :town", {{"town", town}}, [](db::Row& row) {
        return AuditHead{row.next<std::int64_t>(), row.next<std::string>()};
    });
}

std::vector<AuditRow> list_audit(db::Session& db, Id<Town> town, std::int64_t before, int limit)
{
    return db.list(
        "SELECT number, at, actor_id, actor, deed, object, details, previous, hash FROM audit"
        " WHERE town_id = :town AND (:before = 0 OR number < :before) ORDER BY number DESC LIMIT :limit",
        {{"town", town}, {"before", before}, {"limit", limit}}, audit_row);
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

bool has_waiting_outbox(db::Session& db, Id<Town> town)
{
    return db
        .find("SELECT 1 FROM outbox WHERE town_id = :town AND dispatched_at IS NULL LIMIT 1", {{"town", town}},
              [](db::Row& row) { return row.next<int>(); })
        .has_value();
}

void insert_delivery(db::Session& tx, Id<Town> town, std::int64_t outbox_id, std::string_view listener, Instant due)
{
    tx.execute(
        "INSERT INTO deliveries (town_id, outbox_id, listener, attempts, due_at, last_error)"
        " VALUES (:town, :outbox, :listener, 0, :due, '') ON CONFLICT DO NOTHING",
        {{"town", town}, {"outbox", outbox_id}, {"listener", listener}, {"due", due}});
}

std::optional<Delivery> find_due_delivery(db::Session& db, Id<Town> town, Instant now)
{
    // Per listener only its oldest announcement may run: order is part of the promise.
    return db.find(
        "SELECT d.outbox_id, d.listener, o.kind, o.payload, d.attempts FROM deliveries d"
        " JOIN outbox o ON o.town_id = d.town_id AND o.id = d.outbox_id"
        " WHERE d.town_id = :town AND d.due_at <= :now AND NOT EXISTS (SELECT 1 FROM deliveries e"
        " WHERE e.town_id = d.town_id AND e.listener = d.listener AND e.outbox_id < d.outbox_id)"
        " ORDER BY d.due_at LIMIT 1",
        {{"town", town}, {"now", now}}, [](db::Row& row) {
            return Delivery{row.next<std::int64_t>(), row.next<std::string>(), row.next<std::string>(),
                            row.next<std::string>(), row.next<std::int64_t>()};
        });
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
        "UPDATE deliveries SET due_at = :due, last_error = :error WHERE town_id = :town AND outbox_id = :outbox"
        " AND listener = :listener",
        {{"town", town},
         {"outbox", delivery.outbox_id},
         {"listener", delivery.listener},
         {"due", due},
         {"error", error}});
}

std::int64_t prune_outbox(db::Session& tx, Id<Town> town, Instant before)
{
    return tx.execute(
        "DELETE FROM outbox WHERE town_id = :town AND dispatched_at < :before AND NOT EXISTS"
        " (SELECT 1 FROM deliveries d WHERE d.town_id = outbox.town_id AND d.outbox_id = outbox.id)",
        {{"town", town}, {"before", before}});
}

bool claim_periodic(db::Session& tx, Id<Town> town, std::string_view name, Instant now, Instant next)
{
    return tx.execute(
               "INSERT INTO periodic_runs (town_id, name, due_at) VALUES (:town, :name, :next)"
               " ON CONFLICT (town_id, name) DO UPDATE SET due_at = excluded.due_at"
               " WHERE periodic_runs.due_at <= :now",
               {{"town", town}, {"name", name}, {"now", now}, {"next", next}}) == 1;
}

bool is_periodic_due(db::Session& db, Id<Town> town, std::string_view name, Instant now)
{
    return !db.find("SELECT 1 FROM periodic_runs WHERE town_id = :town AND name = :name AND due_at > :now",
                    {{"town", town}, {"name", name}, {"now", now}}, [](db::Row& row) { return row.next<int>(); })
                .has_value();
}

void touch_topic(db::Session& tx, Id<Town> town, std::string_view topic, std::int64_t stamp, std::int64_t process)
{
    tx.execute(
        "INSERT INTO page_topics (town_id, topic, stamp, process) VALUES (:town, :topic, :stamp, :process)"
        " ON CONFLICT (town_id, topic) DO UPDATE SET stamp = excluded.stamp, process = excluded.process",
        {{"town", town}, {"topic", topic}, {"stamp", stamp}, {"process", process}});
}

std::vector<Touch> list_touches(db::Session& db, Id<Town> town, std::int64_t since, std::int64_t but_of_process)
{
    return db.list(
        "SELECT topic, stamp FROM page_topics WHERE town_id = :town AND stamp >= :since AND process <> :process",
        {{"town", town}, {"since", since}, {"process", but_of_process}}, [&](db::Row& row) {
            return Touch{town, row.next<std::string>(), row.next<std::int64_t>()};
        });
}

}  // namespace veche::app::store
