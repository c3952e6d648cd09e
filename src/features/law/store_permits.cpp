#include "features/law/store_permits.hpp"

namespace veche::law::store {

namespace {

Permit read_permit(db::Row& row)
{
    Permit permit{.id = row.next<Id<Permit>>()};
    permit.of.what = row.next<std::string>();
    permit.of.path = row.next<std::string>();
    permit.of.people = row.next<std::int64_t>();
    permit.asked_by = row.next<Id<app::Account>>();
    permit.asked_name = row.next<std::string>();
    permit.offered = row.next<Instant>();
    permit.asked = row.next<std::optional<Instant>>();
    permit.granted = row.next<std::optional<Instant>>();
    return permit;
}

}  // namespace

void insert_permit(db::Session& tx, Id<app::Town> town, const Permit& permit)
{
    tx.execute(
        "INSERT INTO export_permits (town_id, id, what, path, people, asked_by, asked_name, offered_at, asked_at,"
        " granted_by, granted_name, granted_at, used_at)"
        " VALUES (:town, :id, :what, :path, :people, :by, :name, :at, NULL, NULL, '', NULL, NULL)",
        {{"town", town},
         {"id", permit.id},
         {"what", permit.of.what},
         {"path", permit.of.path},
         {"people", permit.of.people},
         {"by", permit.asked_by},
         {"name", permit.asked_name},
         {"at", permit.offered}});
}

std::optional<Permit> find_permit(db::Session& db, Id<app::Town> town, Id<Permit> id)
{
    return db.find(
        "SELECT id, what, path, people, asked_by, asked_name, offered_at, asked_at, granted_at FROM export_permits"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}}, read_permit);
}

std::vector<Permit> list_waiting_permits(db::Session& db, Id<app::Town> town, Instant since, int limit)
{
    return db.list(
        "SELECT id, what, path, people, asked_by, asked_name, offered_at, asked_at, granted_at FROM export_permits"
        " WHERE town_id = :town AND granted_at IS NULL AND asked_at IS NOT NULL AND offered_at >= :since"
        " ORDER BY asked_at DESC, id LIMIT :limit",
        {{"town", town}, {"since", since}, {"limit", limit}}, read_permit);
}

std::optional<Permit> find_stopped(db::Session& db, Id<app::Town> town, Id<app::Account> by, std::string_view path,
                                   Instant since)
{
    return db.find(
        "SELECT id, what, path, people, asked_by, asked_name, offered_at, asked_at, granted_at FROM export_permits"
        " WHERE town_id = :town AND asked_by = :by AND path = :path AND granted_at IS NULL AND offered_at >= :since"
        " ORDER BY id DESC LIMIT 1",
        {{"town", town}, {"by", by}, {"path", path}, {"since", since}}, read_permit);
}

void update_people(db::Session& tx, Id<app::Town> town, Id<Permit> id, std::int64_t people)
{
    tx.execute("UPDATE export_permits SET people = :people WHERE town_id = :town AND id = :id AND granted_at IS NULL",
               {{"town", town}, {"id", id}, {"people", people}});
}

void ask(db::Session& tx, Id<app::Town> town, Id<Permit> id, Instant now)
{
    tx.execute("UPDATE export_permits SET asked_at = :now WHERE town_id = :town AND id = :id AND asked_at IS NULL",
               {{"town", town}, {"id", id}, {"now", now}});
}

std::int64_t count_waiting(db::Session& db, Id<app::Town> town, Id<app::Account> by, Instant since)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM export_permits WHERE town_id = :town AND asked_by = :by AND granted_at IS NULL"
        " AND asked_at IS NOT NULL AND offered_at >= :since",
        {{"town", town}, {"by", by}, {"since", since}});
}

bool grant(db::Session& tx, Id<app::Town> town, const Permit& seen, Id<app::Account> by, std::string_view name,
           Instant now)
{
    return tx.execute(
               "UPDATE export_permits SET granted_by = :by, granted_name = :name, granted_at = :now"
               " WHERE town_id = :town AND id = :id AND granted_at IS NULL AND people = :people",
               {{"town", town},
                {"id", seen.id},
                {"people", seen.of.people},
                {"by", by},
                {"name", name},
                {"now", now}}) == 1;
}

bool use_permit(db::Session& tx, Id<app::Town> town, Id<app::Account> by, const Export& of, Instant since, Instant now)
{
    return tx.execute(
               "UPDATE export_permits SET used_at = :now WHERE town_id = :town AND used_at IS NULL AND id IN"
               " (SELECT id FROM export_permits WHERE town_id = :town AND asked_by = :by AND path = :path"
               " AND used_at IS NULL AND granted_at >= :since AND people + people / 10 >= :people ORDER BY id LIMIT 1)",
               {{"town", town},
                {"by", by},
                {"path", of.path},
                {"people", of.people},
                {"since", since},
                {"now", now}}) == 1;
}

}  // namespace veche::law::store
