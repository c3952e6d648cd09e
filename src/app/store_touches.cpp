#include "app/store_touches.hpp"

namespace veche::app::store {

void insert_touch(db::Session& tx, Id<Town> town, std::string_view topic, std::int64_t process)
{
    tx.execute("INSERT INTO page_touches (town_id, topic, process) VALUES (:town, :topic, :process)",
               {{"town", town}, {"topic", topic}, {"process", process}});
}

std::vector<Touch> list_touches(db::Session& db, std::int64_t after, std::int64_t but_of_process)
{
    return db.list(
        "SELECT number, town_id, topic FROM page_touches WHERE number > :after AND process <> :process ORDER BY number",
        {{"after", after}, {"process", but_of_process}}, [](db::Row& row) {
            Touch touch;
            touch.number = row.next<std::int64_t>();
            touch.town = row.next<Id<Town>>();
            touch.topic = row.next<std::string>();
            return touch;
        });
}

std::int64_t last_touch(db::Session& db)
{
    return db.value<std::int64_t>("SELECT coalesce(max(number), 0) FROM page_touches");
}

void delete_touches(db::Session& tx, std::int64_t up_to)
{
    tx.execute("DELETE FROM page_touches WHERE number <= :number", {{"number", up_to}});
}

}  // namespace veche::app::store
