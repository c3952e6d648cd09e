#include "features/participation/store.hpp"

#include <map>

#include "core/errors.hpp"

namespace veche::participation::store {

namespace {

/// An offer is kept as waiting with its hour.
Stage stage_of(std::string_view text, bool has_offer)
{
    if (text == "accepted") return Stage::accepted;
    if (text == "waiting") return has_offer ? Stage::offered : Stage::waiting;
    return Stage::cancelled;
}
std::string_view stage_text(Stage stage)
{
    return to_text(stage == Stage::offered ? Stage::waiting : stage);
}

SignUp read_sign_up(db::Row& row)
{
    SignUp one;
    one.happening = row.next<Happening>();
    one.line = row.next<Id<plan::Line>>();
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
    one.ends = row.next<std::optional<Day>>();
    one.version = row.next<std::int64_t>();
    return one;
}

Entry read_entry(db::Row& row)
{
    Entry one;
    one.id = row.next<Id<Entry>>();
    one.happening = row.next<Happening>();
    one.line = row.next<Id<plan::Line>>();
    one.number = row.next<std::int64_t>();
    one.key_hash = row.next<std::string>();
    one.mailbox = row.next<std::string>();
    one.group = row.next<std::string>();
    one.contact = row.next<std::string>();
    one.email = row.next<std::string>();
    one.phone = row.next<std::string>();
    const auto stage = row.next<std::string>();
    one.offer_until = row.next<std::optional<Instant>>();
    one.stage = stage_of(stage, one.offer_until.has_value());
    one.reason = row.next<std::string>();
    one.child_consent = row.next<std::string>();
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
    return one;
}

void read_persons(db::Session& db, Town town, Entry& entry)
{
    entry.persons = db.list(
        "SELECT name, age, seat FROM participation_persons WHERE town_id = :town AND entry_id = :entry"
        " ORDER BY position",
        {{"town", town}, {"entry", entry.id}}, read_person);
}

/// Of entries of one happening in the order of their numbers: one query for all of them.
void read_persons(db::Session& db, Town town, std::vector<Entry>& entries)
{
    if (entries.empty()) return;
    std::map<Id<Entry>, Entry*> by_id;
    for (auto& entry : entries) by_id.emplace(entry.id, &entry);
    db.each(
        "SELECT p.entry_id, p.name, p.age, p.seat FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.happening_id = :happening"
        " AND e.number BETWEEN :first AND :last ORDER BY e.number, p.position",
        {{"town", town},
         {"happening", entries.front().happening},
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

std::optional<SignUp> find_sign_up(db::Session& db, Town town, Happening happening)
{
    return db.find(
        "SELECT happening_id, line_id, stage, seats, persons_most, closes_at, queue, offer_hours, age_least, age_most, "
        "bring,"
        " last_number, taken, free_from, ends, version FROM participation_sign_ups"
        " WHERE town_id = :town AND happening_id = :happening",
        {{"town", town}, {"happening", happening}}, read_sign_up);
}

std::optional<SignUp> find_for_update(db::Session& tx, Town town, Happening happening)
{
    if (tx.engine() == db::Engine::sqlite) return find_sign_up(tx, town, happening);  // there is one writer anyway
    return tx.find(
        "SELECT happening_id, line_id, stage, seats, persons_most, closes_at, queue, offer_hours, age_least, age_most, "
        "bring,"
        " last_number, taken, free_from, ends, version FROM participation_sign_ups"
        " WHERE town_id = :town AND happening_id = :happening FOR UPDATE",
        {{"town", town}, {"happening", happening}}, read_sign_up);
}

SignUp get_for_update(db::Session& tx, Town town, Happening happening)
{
    auto found = find_for_update(tx, town, happening);
    if (!found) throw NotFound("sign-up");
    return *found;
}

std::vector<SignUp> list_sign_ups(db::Session& db, Town town, Id<plan::Line> line)
{
    return db.list(
        "SELECT happening_id, line_id, stage, seats, persons_most, closes_at, queue, offer_hours, age_least, age_most, "
        "bring,"
        " last_number, taken, free_from, ends, version FROM participation_sign_ups WHERE town_id = :town AND line_id = "
        ":line"
        " ORDER BY happening_id",
        {{"town", town}, {"line", line}}, read_sign_up);
}

bool put_sign_up(db::Session& tx, Town town, const SignUp& one)
{
    const auto written = tx.execute(
        "INSERT INTO participation_sign_ups (town_id, happening_id, line_id, stage, seats, persons_most, closes_at,"
        " queue, offer_hours, age_least, age_most, bring, last_number, ends, version)"
        " VALUES (:town, :happening, :line, :stage, :seats, :most, :closes, :queue, :hours, :least, :oldest, :bring, 0,"
        " :ends, :version)"
        " ON CONFLICT (town_id, happening_id) DO UPDATE SET stage = excluded.stage, seats = excluded.seats,"
        " persons_most = excluded.persons_most, closes_at = excluded.closes_at, queue = excluded.queue,"
        " offer_hours = excluded.offer_hours,"
        " age_least = excluded.age_least, age_most = excluded.age_most, bring = excluded.bring,"
        " ends = excluded.ends, version = excluded.version"
        " WHERE participation_sign_ups.version = excluded.version - 1",
        {{"town", town},
         {"happening", one.happening},
         {"line", one.line},
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

void set_counts(db::Session& tx, Town town, const SignUp& one)
{
    tx.execute(
        "UPDATE participation_sign_ups SET last_number = :number, taken = :taken, free_from = :free_from"
        " WHERE town_id = :town AND happening_id = :happening",
        {{"town", town},
         {"happening", one.happening},
         {"number", one.last_number},
         {"taken", one.taken},
         {"free_from", one.free_from}});
}

std::vector<int> taken_seats(db::Session& db, Town town, Happening happening)
{
    return db.list(
        "SELECT seat FROM participation_persons WHERE town_id = :town AND happening_id = :happening"
        " AND seat IS NOT NULL ORDER BY seat",
        {{"town", town}, {"happening", happening}}, [](db::Row& row) { return row.next<int>(); });
}

Taken find_taken(db::Session& db, Town town, const SignUp& one)
{
    Taken taken{.count = one.taken, .free_from = one.free_from, .seats = {}};
    if (!has_room(one, one.taken, 1)) return taken;
    taken.seats = db.list(
        "SELECT seat FROM participation_persons WHERE town_id = :town AND happening_id = :happening"
        " AND seat >= :from ORDER BY seat",
        {{"town", town}, {"happening", one.happening}, {"from", one.free_from}},
        [](db::Row& row) { return row.next<int>(); });
    std::size_t together = 0;
    while (together < taken.seats.size() && taken.seats[together] == taken.free_from) {
        ++together;
        ++taken.free_from;
    }
    taken.seats.erase(taken.seats.begin(), taken.seats.begin() + std::ptrdiff_t(together));
    return taken;
}

std::vector<Happening> list_wrong_counts(db::Session& db, Town town)
{
    return db.list(
        "SELECT s.happening_id FROM participation_sign_ups s WHERE s.town_id = :town AND (s.taken <>"
        " (SELECT count(*) FROM participation_persons p WHERE p.town_id = :town AND p.happening_id = s.happening_id"
        " AND p.seat IS NOT NULL) OR s.free_from - 1 <>"
        " (SELECT count(*) FROM participation_persons p WHERE p.town_id = :town AND p.happening_id = s.happening_id"
        " AND p.seat < s.free_from)) ORDER BY s.happening_id",
        {{"town", town}}, [](db::Row& row) { return row.next<Happening>(); });
}

std::optional<Entry> find_entry(db::Session& db, Town town, std::string_view key_hash)
{
    return with_persons(
        db, town,
        db.find(
            "SELECT id, happening_id, line_id, number, key_hash, mailbox, group_title, contact_name, contact_email,"
            " contact_phone, stage, offer_until, reason, child_consent, made_at, changed_at FROM participation_entries"
            " WHERE town_id = :town AND key_hash = :key",
            {{"town", town}, {"key", key_hash}}, read_entry));
}

std::optional<Entry> find_mailbox(db::Session& db, Town town, Happening happening, std::string_view mailbox)
{
    return with_persons(
        db, town,
        db.find(
            "SELECT id, happening_id, line_id, number, key_hash, mailbox, group_title, contact_name, contact_email,"
            " contact_phone, stage, offer_until, reason, child_consent, made_at, changed_at FROM participation_entries"
            " WHERE town_id = :town AND happening_id = :happening AND mailbox = :mailbox",
            {{"town", town}, {"happening", happening}, {"mailbox", mailbox}}, read_entry));
}

Entry get_entry(db::Session& db, Town town, Happening happening, Id<Entry> id)
{
    auto entry = with_persons(
        db, town,
        db.find(
            "SELECT id, happening_id, line_id, number, key_hash, mailbox, group_title, contact_name, contact_email,"
            " contact_phone, stage, offer_until, reason, child_consent, made_at, changed_at FROM participation_entries"
            " WHERE town_id = :town AND id = :id AND happening_id = :happening",
            {{"town", town}, {"id", id}, {"happening", happening}}, read_entry));
    if (!entry) throw NotFound("entry");
    return *entry;
}

std::vector<Entry> list_entries(db::Session& db, Town town, Happening happening, std::optional<Stage> stage,
                                std::int64_t after, int limit)
{
    auto entries = db.list(
        "SELECT id, happening_id, line_id, number, key_hash, mailbox, group_title, contact_name, contact_email,"
        " contact_phone, stage, offer_until, reason, child_consent, made_at, changed_at FROM participation_entries"
        " WHERE town_id = :town AND happening_id = :happening AND (:stage = '' OR (stage = :stage AND offer_until IS "
        "NULL) OR (:stage = 'offered' AND stage = 'waiting' AND offer_until IS NOT NULL)) AND number > :after"
        " ORDER BY number LIMIT :limit",
        {{"town", town},
         {"happening", happening},
         {"stage", stage ? to_text(*stage) : std::string_view()},
         {"after", after},
         {"limit", limit}},
        read_entry);
    read_persons(db, town, entries);
    return entries;
}

namespace {

void insert_persons(db::Session& tx, Town town, const Entry& entry)
{
    for (std::size_t i = 0; i < entry.persons.size(); ++i)
        tx.execute(
            "INSERT INTO participation_persons (town_id, entry_id, position, happening_id, name, age, seat)"
            " VALUES (:town, :entry, :position, :happening, :name, :age, :seat)",
            {{"town", town},
             {"entry", entry.id},
             {"position", std::int64_t(i)},
             {"happening", entry.happening},
             {"name", entry.persons[i].name},
             {"age", entry.persons[i].age},
             {"seat", entry.persons[i].seat}});
}

}  // namespace

void insert_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "INSERT INTO participation_entries (town_id, id, happening_id, line_id, number, key_hash, mailbox, group_title,"
        " contact_name, contact_email, contact_phone, stage, reason, consent_text, child_consent, made_at, changed_at,"
        " shredded_at) VALUES (:town, :id, :happening, :line, :number, :key, :mailbox, :group, :contact, :email, "
        ":phone,"
        " :stage, '', :consent, :child, :made, :made, NULL)",
        {{"town", town},
         {"id", entry.id},
         {"happening", entry.happening},
         {"line", entry.line},
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
         {"made", entry.made}});
    insert_persons(tx, town, entry);
}

void update_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "UPDATE participation_entries SET stage = :stage, offer_until = :offer, reason = :reason, mailbox = :mailbox,"
        " changed_at = :changed"
        " WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"stage", stage_text(entry.stage)},
         {"offer", entry.offer_until},
         {"reason", entry.reason},
         {"mailbox", entry.mailbox},
         {"changed", entry.changed}});
    for (std::size_t i = 0; i < entry.persons.size(); ++i)
        tx.execute(
            "UPDATE participation_persons SET seat = :seat"
            " WHERE town_id = :town AND entry_id = :entry AND position = :position",
            {{"town", town}, {"entry", entry.id}, {"position", std::int64_t(i)}, {"seat", entry.persons[i].seat}});
}

void replace_persons(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute("DELETE FROM participation_persons WHERE town_id = :town AND entry_id = :entry",
               {{"town", town}, {"entry", entry.id}});
    insert_persons(tx, town, entry);
    tx.execute(
        "UPDATE participation_entries SET group_title = :group, contact_name = :contact, contact_phone = :phone,"
        " child_consent = :child, changed_at = :changed WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"group", entry.group},
         {"contact", entry.contact},
         {"phone", entry.phone},
         {"child", entry.child_consent},
         {"changed", entry.changed}});
}

std::vector<Happening> list_late_offers(db::Session& db, Town town, Instant now)
{
    return db.list(
        "SELECT DISTINCT happening_id FROM participation_entries"
        " WHERE town_id = :town AND stage = 'waiting' AND offer_until <= :now ORDER BY happening_id",
        {{"town", town}, {"now", now}}, [](db::Row& row) { return row.next<Happening>(); });
}

std::vector<Entry> list_late(db::Session& db, Town town, Happening happening, Instant now)
{
    auto entries = db.list(
        "SELECT id, happening_id, line_id, number, key_hash, mailbox, group_title, contact_name, contact_email,"
        " contact_phone, stage, offer_until, reason, child_consent, made_at, changed_at FROM participation_entries"
        " WHERE town_id = :town AND happening_id = :happening AND stage = 'waiting' AND offer_until <= :now"
        " ORDER BY number",
        {{"town", town}, {"happening", happening}, {"now", now}}, read_entry);
    read_persons(db, town, entries);
    return entries;
}

std::int64_t count_waiting_before(db::Session& db, Town town, Happening happening, std::int64_t number)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries WHERE town_id = :town"
        " AND happening_id = :happening AND stage = 'waiting' AND offer_until IS NULL AND number < :number",
        {{"town", town}, {"happening", happening}, {"number", number}});
}

