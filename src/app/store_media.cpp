#include "app/store_media.hpp"

namespace veche::app::store {

namespace {

std::string read_name(db::Row& row)
{
    return row.next<std::string>();
}

}  // namespace

void hold_media(db::Session& tx, Id<Town> town, std::string_view name, std::string_view object)
{
    tx.execute(
        "INSERT INTO media (town_id, name, object, released_at) VALUES (:town, :name, :object, NULL)"
        " ON CONFLICT (town_id, name, object) DO UPDATE SET released_at = NULL",
        {{"town", town}, {"name", name}, {"object", object}});
}

void release_media(db::Session& tx, Id<Town> town, std::string_view object, Instant now)
{
    tx.execute("UPDATE media SET released_at = :now WHERE town_id = :town AND object = :object AND released_at IS NULL",
               {{"town", town}, {"object", object}, {"now", now}});
}

bool is_media_held(db::Session& db, Id<Town> town, std::string_view name)
{
    return db.value<std::int64_t>(
               "SELECT count(*) FROM media WHERE town_id = :town AND name = :name AND released_at IS NULL",
               {{"town", town}, {"name", name}}) > 0;
}

void delete_media_released(db::Session& tx, Id<Town> town, Instant before)
{
    tx.execute("DELETE FROM media WHERE town_id = :town AND released_at < :before",
               {{"town", town}, {"before", before}});
}

std::vector<std::string> list_media(db::Session& db, Id<Town> town)
{
    return db.list("SELECT DISTINCT name FROM media WHERE town_id = :town ORDER BY name", {{"town", town}}, read_name);
}

bool has_media(db::Session& db)
{
    return db.value<std::int64_t>("SELECT count(*) FROM schema_migrations WHERE name = :name",
                                  {{"name", "0013_plan_photos.sql"}}) > 0;
}

std::vector<std::string> list_media_held(db::Session& db, Id<Town> town)
{
    return db.list("SELECT DISTINCT name FROM media WHERE town_id = :town AND released_at IS NULL ORDER BY name",
                   {{"town", town}}, read_name);
}

}  // namespace veche::app::store
