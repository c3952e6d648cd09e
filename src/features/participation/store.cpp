#include "features/participation/store.hpp"

#include <map>

#include "core/errors.hpp"

namespace veche::participation::store {

namespace {

/// An offer is kept as waiting with its hour, and so is what waits for an answer to its letter.
Stage stage_of(std::string_view text, bool has_offer, bool confirms)
{
    if (text == "waiting" && confirms) return Stage::unconfirmed;
    if (text == "accepted") return Stage::accepted;
    if (text == "waiting") return has_offer ? Stage::offered : Stage::waiting;
    return Stage::cancelled;
}
std::string_view stage_text(Stage stage)
{
    return to_text(stage == Stage::offered || stage == Stage::unconfirmed ? Stage::waiting : stage);
}

#define VECHE_SIGN_UP_COLUMNS                                                                              \
    "occasion_id, stage, seats, persons_most, closes_at, queue, offer_hours, age_least, age_most, bring, " \
    "last_number, "                                                                                        \
    "taken, free_from, state, begins_at, starts, ends, told, version"
#define VECHE_ENTRY_COLUMNS                                                                                        \
    "id, occasion_id, number, key_hash, mailbox, group_title, contact_name, contact_email, contact_phone, stage, " \
    "offer_until, confirm_by, reason, child_consent, persons_made, told, made_at, changed_at"

SignUp read_sign_up(db::Row& row)
{
    SignUp one;
    one.occasion = row.next<OccasionId>();
    one.open = row.next<std::string>() == "open";
    one.seats = row.next<std::optional<int>>();
    one.persons_most = row.next<int>();
    one.closes = row.next<std::optional<Instant>>();
    one.queue = row.next<std::string>() == "none" ? Queue::none : Queue::list;
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

Entry read_entry(db::Row& row)
{
    Entry one;
    one.id = row.next<Id<Entry>>();
    one.occasion = row.next<OccasionId>();
    one.number = row.next<std::int64_t>();
    one.key_hash = row.next<std::string>();
    one.mailbox = row.next<std::string>();
    one.group = row.next<std::string>();
    one.contact = row.next<std::string>();
    one.email = row.next<std::string>();
    one.phone = row.next<std::string>();
    const auto stage = row.next<std::string>();
    one.offer_until = row.next<std::optional<Instant>>();
    one.confirm_by = row.next<std::optional<Instant>>();
    one.stage = stage_of(stage, one.offer_until.has_value(), one.confirm_by.has_value());
    one.reason = row.next<std::string>();
    one.child_consent = row.next<std::string>();
    one.persons_made = row.next<int>();
    one.told = row.next<std::int64_t>();
    one.made = row.next<Instant>();
    one.changed = row.next<Instant>();
    return one;
}

Person read_person(db::Row& row)
{
    Person one;
    one.name = row.next<std::string>();
    one.age = row.next<std::optional<int>>();
    one.seat = row.next<std::optional<int>>();
    one.position = row.next<int>();
    return one;
}

void read_persons(db::Session& db, Town town, Entry& entry)
{
    entry.persons = db.list(
        "SELECT name, age, seat, position FROM participation_persons WHERE town_id = :town AND entry_id = :entry"
        " ORDER BY position",
        {{"town", town}, {"entry", entry.id}}, read_person);
}

/// Of entries of one occasion in the order of their numbers: one query for all of them.
void read_persons(db::Session& db, Town town, std::vector<Entry>& entries)
{
    if (entries.empty()) return;
    std::map<Id<Entry>, Entry*> by_id;
    for (auto& entry : entries) by_id.emplace(entry.id, &entry);
    db.each(
        "SELECT p.entry_id, p.name, p.age, p.seat, p.position FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion"
        " AND e.number BETWEEN :first AND :last ORDER BY e.number, p.position",
        {{"town", town},
         {"occasion", entries.front().occasion},
         {"first", entries.front().number},
         {"last", entries.back().number}},
        [&](db::Row& row) {
            const auto found = by_id.find(row.next<Id<Entry>>());  // of another stage: not asked for
            if (found != by_id.end()) found->second->persons.push_back(read_person(row));
        });
}

std::optional<Entry> with_persons(db::Session& db, Town town, std::optional<Entry> entry)
{
    if (entry) read_persons(db, town, *entry);
    return entry;
}

}  // namespace

std::optional<SignUp> find_sign_up(db::Session& db, Town town, OccasionId occasion)
{
    return db.find("SELECT " VECHE_SIGN_UP_COLUMNS
                   " FROM participation_sign_ups"
                   " WHERE town_id = :town AND occasion_id = :occasion",
                   {{"town", town}, {"occasion", occasion}}, read_sign_up);
}

std::optional<SignUp> find_for_update(db::Session& tx, Town town, OccasionId occasion)
{
    if (tx.engine() == db::Engine::sqlite) return find_sign_up(tx, town, occasion);  // there is one writer anyway
    return tx.find("SELECT " VECHE_SIGN_UP_COLUMNS
                   " FROM participation_sign_ups"
                   " WHERE town_id = :town AND occasion_id = :occasion FOR UPDATE",
                   {{"town", town}, {"occasion", occasion}}, read_sign_up);
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
        " offer_hours, age_least, age_most, bring, last_number, ends, version)"
        " VALUES (:town, :occasion, :stage, :seats, :most, :closes, :queue, :hours, :least, :oldest, :bring, 0, :ends,"
        " :version)"
        " ON CONFLICT (town_id, occasion_id) DO UPDATE SET stage = excluded.stage, seats = excluded.seats,"
        " persons_most = excluded.persons_most, closes_at = excluded.closes_at, queue = excluded.queue,"
        " offer_hours = excluded.offer_hours, age_least = excluded.age_least, age_most = excluded.age_most,"
        " bring = excluded.bring, version = excluded.version"
        " WHERE participation_sign_ups.version = excluded.version - 1",
        {{"town", town},
         {"occasion", one.occasion},
         {"stage", one.open ? "open" : "closed"},
         {"seats", one.seats},
         {"most", one.persons_most},
         {"closes", one.closes},
         {"queue", to_text(one.queue)},
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

std::optional<Entry> find_entry(db::Session& db, Town town, std::string_view key_hash)
{
    return with_persons(db, town,
                        db.find("SELECT " VECHE_ENTRY_COLUMNS " FROM participation_entries"
                                " WHERE town_id = :town AND key_hash = :key",
                                {{"town", town}, {"key", key_hash}}, read_entry));
}

std::optional<Entry> find_mailbox(db::Session& db, Town town, OccasionId occasion, std::string_view mailbox)
{
    return with_persons(db, town,
                        db.find("SELECT " VECHE_ENTRY_COLUMNS " FROM participation_entries"
                                " WHERE town_id = :town AND occasion_id = :occasion AND mailbox = :mailbox",
                                {{"town", town}, {"occasion", occasion}, {"mailbox", mailbox}}, read_entry));
}

Entry get_entry(db::Session& db, Town town, OccasionId occasion, Id<Entry> id)
{
    auto entry = with_persons(db, town,
                              db.find("SELECT " VECHE_ENTRY_COLUMNS " FROM participation_entries"
                                      " WHERE town_id = :town AND id = :id AND occasion_id = :occasion",
                                      {{"town", town}, {"id", id}, {"occasion", occasion}}, read_entry));
    if (!entry) throw NotFound("entry");
    return *entry;
}

std::vector<Entry> list_entries(db::Session& db, Town town, OccasionId occasion, std::optional<Stage> stage,
                                std::int64_t after, int limit)
{
    auto entries = db.list(
        "SELECT " VECHE_ENTRY_COLUMNS
        " FROM participation_entries"
        " WHERE town_id = :town AND occasion_id = :occasion AND (:stage = '' OR (stage = :stage AND offer_until IS "
        "NULL AND confirm_by IS NULL) OR (:stage = 'offered' AND stage = 'waiting' AND offer_until IS NOT NULL)) AND "
        "number > :after"
        " ORDER BY number LIMIT :limit",
        {{"town", town},
         {"occasion", occasion},
         {"stage", stage ? to_text(*stage) : std::string_view()},
         {"after", after},
         {"limit", limit}},
        read_entry);
    read_persons(db, town, entries);
    return entries;
}

std::vector<Entry> list_seatless(db::Session& db, Town town, OccasionId occasion, int limit)
{
    auto entries =
        db.list("SELECT " VECHE_ENTRY_COLUMNS
                " FROM participation_entries e WHERE town_id = :town AND occasion_id = :occasion"
                " AND (stage = 'accepted' OR (stage = 'waiting' AND offer_until IS NOT NULL))"
                " AND EXISTS (SELECT 1 FROM participation_persons p WHERE p.town_id = e.town_id AND p.entry_id = e.id"
                " AND p.seat IS NULL) ORDER BY number LIMIT :limit",
                {{"town", town}, {"occasion", occasion}, {"limit", limit}}, read_entry);
    read_persons(db, town, entries);
    return entries;
}

std::int64_t count_coming(db::Session& db, Town town, OccasionId occasion)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion"
        " AND (e.stage = 'accepted' OR (e.stage = 'waiting' AND e.offer_until IS NOT NULL))",
        {{"town", town}, {"occasion", occasion}});
}

namespace {

void insert_persons(db::Session& tx, Town town, const Entry& entry)
{
    for (const auto& person : entry.persons)
        tx.execute(
            "INSERT INTO participation_persons (town_id, entry_id, position, occasion_id, name, age, seat)"
            " VALUES (:town, :entry, :position, :occasion, :name, :age, :seat)",
            {{"town", town},
             {"entry", entry.id},
             {"position", person.position},
             {"occasion", entry.occasion},
             {"name", person.name},
             {"age", person.age},
             {"seat", person.seat}});
}

}  // namespace

void insert_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "INSERT INTO participation_entries (town_id, id, occasion_id, number, key_hash, mailbox, group_title,"
        " contact_name, contact_email, contact_phone, stage, reason, consent_text, child_consent, persons_made, told,"
        " confirm_by, network, made_at, changed_at, shredded_at) VALUES (:town, :id, :occasion, :number, :key, "
        ":mailbox, :group, :contact, "
        ":email, "
        ":phone,"
        " :stage, '', :consent, :child, :persons, :told, :confirm, :network, :made, :made, NULL)",
        {{"town", town},
         {"id", entry.id},
         {"occasion", entry.occasion},
         {"number", entry.number},
         {"key", entry.key_hash},
         {"mailbox", entry.mailbox},
         {"group", entry.group},
         {"contact", entry.contact},
         {"email", entry.email},
         {"phone", entry.phone},
         {"stage", stage_text(entry.stage)},
         {"consent", data_consent_version},
         {"child", entry.child_consent},
         {"persons", entry.persons_made},
         {"told", entry.told},
         {"confirm", entry.confirm_by},
         {"network", entry.network},
         {"made", entry.made}});
    insert_persons(tx, town, entry);
}

