#include "features/participation/entry/store_told.hpp"

namespace veche::participation::store {

namespace {

app::Occasion read_told(db::Row& row)
{
    app::Occasion one;
    one.id = row.next<OccasionId>();
    one.topic = row.next<std::string>();
    one.title = row.next<std::string>();
    one.when.text = row.next<std::string>();
    one.when.precision = language::parse_precision(row.next<std::string>()).value();
    one.when.repeat = language::parse_repeat(row.next<std::string>()).value();
    one.when.periods = language::load_periods(row.next<std::string>());
    one.place = row.next<std::string>();
    one.state = app::parse_occasion_state(row.next<std::string>()).value();
    one.over = row.next<Day>();
    one.reason = row.next<std::string>();
    one.reason_at = row.next<std::optional<Instant>>();
    one.url = row.next<std::string>();
    one.office_url = row.next<std::string>();
    one.sequence = row.next<std::int64_t>();
    one.changed = row.next<Instant>();
    one.programme = language::load_programme(row.next<std::string>());
    return one;
}

}  // namespace

std::optional<app::Occasion> find_told(db::Session& db, Town town, OccasionId occasion, std::int64_t number)
{
    return db.find(
        "SELECT occasion_id, topic, title, when_text, precision_of, repeats, period, place, state, over, reason,"
        " reason_at, url, office_url, sequence, changed_at, programme FROM participation_told"
        " WHERE town_id = :town AND occasion_id = :occasion AND number = :number",
        {{"town", town}, {"occasion", occasion}, {"number", number}}, read_told);
}

std::vector<app::Occasion> list_told(db::Session& db, Town town, OccasionId occasion, int limit)
{
    return db.list(
        "SELECT occasion_id, topic, title, when_text, precision_of, repeats, period, place, state, over, reason,"
        " reason_at, url, office_url, sequence, changed_at, programme FROM participation_told"
        " WHERE town_id = :town AND occasion_id = :occasion ORDER BY number DESC LIMIT :limit",
        {{"town", town}, {"occasion", occasion}, {"limit", limit}}, read_told);
}

app::Occasion last_told(db::Session& db, Town town, const SignUp& sign_up)
{
    auto told = find_told(db, town, sign_up.occasion, sign_up.told);
    if (told) return *told;
    return {.id = sign_up.occasion, .state = app::OccasionState::gone, .over = sign_up.ends.value_or(Day{})};
}

void insert_told(db::Session& tx, Town town, std::int64_t number, const app::Occasion& told)
{
    const auto periods = language::store_periods(told.when.periods);
    const auto programme = language::programme_text(told.programme);
    tx.execute(
        "INSERT INTO participation_told (town_id, occasion_id, number, topic, title, when_text, precision_of, repeats,"
        " period, place, state, over, reason, reason_at, url, office_url, sequence, changed_at, programme)"
        " VALUES (:town, :occasion, :number, :topic, :title, :text, :precision, :repeats, :period, :place, :state,"
        " :over, :reason, :reason_at, :url, :office, :sequence, :changed, :programme)",
        {{"town", town},
         {"occasion", told.id},
         {"number", number},
         {"topic", told.topic},
         {"title", told.title},
         {"text", told.when.text},
         {"precision", language::to_text(told.when.precision)},
         {"repeats", language::to_text(told.when.repeat)},
         {"period", periods},
         {"place", told.place},
         {"state", app::to_text(told.state)},
         {"over", told.over},
         {"reason", told.reason},
         {"reason_at", told.reason_at},
         {"url", told.url},
         {"office", told.office_url},
         {"sequence", told.sequence},
         {"changed", told.changed},
         {"programme", programme}});
}

void update_told(db::Session& tx, Town town, std::int64_t number, const app::Occasion& told)
{
    tx.execute("DELETE FROM participation_told WHERE town_id = :town AND occasion_id = :occasion AND number = :number",
               {{"town", town}, {"occasion", told.id}, {"number", number}});
    insert_told(tx, town, number, told);
}

std::vector<OccasionId> list_unseen(db::Session& db, Town town, int limit)
{
    return db.list(
        "SELECT occasion_id FROM participation_sign_ups WHERE town_id = :town AND told = 0 ORDER BY occasion_id"
        " LIMIT :limit",
        {{"town", town}, {"limit", limit}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

void begin_told(db::Session& tx, Town town, OccasionId occasion)
{
    tx.execute(
        "UPDATE participation_entries SET told = 1 WHERE town_id = :town AND occasion_id = :occasion AND told = 0",
        {{"town", town}, {"occasion", occasion}});
}

bool has_entries(db::Session& db, Town town, OccasionId occasion)
{
    return db
        .find("SELECT 1 FROM participation_entries WHERE town_id = :town AND occasion_id = :occasion LIMIT 1",
              {{"town", town}, {"occasion", occasion}}, [](db::Row& row) { return row.next<int>(); })
        .has_value();
}

std::vector<Entry> list_untold(db::Session& db, Town town, OccasionId occasion, std::int64_t number, int limit)
{
    const auto ids = db.list(
        "SELECT id FROM participation_entries WHERE town_id = :town AND occasion_id = :occasion AND told < :number"
        " AND stage NOT IN ('cancelled', 'refused', 'unconfirmed') ORDER BY number LIMIT :limit",
        {{"town", town}, {"occasion", occasion}, {"number", number}, {"limit", limit}},
        [](db::Row& row) { return row.next<Id<Entry>>(); });
    std::vector<Entry> entries;
    for (const auto id : ids) entries.push_back(get_entry(db, town, occasion, id));
    return entries;
}

void set_entry_told(db::Session& tx, Town town, Id<Entry> entry, std::int64_t number)
{
    tx.execute("UPDATE participation_entries SET told = :number WHERE town_id = :town AND id = :entry",
               {{"town", town}, {"entry", entry}, {"number", number}});
}

std::optional<std::string> find_key_hash(db::Session& db, Town town, Id<Entry> entry)
{
    return db.find("SELECT key_hash FROM participation_entries WHERE town_id = :town AND id = :entry",
                   {{"town", town}, {"entry", entry}}, [](db::Row& row) { return row.next<std::string>(); });
}

std::optional<Entry> find_entry_by_id(db::Session& db, Town town, Id<Entry> entry)
{
    const auto hash = find_key_hash(db, town, entry);
    return hash ? find_entry(db, town, *hash) : std::nullopt;
}

std::vector<OccasionId> list_beginning(db::Session& db, Town town, Day day)
{
    return db.list(
        "SELECT occasion_id FROM participation_sign_ups WHERE town_id = :town AND starts = :day AND state = 'ahead'"
        " ORDER BY occasion_id",
        {{"town", town}, {"day", day}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

}  // namespace veche::participation::store