Shredded shred(db::Session& tx, Town town, Day before, Instant now, int most)
{
    Shredded gone;
    gone.persons = tx.execute(
        "UPDATE participation_persons SET name = '' WHERE town_id = :town AND (entry_id, position) IN"
        " (SELECT p.entry_id, p.position FROM participation_persons p JOIN participation_sign_ups s"
        " ON s.town_id = p.town_id AND s.happening_id = p.happening_id"
        " WHERE p.town_id = :town AND p.name <> '' AND s.ends < :before LIMIT :most)",
        {{"town", town}, {"before", before}, {"most", most}});
    gone.entries = tx.execute(
        "UPDATE participation_entries SET contact_name = '', contact_email = '', contact_phone = '', group_title = '',"
        " child_consent = '', reason = '', mailbox = 'shredded:' || key_hash, shredded_at = :now"
        " WHERE town_id = :town AND id IN (SELECT e.id FROM participation_entries e JOIN participation_sign_ups s"
        " ON s.town_id = e.town_id AND s.happening_id = e.happening_id"
        " WHERE e.town_id = :town AND e.shredded_at IS NULL AND s.ends < :before LIMIT :most)",
        {{"town", town}, {"before", before}, {"now", now}, {"most", most}});
    return gone;
}

}  // namespace veche::participation::store