void update_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "UPDATE participation_entries SET stage = :stage, offer_until = :offer, confirm_by = :confirm, reason = "
        ":reason, mailbox = :mailbox,"
        " changed_at = :changed"
        " WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"stage", stage_text(entry.stage)},
         {"offer", entry.offer_until},
         {"confirm", entry.confirm_by},
         {"reason", entry.reason},
         {"mailbox", entry.mailbox},
         {"changed", entry.changed}});
    for (const auto& person : entry.persons)
        tx.execute(
            "UPDATE participation_persons SET seat = :seat"
            " WHERE town_id = :town AND entry_id = :entry AND position = :position",
            {{"town", town}, {"entry", entry.id}, {"position", person.position}, {"seat", person.seat}});
}

void replace_persons(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute("DELETE FROM participation_persons WHERE town_id = :town AND entry_id = :entry",
               {{"town", town}, {"entry", entry.id}});
    insert_persons(tx, town, entry);
    tx.execute(
        "UPDATE participation_entries SET group_title = :group, contact_name = :contact, contact_phone = :phone,"
        " child_consent = :child, persons_made = :persons, changed_at = :changed WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"group", entry.group},
         {"contact", entry.contact},
         {"phone", entry.phone},
         {"child", entry.child_consent},
         {"persons", entry.persons_made},
         {"changed", entry.changed}});
}

