#include "app/store_media.hpp"

#include "app/ids.hpp"

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

bool is_media_known(db::Session& db, Id<Town> town, std::string_view name)
{
    return db.value<std::int64_t>("SELECT count(*) FROM media WHERE town_id = :town AND name = :name",
                                  {{"town", town}, {"name", name}}) > 0;
}

bool forget_media_released(db::Session& tx, Id<Town> town, Instant before)
{
    constexpr std::int64_t most = 500;
    struct Released {
        std::string name, object;
    };
    const auto all = tx.list(
        "SELECT name, object FROM media WHERE town_id = :town AND released_at < :before ORDER BY name, object LIMIT "
        ":most",
        {{"town", town}, {"before", before}, {"most", most}}, [](db::Row& row) {
            return Released{row.next<std::string>(), row.next<std::string>()};
        });
    for (const auto& one : all)
        tx.execute(
            "DELETE FROM media WHERE town_id = :town AND name = :name AND object = :object AND released_at < :before",
            {{"town", town}, {"name", one.name}, {"object", one.object}, {"before", before}});
    return std::ssize(all) == most;
}

Installation get_installation(db::Session& tx)
{
    tx.execute("INSERT INTO installation (one, id, marked) VALUES (1, :id, 0) ON CONFLICT (one) DO NOTHING",
               {{"id", random_uuid()}});
    // On PostgreSQL the row is locked by this, so that of several processes that start at once one makes the mark.
    tx.execute("UPDATE installation SET marked = marked WHERE one = 1");
    return tx
        .find("SELECT id, marked FROM installation WHERE one = 1", {},
              [](db::Row& row) {
                  return Installation{row.next<std::string>(), row.next<std::int64_t>() != 0};
              })
        .value();
}

void set_marked(db::Session& tx)
{
    tx.execute("UPDATE installation SET marked = 1 WHERE one = 1");
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

std::vector<std::string> list_media_since(db::Session& db, Id<Town> town, Instant after)
{
    return db.list(
        "SELECT DISTINCT name FROM media WHERE town_id = :town AND (released_at IS NULL OR released_at > :after)"
        " ORDER BY name",
        {{"town", town}, {"after", after}}, read_name);
}

}  // namespace veche::app::store
