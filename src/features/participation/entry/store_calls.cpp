#include "features/participation/entry/store_calls.hpp"

#include <limits>

#include "core/errors.hpp"

namespace veche::participation::store {

namespace {

#define VECHE_CALL_COLUMNS                                                                                  \
    "c.id, c.entry_id, c.occasion_id, c.kind, c.once, c.told, c.made_at, c.call_by, c.not_after, c.state, " \
    "c.answer, c.attempts, c.tried_at, c.closed_at, c.closed_by, c.version"
/// Whose data are erased can neither be called nor named.
#define VECHE_CALL_ENTRY                                                                                      \
    " FROM participation_calls c JOIN participation_entries e ON e.town_id = c.town_id AND e.id = c.entry_id" \
    " WHERE c.town_id = :town AND e.contact_phone <> ''"
#define VECHE_CALL_FILTER VECHE_CALL_ENTRY " AND c.state = :state AND (:anywhere = 1 OR c.occasion_id = :occasion)"

Call read_call(db::Row& row)
{
    Call one;
    one.id = row.next<Id<Call>>();
    one.entry = row.next<Id<Entry>>();
    one.occasion = row.next<OccasionId>();
    one.kind = row.next<std::string>();
    one.once = row.next<std::string>();
    one.told = row.next<std::int64_t>();
    one.made = row.next<Instant>();
    one.call_by = row.next<std::optional<Instant>>();
    one.not_after = row.next<std::optional<Instant>>();
    one.state = parse_call_state(row.next<std::string>()).value();
    one.answer = parse_call_answer(row.next<std::string>()).value();
    one.attempts = row.next<int>();
    one.tried = row.next<std::optional<Instant>>();
    one.closed = row.next<std::optional<Instant>>();
    one.closed_by = row.next<std::optional<Id<app::Account>>>();
    one.version = row.next<std::int64_t>();
    return one;
}

/// What has no hour is told after all that has.
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

}  // namespace

bool has_call(db::Session& db, Town town, std::string_view once)
{
    return db
        .find("SELECT 1 FROM participation_calls WHERE town_id = :town AND once = :once",
              {{"town", town}, {"once", once}}, [](db::Row& row) { return row.next<int>(); })
        .has_value();
}

#define VECHE_ONE_CALL "SELECT " VECHE_CALL_COLUMNS " FROM participation_calls c WHERE c.town_id = :town AND c.id = :id"

std::optional<Call> find_call(db::Session& db, Town town, Id<Call> id)
{
    return db.find(VECHE_ONE_CALL, {{"town", town}, {"id", id}}, read_call);
}

Call get_call_for_update(db::Session& tx, Town town, Id<Call> id)
{
    auto found = tx.engine() == db::Engine::sqlite
                     ? find_call(tx, town, id)
                     : tx.find(VECHE_ONE_CALL " FOR UPDATE", {{"town", town}, {"id", id}}, read_call);
    if (!found) throw NotFound("call");
    return *found;
}

#define VECHE_OPEN_CALL          \
    "SELECT " VECHE_CALL_COLUMNS \
    " FROM participation_calls c WHERE c.town_id = :town AND c.entry_id = :entry AND c.state = 'open'"

std::optional<Call> find_open_call(db::Session& tx, Town town, Id<Entry> entry)
{
    if (tx.engine() == db::Engine::sqlite)
        return tx.find(VECHE_OPEN_CALL, {{"town", town}, {"entry", entry}}, read_call);
    return tx.find(VECHE_OPEN_CALL " FOR UPDATE", {{"town", town}, {"entry", entry}}, read_call);
}

std::vector<Call> list_calls_of(db::Session& db, Town town, Id<Entry> entry, int limit)
{
    return db.list("SELECT " VECHE_CALL_COLUMNS
                   " FROM participation_calls c WHERE c.town_id = :town AND c.entry_id = :entry"
                   " ORDER BY c.id DESC LIMIT :limit",
                   {{"town", town}, {"entry", entry}, {"limit", limit}}, read_call);
}

void insert_call(db::Session& tx, Town town, const Call& call)
{
    tx.execute(
        "INSERT INTO participation_calls (town_id, id, entry_id, occasion_id, kind, once, told, made_at, call_by,"
        " not_after, state, answer, attempts, tried_at, closed_at, closed_by, version)"
        " VALUES (:town, :id, :entry, :occasion, :kind, :once, :told, :made, :call_by, :not_after, :state, :answer,"
        " :attempts, :tried, :closed, :closed_by, :version)",
        {{"town", town},
         {"id", call.id},
         {"entry", call.entry},
         {"occasion", call.occasion},
         {"kind", call.kind},
         {"once", call.once},
         {"told", call.told},
         {"made", call.made},
         {"call_by", call.call_by},
         {"not_after", call.not_after},
         {"state", to_text(call.state)},
         {"answer", to_text(call.answer)},
         {"attempts", call.attempts},
         {"tried", call.tried},
         {"closed", call.closed},
         {"closed_by", call.closed_by},
         {"version", call.version}});
}

bool update_call(db::Session& tx, Town town, const Call& call)
{
    return tx.execute(
               "UPDATE participation_calls SET call_by = :call_by, not_after = :not_after, state = :state,"
               " answer = :answer, attempts = :attempts, tried_at = :tried, closed_at = :closed,"
               " closed_by = :closed_by, version = :version"
               " WHERE town_id = :town AND id = :id AND version = :version - 1",
               {{"town", town},
                {"id", call.id},
                {"call_by", call.call_by},
                {"not_after", call.not_after},
                {"state", to_text(call.state)},
                {"answer", to_text(call.answer)},
                {"attempts", call.attempts},
                {"tried", call.tried},
                {"closed", call.closed},
                {"closed_by", call.closed_by},
                {"version", call.version}}) == 1;
}

std::vector<EndedCall> list_ended_calls(db::Session& db, Town town, Instant now, Day today, int most)
{
    return db.list("SELECT " VECHE_CALL_COLUMNS
                   ", CASE WHEN e.contact_phone = '' THEN 'dropped' WHEN c.not_after <= :now OR c.call_by <= :now THEN"
                   " 'late' ELSE 'dropped' END FROM participation_calls c JOIN participation_entries e"
                   " ON e.town_id = c.town_id AND e.id = c.entry_id JOIN participation_sign_ups s"
                   " ON s.town_id = c.town_id AND s.occasion_id = c.occasion_id WHERE c.town_id = :town"
                   " AND c.state = 'open' AND (c.not_after <= :now OR e.contact_phone = '' OR s.state = 'held'"
                   " OR (c.not_after IS NULL AND s.ends < :today AND s.state IN ('ahead', 'withdrawn')))"
                   " ORDER BY c.id LIMIT :most",
                   {{"town", town}, {"now", now}, {"today", today}, {"most", most}}, [](db::Row& row) {
                       EndedCall one{.call = read_call(row)};
                       one.state = parse_call_state(row.next<std::string>()).value();
                       return one;
                   });
}

std::int64_t count_calls(db::Session& db, Town town, const CallFilter& filter)
{
    return db.value<std::int64_t>("SELECT count(*)" VECHE_CALL_FILTER,
                                  {{"town", town},
                                   {"state", to_text(filter.state)},
                                   {"anywhere", !filter.occasion},
                                   {"occasion", filter.occasion.value_or(OccasionId())}});
}

CallPlace place_of(const Call& call)
{
    const auto at = call.state == CallState::open ? call.call_by : call.closed;
    return {.at = at ? at->milliseconds : never, .id = call.id.value()};
}

std::vector<Call> list_calls(db::Session& db, Town town, const CallFilter& filter, std::optional<CallPlace> after,
                             int limit)
{
    if (filter.state == CallState::open)
        return db.list("SELECT " VECHE_CALL_COLUMNS VECHE_CALL_FILTER
                       " AND (coalesce(c.call_by, :never), c.id) > (:at, :id)"
                       " ORDER BY coalesce(c.call_by, :never), c.id LIMIT :limit",
                       {{"town", town},
                        {"state", to_text(filter.state)},
                        {"anywhere", !filter.occasion},
                        {"occasion", filter.occasion.value_or(OccasionId())},
                        {"never", never},
                        {"at", after ? after->at : 0},
                        {"id", after ? after->id : 0},
                        {"limit", limit}},
                       read_call);
    return db.list("SELECT " VECHE_CALL_COLUMNS VECHE_CALL_FILTER
                   " AND (c.closed_at, c.id) < (:at, :id) ORDER BY c.closed_at DESC, c.id DESC LIMIT :limit",
                   {{"town", town},
                    {"state", to_text(filter.state)},
                    {"anywhere", !filter.occasion},
                    {"occasion", filter.occasion.value_or(OccasionId())},
                    {"at", after ? after->at : never},
                    {"id", after ? after->id : never},
                    {"limit", limit}},
                   read_call);
}

std::vector<OccasionId> list_occasions_of_calls(db::Session& db, Town town, int limit)
{
    return db.list("SELECT DISTINCT c.occasion_id" VECHE_CALL_ENTRY
                   " AND c.state = 'open' ORDER BY c.occasion_id LIMIT :limit",
                   {{"town", town}, {"limit", limit}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

std::optional<Call> find_last_closed(db::Session& db, Town town, Id<app::Account> by, Instant since)
{
    return db.find("SELECT " VECHE_CALL_COLUMNS VECHE_CALL_ENTRY
                   " AND c.state = 'done' AND c.answer = '' AND c.closed_by = :by AND c.closed_at > :since"
                   " ORDER BY c.closed_at DESC, c.id DESC LIMIT 1",
                   {{"town", town}, {"by", by}, {"since", since}}, read_call);
}

}  // namespace veche::participation::store