std::vector<OccasionId> list_late_offers(db::Session& db, Town town, Instant now)
{
    return db.list(
        "SELECT DISTINCT occasion_id FROM participation_entries"
        " WHERE town_id = :town AND stage = 'waiting' AND (offer_until <= :now OR confirm_by <= :now) ORDER BY "
        "occasion_id",
        {{"town", town}, {"now", now}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

std::vector<Entry> list_late(db::Session& db, Town town, OccasionId occasion, Instant now)
{
    auto entries = db.list("SELECT " VECHE_ENTRY_COLUMNS
                           " FROM participation_entries"
                           " WHERE town_id = :town AND occasion_id = :occasion AND stage = 'waiting' AND (offer_until "
                           "<= :now OR confirm_by <= :now)"
                           " ORDER BY number",
                           {{"town", town}, {"occasion", occasion}, {"now", now}}, read_entry);
    read_persons(db, town, entries);
    return entries;
}

std::int64_t count_waiting_before(db::Session& db, Town town, OccasionId occasion, std::int64_t number)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries WHERE town_id = :town"
        " AND occasion_id = :occasion AND stage = 'waiting' AND offer_until IS NULL AND confirm_by IS NULL"
        " AND number < :number",
        {{"town", town}, {"occasion", occasion}, {"number", number}});
}

std::int64_t count_from(db::Session& db, Town town, OccasionId occasion, std::string_view network, Instant since)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.network = :network"
        " AND e.made_at > :since AND e.occasion_id = :occasion",
        {{"town", town}, {"network", network}, {"since", since}, {"occasion", occasion}});
}

