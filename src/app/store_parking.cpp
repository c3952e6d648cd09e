#include "app/store_parking.hpp"

namespace veche::app::store {

bool park_delivery(db::Session& tx, Id<Town> town, const DeliveryKey& key, std::string_view error, Instant now)
{
    return tx.execute(
               "UPDATE deliveries SET parked_at = :now, last_error = :error WHERE town_id = :town"
               " AND outbox_id = :outbox AND listener = :listener AND parked_at IS NULL",
               {{"town", town},
                {"outbox", key.outbox_id},
                {"listener", key.listener},
                {"error", error},
                {"now", now}}) == 1;
}

std::vector<Parked> list_parked(db::Session& db, Id<Town> town, const DeliveryKey& after, int most)
{
    return db.list(
        "SELECT d.outbox_id, d.listener, o.kind, o.payload, d.last_error, o.at, d.parked_at FROM deliveries d"
        " JOIN outbox o ON o.town_id = d.town_id AND o.id = d.outbox_id"
        " WHERE d.town_id = :town AND d.parked_at IS NOT NULL AND (d.outbox_id, d.listener) > (:id, :listener)"
        " ORDER BY d.outbox_id, d.listener LIMIT :most",
        {{"town", town}, {"id", after.outbox_id}, {"listener", after.listener}, {"most", most}}, [](db::Row& row) {
            Parked parked;
            parked.key.outbox_id = row.next<std::int64_t>();
            parked.key.listener = row.next<std::string>();
            parked.kind = row.next<std::string>();
            parked.payload = row.next<std::string>();
            parked.error = row.next<std::string>();
            parked.announced = row.next<Instant>();
            parked.parked = row.next<Instant>();
            return parked;
        });
}

std::int64_t count_parked(db::Session& db, Id<Town> town, int most)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE town_id = :town AND parked_at IS NOT NULL LIMIT :most) p",
        {{"town", town}, {"most", most}});
}

std::optional<std::string> find_parked_kind(db::Session& db, Id<Town> town, const DeliveryKey& key)
{
    return db.find(
        "SELECT o.kind FROM deliveries d JOIN outbox o ON o.town_id = d.town_id AND o.id = d.outbox_id"
        " WHERE d.town_id = :town AND d.outbox_id = :outbox AND d.listener = :listener AND d.parked_at IS NOT NULL",
        {{"town", town}, {"outbox", key.outbox_id}, {"listener", key.listener}},
        [](db::Row& row) { return row.next<std::string>(); });
}

void unpark(db::Session& tx, Id<Town> town, const DeliveryKey& key, std::int64_t attempts, Instant now)
{
    tx.execute(
        "UPDATE deliveries SET parked_at = NULL, attempts = :attempts, due_at = :now WHERE town_id = :town"
        " AND outbox_id = :outbox AND listener = :listener AND parked_at IS NOT NULL",
        {{"town", town}, {"outbox", key.outbox_id}, {"listener", key.listener}, {"attempts", attempts}, {"now", now}});
}

std::int64_t unpark_all(db::Session& tx, Id<Town> town, std::int64_t attempts, Instant now)
{
    return tx.execute(
        "UPDATE deliveries SET parked_at = NULL, attempts = :attempts, due_at = :now WHERE town_id = :town"
        " AND parked_at IS NOT NULL",
        {{"town", town}, {"attempts", attempts}, {"now", now}});
}

std::vector<FailingJob> list_failing_jobs(db::Session& db, Id<Town> town, int least)
{
    return db.list(
        "SELECT name, last_error, failures, failing_since, due_at FROM periodic_runs WHERE town_id = :town"
        " AND failures >= :least ORDER BY name",
        {{"town", town}, {"least", least}}, [](db::Row& row) {
            FailingJob job;
            job.name = row.next<std::string>();
            job.error = row.next<std::string>();
            job.failures = row.next<std::int64_t>();
            // Failures of an older program had no beginning.
            job.since = row.next<std::optional<Instant>>().value_or(Instant{});
            job.due = row.next<Instant>();
            return job;
        });
}

}  // namespace veche::app::store
