#include "features/participation/entry/store.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"

namespace veche::participation::store {

namespace {

#define VECHE_SIGN_UP_COLUMNS                                                                                      \
    "occasion_id, stage, seats, persons_most, closes_at, queue, by_yes, offer_hours, age_least, age_most, bring, " \
    "last_number, "                                                                                                \
    "taken, free_from, state, begins_at, starts, ends, told, version"

SignUp read_sign_up(db::Row& row)
{
    SignUp one;
    one.occasion = row.next<OccasionId>();
    one.open = row.next<std::string>() == "open";
    one.seats = row.next<std::optional<int>>();
    one.guests_most = row.next<int>();
    one.closes = row.next<std::optional<Instant>>();
    one.queue = row.next<std::string>() == "none" ? Queue::none : Queue::list;
    one.by_yes = row.next<bool>();
    one.offer_hours = row.next<int>();
    one.age_least = row.next<std::optional<int>>();
    one.age_most = row.next<std::optional<int>>();
    one.bring = row.next<std::string>();
    one.last_number = row.next<std::int64_t>();
    one.taken = row.next<std::int64_t>();
    one.free_from = row.next<int>();
    one.state = app::parse_occasion_state(row.next<std::string>()).value();
    one.begins = row.next<std::optional<Instant>>();
    one.starts = row.next<std::optional<Day>>();
    one.ends = row.next<std::optional<Day>>();
    one.told = row.next<std::int64_t>();
    one.version = row.next<std::int64_t>();
    return one;
}

}  // namespace

std::optional<SignUp> find_sign_up(db::Session& db, Town town, OccasionId occasion)
{
    return db.find("SELECT " VECHE_SIGN_UP_COLUMNS
                   " FROM participation_sign_ups"
                   " WHERE town_id = :town AND occasion_id = :occasion",
                   {{"town", town}, {"occasion", occasion}}, read_sign_up);
}

std::vector<SignUp> list_open(db::Session& db, Town town, const std::vector<OccasionId>& occasions, Instant now)
{
    if (occasions.empty()) return {};
    auto keys = nlohmann::json::array();
    for (const auto occasion : occasions) keys.push_back(occasion.value());
    const std::string list = keys.dump();
    const db::Binds binds = {{"town", town}, {"keys", list}, {"now", now}};
#define VECHE_OPEN_AMONG(LIST)                                                                                     \
    "SELECT " VECHE_SIGN_UP_COLUMNS " FROM participation_sign_ups WHERE town_id = :town AND occasion_id IN (" LIST \
    ") AND stage = 'open' AND state = 'ahead' AND (closes_at IS NULL OR closes_at > :now)"                         \
    " AND (begins_at IS NULL OR begins_at > :now) AND (seats IS NULL OR taken < seats OR queue = 'list')"          \
    " ORDER BY occasion_id"
    if (db.engine() == db::Engine::sqlite)
        return db.list(VECHE_OPEN_AMONG("SELECT value FROM json_each(:keys)"), binds, read_sign_up);
    return db.list(
        VECHE_OPEN_AMONG("SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(:keys AS jsonb)) AS k"),
        binds, read_sign_up);
#undef VECHE_OPEN_AMONG
}

std::optional<SignUp> find_for_update(db::Session& tx, Town town, OccasionId occasion)
{
    if (tx.engine() == db::Engine::sqlite) return find_sign_up(tx, town, occasion);  // there is one writer anyway
    return tx.find("SELECT " VECHE_SIGN_UP_COLUMNS
                   " FROM participation_sign_ups"
                   " WHERE town_id = :town AND occasion_id = :occasion FOR UPDATE",
                   {{"town", town}, {"occasion", occasion}}, read_sign_up);
}

std::optional<OccasionId> find_occasion_of(db::Session& db, Town town, Id<Entry> id)
{
    return db.find("SELECT occasion_id FROM participation_entries WHERE town_id = :town AND id = :id",
                   {{"town", town}, {"id", id}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

SignUp get_for_update(db::Session& tx, Town town, OccasionId occasion)
{
    auto found = find_for_update(tx, town, occasion);
    if (!found) throw NotFound("sign-up");
    return *found;
}

bool put_sign_up(db::Session& tx, Town town, const SignUp& one)
{
    const auto written = tx.execute(
        "INSERT INTO participation_sign_ups (town_id, occasion_id, stage, seats, persons_most, closes_at, queue,"
        " by_yes, offer_hours, age_least, age_most, bring, last_number, ends, version)"
        " VALUES (:town, :occasion, :stage, :seats, :most, :closes, :queue, :by_yes, :hours, :least, :oldest, :bring, "
        "0, :ends,"
        " :version)"
        " ON CONFLICT (town_id, occasion_id) DO UPDATE SET stage = excluded.stage, seats = excluded.seats,"
        " persons_most = excluded.persons_most, closes_at = excluded.closes_at, queue = excluded.queue,"
        " by_yes = excluded.by_yes, offer_hours = excluded.offer_hours, age_least = excluded.age_least, age_most = "
        "excluded.age_most,"
        " bring = excluded.bring, version = excluded.version"
        " WHERE participation_sign_ups.version = excluded.version - 1",
        {{"town", town},
         {"occasion", one.occasion},
         {"stage", one.open ? "open" : "closed"},
         {"seats", one.seats},
         {"most", one.guests_most},
         {"closes", one.closes},
         {"queue", to_text(one.queue)},
         {"by_yes", one.by_yes},
         {"hours", one.offer_hours},
         {"least", one.age_least},
         {"oldest", one.age_most},
         {"bring", one.bring},
         {"ends", one.ends},
         {"version", one.version}});
    return written == 1;
}

void set_occasion(db::Session& tx, Town town, const SignUp& one)
{
    tx.execute(
        "UPDATE participation_sign_ups SET closes_at = :closes, state = :state, begins_at = :begins, starts = :starts,"
        " ends = :ends, told = :told WHERE town_id = :town AND occasion_id = :occasion",
        {{"town", town},
         {"occasion", one.occasion},
         {"closes", one.closes},
         {"state", app::to_text(one.state)},
         {"begins", one.begins},
         {"starts", one.starts},
         {"ends", one.ends},
         {"told", one.told}});
}

void set_counts(db::Session& tx, Town town, const SignUp& one)
{
    tx.execute(
        "UPDATE participation_sign_ups SET last_number = :number, taken = :taken, free_from = :free_from"
        " WHERE town_id = :town AND occasion_id = :occasion",
        {{"town", town},
         {"occasion", one.occasion},
         {"number", one.last_number},
         {"taken", one.taken},
         {"free_from", one.free_from}});
}

std::vector<int> taken_seats(db::Session& db, Town town, OccasionId occasion)
{
    return db.list(
        "SELECT seat FROM participation_persons WHERE town_id = :town AND occasion_id = :occasion"
        " AND seat IS NOT NULL ORDER BY seat",
        {{"town", town}, {"occasion", occasion}}, [](db::Row& row) { return row.next<int>(); });
}

Taken find_taken(db::Session& db, Town town, const SignUp& one)
{
    Taken taken{.count = one.taken, .free_from = one.free_from, .seats = {}};
    if (!has_room(one, one.taken, 1)) return taken;
    taken.seats = db.list(
        "SELECT seat FROM participation_persons WHERE town_id = :town AND occasion_id = :occasion"
        " AND seat >= :from ORDER BY seat",
        {{"town", town}, {"occasion", one.occasion}, {"from", one.free_from}},
        [](db::Row& row) { return row.next<int>(); });
    std::size_t together = 0;
    while (together < taken.seats.size() && taken.seats[together] == taken.free_from) {
        ++together;
        ++taken.free_from;
    }
    taken.seats.erase(taken.seats.begin(), taken.seats.begin() + std::ptrdiff_t(together));
    return taken;
}

std::vector<OccasionId> list_wrong_counts(db::Session& db, Town town)
{
    return db.list(
        "SELECT s.occasion_id FROM participation_sign_ups s WHERE s.town_id = :town AND (s.taken <>"
        " (SELECT count(*) FROM participation_persons p WHERE p.town_id = :town AND p.occasion_id = s.occasion_id"
        " AND p.seat IS NOT NULL) OR s.free_from - 1 <>"
        " (SELECT count(*) FROM participation_persons p WHERE p.town_id = :town AND p.occasion_id = s.occasion_id"
        " AND p.seat < s.free_from)) ORDER BY s.occasion_id",
        {{"town", town}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

}  // namespace veche::participation::store