std::int64_t forget_networks(db::Session& tx, Town town, Instant before, int most)
{
    return tx.execute(
        "UPDATE participation_entries SET network = '' WHERE town_id = :town AND id IN (SELECT id FROM"
        " participation_entries WHERE town_id = :town AND network > '' AND made_at <= :before LIMIT :most)",
        {{"town", town}, {"before", before}, {"most", most}});
}

Shredded shred(db::Session& tx, Town town, Day before, Instant now, int most)
{
    Shredded gone;
    gone.persons = tx.execute(
        "UPDATE participation_persons SET name = '' WHERE town_id = :town AND (entry_id, position) IN"
        " (SELECT p.entry_id, p.position FROM participation_persons p JOIN participation_sign_ups s"
        " ON s.town_id = p.town_id AND s.occasion_id = p.occasion_id"
        " WHERE p.town_id = :town AND p.name <> '' AND s.ends < :before LIMIT :most)",
        {{"town", town}, {"before", before}, {"most", most}});
    gone.entries = tx.execute(
        "UPDATE participation_entries SET contact_name = '', contact_email = '', contact_phone = '', group_title = '',"
        " child_consent = '', reason = '', mailbox = 'shredded:' || key_hash, shredded_at = :now"
        " WHERE town_id = :town AND id IN (SELECT e.id FROM participation_entries e JOIN participation_sign_ups s"
        " ON s.town_id = e.town_id AND s.occasion_id = e.occasion_id"
        " WHERE e.town_id = :town AND e.shredded_at IS NULL AND s.ends < :before LIMIT :most)",
        {{"town", town}, {"before", before}, {"now", now}, {"most", most}});
    return gone;
}

}  // namespace veche::participation::store
