#include "features/law/store.hpp"

namespace veche::law::store {

namespace {

Value read_value(db::Row& row)
{
    Value value;
    value.key = row.next<std::string>();
    value.since = row.next<Day>();
    for (auto* text : {&value.value, &value.norm, &value.edition, &value.confirmed_by}) *text = row.next<std::string>();
    value.entered = row.next<Instant>();
    value.entered_by = row.next<std::string>();
    return value;
}

}  // namespace

std::vector<Value> list_values(db::Session& db, Id<app::Town> town)
{
    return db.list(
        "SELECT key, since, value, norm, edition, confirmed_by, entered_at, entered_by FROM law_values"
        " WHERE town_id = :town ORDER BY id",
        {{"town", town}}, read_value);
}

std::vector<Value> list_values_of(db::Session& db, Id<app::Town> town, std::string_view key)
{
    return db.list(
        "SELECT key, since, value, norm, edition, confirmed_by, entered_at, entered_by FROM law_values"
        " WHERE town_id = :town AND key = :key ORDER BY id DESC LIMIT :most",
        {{"town", town}, {"key", key}, {"most", values_most}}, read_value);
}

bool insert_value(db::Session& tx, Id<app::Town> town, Id<Value> id, const Value& value)
{
    return tx.execute(
               "INSERT INTO law_values (town_id, id, key, since, value, norm, edition, confirmed_by, entered_at, "
               "entered_by)"
               " SELECT :town, :id, :key, :since, :value, :norm, :edition, :confirmed_by, :entered, :entered_by"
               " WHERE (SELECT count(*) FROM law_values WHERE town_id = :town AND key = :key) < :most",
               {{"town", town},
                {"id", id},
                {"key", value.key},
                {"since", value.since},
                {"value", value.value},
                {"norm", value.norm},
                {"edition", value.edition},
                {"confirmed_by", value.confirmed_by},
                {"entered", value.entered},
                {"entered_by", value.entered_by},
                {"most", values_most}}) == 1;
}

std::vector<OddDay> list_days(db::Session& db, Id<app::Town> town)
{
    return db.list("SELECT day, working FROM law_days WHERE town_id = :town ORDER BY day", {{"town", town}},
                   [](db::Row& row) {
                       OddDay one{.day = row.next<Day>()};
                       one.working = row.next<bool>();
                       return one;
                   });
}

bool put_day(db::Session& tx, Id<app::Town> town, const OddDay& day)
{
    return tx.execute(
               "INSERT INTO law_days (town_id, day, working) SELECT :town, :day, :working"
               " WHERE (SELECT count(*) FROM law_days WHERE town_id = :town) < :most"
               " ON CONFLICT (town_id, day) DO UPDATE SET working = excluded.working",
               {{"town", town}, {"day", day.day}, {"working", day.working}, {"most", days_most}}) == 1;
}

bool remove_day(db::Session& tx, Id<app::Town> town, Day day)
{
    return tx.execute("DELETE FROM law_days WHERE town_id = :town AND day = :day", {{"town", town}, {"day", day}}) == 1;
}

}  // namespace veche::law::store
