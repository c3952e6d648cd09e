#include "features/participation/entry/store.hpp"

#include <map>

#include "core/errors.hpp"
#include "core/fold.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation::store {

namespace {

#define VECHE_ENTRY_COLUMNS                                                                                            \
    "id, occasion_id, number, key_hash, contact_key, group_title, contact_name, contact_email, contact_phone, stage, " \
    "offer_until, confirm_by, reason, child_consent, thanks_consent, persons_made, told, entered_by, made_at, "        \
    "changed_at"

Entry read_entry(db::Row& row)
{
    Entry one;
    one.id = row.next<Id<Entry>>();
    one.occasion = row.next<OccasionId>();
    one.number = row.next<std::int64_t>();
    one.key_hash = row.next<std::string>();
    one.contact_key = row.next<std::string>();
    one.group = row.next<std::string>();
    one.contact = row.next<std::string>();
    one.email = row.next<std::string>();
    one.phone = row.next<std::string>();
    one.stage = parse_stage(row.next<std::string>()).value();
    one.offer_until = row.next<std::optional<Instant>>();
    one.confirm_by = row.next<std::optional<Instant>>();
    one.reason = row.next<std::string>();
    one.child_consent = row.next<std::string>();
    one.thanks_consent = row.next<std::string>();
    one.guests_made = row.next<int>();
    one.told = row.next<std::int64_t>();
    one.entered_by = row.next<std::optional<Id<app::Account>>>();
    one.made = row.next<Instant>();
    one.changed = row.next<Instant>();
    return one;
}

Guest read_guest(db::Row& row)
{
    Guest one;
    one.name = row.next<std::string>();
    one.age = row.next<std::optional<int>>();
    one.seat = row.next<std::optional<int>>();
    one.position = row.next<int>();
    return one;
}

void read_guests(db::Session& db, Town town, Entry& entry)
{
    entry.guests = db.list(
        "SELECT name, age, seat, position FROM participation_persons WHERE town_id = :town AND entry_id = :entry"
        " ORDER BY position",
        {{"town", town}, {"entry", entry.id}}, read_guest);
}

/// Of entries of one occasion in the order of their numbers: one query for all of them.
void read_guests(db::Session& db, Town town, std::vector<Entry>& entries)
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
            if (found != by_id.end()) found->second->guests.push_back(read_guest(row));
        });
}

ErasedEntry read_erased(db::Row& row)
{
    const auto occasion = row.next<OccasionId>();
    return {.occasion = occasion, .entry = row.next<Id<Entry>>()};
}

std::optional<Entry> with_guests(db::Session& db, Town town, std::optional<Entry> entry)
{
    if (entry) read_guests(db, town, *entry);
    return entry;
}

}  // namespace

std::optional<Entry> find_entry(db::Session& db, Town town, std::string_view key_hash)
{
    return with_guests(db, town,
                       db.find("SELECT " VECHE_ENTRY_COLUMNS " FROM participation_entries"
                               " WHERE town_id = :town AND key_hash = :key",
                               {{"town", town}, {"key", key_hash}}, read_entry));
}

std::optional<Entry> find_contact(db::Session& db, Town town, OccasionId occasion, std::string_view contact_key)
{
    return with_guests(db, town,
                       db.find("SELECT " VECHE_ENTRY_COLUMNS " FROM participation_entries"
                               " WHERE town_id = :town AND occasion_id = :occasion AND contact_key = :key",
                               {{"town", town}, {"occasion", occasion}, {"key", contact_key}}, read_entry));
}

Entry get_entry(db::Session& db, Town town, OccasionId occasion, Id<Entry> id)
{
    auto entry = with_guests(db, town,
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
        " WHERE town_id = :town AND occasion_id = :occasion AND (:stage = '' OR stage = :stage) AND number > :after"
        " ORDER BY number LIMIT :limit",
        {{"town", town},
         {"occasion", occasion},
         {"stage", stage ? to_text(*stage) : std::string_view()},
         {"after", after},
         {"limit", limit}},
        read_entry);
    read_guests(db, town, entries);
    return entries;
}

std::vector<Entry> list_seatless(db::Session& db, Town town, OccasionId occasion, int limit)
{
    auto entries =
        db.list("SELECT " VECHE_ENTRY_COLUMNS
                " FROM participation_entries e WHERE town_id = :town AND occasion_id = :occasion"
                " AND stage IN ('accepted', 'offered')"
                " AND EXISTS (SELECT 1 FROM participation_persons p WHERE p.town_id = e.town_id AND p.entry_id = e.id"
                " AND p.seat IS NULL) ORDER BY number LIMIT :limit",
                {{"town", town}, {"occasion", occasion}, {"limit", limit}}, read_entry);
    read_guests(db, town, entries);
    return entries;
}

std::int64_t count_coming(db::Session& db, Town town, OccasionId occasion)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion"
        " AND e.stage IN ('accepted', 'offered')",
        {{"town", town}, {"occasion", occasion}});
}

namespace {

/// Nothing of it is shown: what is typed into a search is folded the same way.
std::string sought_of(const Entry& entry)
{
    std::string text = entry.contact + " " + entry.email + " " + entry.phone;
    for (const auto& guest : entry.guests) text += " " + guest.name;
    const auto phone = Phone::parse(entry.phone);
    return fold_part(text) + (phone ? " " + phone->folded() : std::string());
}

void insert_guests(db::Session& tx, Town town, const Entry& entry)
{
    for (const auto& guest : entry.guests)
        tx.execute(
            "INSERT INTO participation_persons (town_id, entry_id, position, occasion_id, name, age, seat)"
            " VALUES (:town, :entry, :position, :occasion, :name, :age, :seat)",
            {{"town", town},
             {"entry", entry.id},
             {"position", guest.position},
             {"occasion", entry.occasion},
             {"name", guest.name},
             {"age", guest.age},
             {"seat", guest.seat}});
}

}  // namespace

void insert_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "INSERT INTO participation_entries (town_id, id, occasion_id, number, key_hash, contact_key, group_title,"
        " contact_name, contact_email, contact_phone, stage, reason, consent_text, child_consent, thanks_consent, "
        "sought, persons_made, told,"
        " confirm_by, network, entered_by, made_at, changed_at, shredded_at)"
        " VALUES (:town, :id, :occasion, :number, :key, :contact_key, :group, :contact, :email, :phone, :stage, '',"
        " :consent, :child, :thanks, :sought, :guests, :told, :confirm, :network, :entered_by, :made, :made, NULL)",
        {{"town", town},
         {"id", entry.id},
         {"occasion", entry.occasion},
         {"number", entry.number},
         {"key", entry.key_hash},
         {"contact_key", entry.contact_key},
         {"group", entry.group},
         {"contact", entry.contact},
         {"email", entry.email},
         {"phone", entry.phone},
         {"stage", to_text(entry.stage)},
         {"consent", data_consent_version},
         {"child", entry.child_consent},
         {"thanks", entry.thanks_consent},
         {"sought", sought_of(entry)},
         {"guests", entry.guests_made},
         {"told", entry.told},
         {"confirm", entry.confirm_by},
         {"network", entry.network},
         {"entered_by", entry.entered_by},
         {"made", entry.made}});
    insert_guests(tx, town, entry);
}

void update_entry(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute(
        "UPDATE participation_entries SET stage = :stage, offer_until = :offer, confirm_by = :confirm, reason = "
        ":reason, contact_key = :contact_key,"
        " changed_at = :changed"
        " WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"stage", to_text(entry.stage)},
         {"offer", entry.offer_until},
         {"confirm", entry.confirm_by},
         {"reason", entry.reason},
         {"contact_key", entry.contact_key},
         {"changed", entry.changed}});
    for (const auto& guest : entry.guests)
        tx.execute(
            "UPDATE participation_persons SET seat = :seat"
            " WHERE town_id = :town AND entry_id = :entry AND position = :position",
            {{"town", town}, {"entry", entry.id}, {"position", guest.position}, {"seat", guest.seat}});
}

void replace_guests(db::Session& tx, Town town, const Entry& entry)
{
    tx.execute("DELETE FROM participation_persons WHERE town_id = :town AND entry_id = :entry",
               {{"town", town}, {"entry", entry.id}});
    insert_guests(tx, town, entry);
    tx.execute(
        "UPDATE participation_entries SET group_title = :group, contact_name = :contact, contact_phone = :phone,"
        " child_consent = :child, sought = :sought, persons_made = :guests, changed_at = :changed WHERE town_id = "
        ":town "
        "AND id = :id",
        {{"town", town},
         {"id", entry.id},
         {"group", entry.group},
         {"contact", entry.contact},
         {"phone", entry.phone},
         {"child", entry.child_consent},
         {"sought", sought_of(entry)},
         {"guests", entry.guests_made},
         {"changed", entry.changed}});
}

std::vector<OccasionId> list_late_offers(db::Session& db, Town town, Instant now)
{
    return db.list(
        "SELECT DISTINCT occasion_id FROM participation_entries"
        " WHERE town_id = :town AND stage IN ('offered', 'unconfirmed')"
        " AND (offer_until <= :now OR confirm_by <= :now) ORDER BY occasion_id",
        {{"town", town}, {"now", now}}, [](db::Row& row) { return row.next<OccasionId>(); });
}

std::vector<Entry> list_late(db::Session& db, Town town, OccasionId occasion, Instant now)
{
    auto entries = db.list("SELECT " VECHE_ENTRY_COLUMNS
                           " FROM participation_entries"
                           " WHERE town_id = :town AND occasion_id = :occasion AND stage IN ('offered', 'unconfirmed')"
                           " AND (offer_until <= :now OR confirm_by <= :now) ORDER BY number",
                           {{"town", town}, {"occasion", occasion}, {"now", now}}, read_entry);
    read_guests(db, town, entries);
    return entries;
}

std::vector<ErasedEntry> list_erased(db::Session& db, Town town, Day today, int most)
{
    return db.list(
        "SELECT e.occasion_id, e.id FROM participation_entries e JOIN participation_sign_ups s ON s.town_id = e.town_id"
        " AND s.occasion_id = e.occasion_id WHERE e.town_id = :town AND s.state IN ('ahead', 'withdrawn')"
        " AND s.ends >= :today"
        " AND e.shredded_at IS NULL AND e.thinned_at IS NULL AND e.stage NOT IN ('cancelled', 'refused')"
        " AND (e.contact_key = 'shredded:' || e.key_hash OR EXISTS (SELECT 1 FROM participation_persons g"
        " WHERE g.town_id = e.town_id AND g.entry_id = e.id AND g.name = '')) ORDER BY e.occasion_id, e.id LIMIT :most",
        {{"town", town}, {"today", today}, {"most", most}}, read_erased);
}

std::vector<ErasedEntry> list_undecided(db::Session& db, Town town, Instant now, int most)
{
    return db.list(
        "SELECT e.occasion_id, e.id FROM participation_sign_ups s JOIN participation_entries e ON e.town_id = s.town_id"
        " AND e.occasion_id = s.occasion_id WHERE s.town_id = :town AND s.state = 'ahead' AND s.begins_at <= :now"
        " AND e.stage = 'awaiting' ORDER BY e.occasion_id, e.id LIMIT :most",
        {{"town", town}, {"now", now}, {"most", most}}, read_erased);
}

std::int64_t count_waiting_before(db::Session& db, Town town, OccasionId occasion, std::int64_t number)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries WHERE town_id = :town"
        " AND occasion_id = :occasion AND stage = 'waiting' AND number < :number",
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

void set_thanks_consent(db::Session& tx, Town town, Id<Entry> entry, std::string_view version)
{
    tx.execute("UPDATE participation_entries SET thanks_consent = :version WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", entry}, {"version", version}});
}

/// Of entries whose time is over: of what has ended, and of those that came to nothing themselves. A consent to be thanked keeps the contact of
/// who took part, and nobody else.
#define VECHE_ENDED                                                               \
    " JOIN participation_sign_ups s ON s.town_id = e.town_id AND s.occasion_id =" \
    " e.occasion_id WHERE e.town_id = :town AND (s.ends < :before OR (e.stage IN" \
    " ('cancelled', 'refused') AND e.changed_at < :before_at))"
#define VECHE_OVER VECHE_ENDED " AND (e.thanks_consent = '' OR e.stage <> 'accepted' OR s.ends < :thanked)"

namespace {

/// All but how the contact is reached: what the consent to be thanked does not speak of.
std::int64_t thin(db::Session& tx, Town town, const ShredBefore& before, Instant now, int most)
{
    const auto ids = tx.list("SELECT e.id FROM participation_entries e" VECHE_ENDED
                             " AND e.thinned_at IS NULL AND e.shredded_at IS NULL ORDER BY e.id LIMIT :most",
                             {{"town", town}, {"before", before.ended}, {"before_at", before.ended_at}, {"most", most}},
                             [](db::Row& row) { return row.next<Id<Entry>>(); });
    for (const auto id : ids) {
        auto entry = find_entry_by_id(tx, town, id).value();
        entry.guests.clear();
        tx.execute(
            "UPDATE participation_entries SET group_title = '', child_consent = '', reason = '', sought = :sought,"
            " thinned_at = :now WHERE town_id = :town AND id = :id",
            {{"town", town}, {"sought", sought_of(entry)}, {"now", now}, {"id", id}});
    }
    return std::int64_t(ids.size());
}

}  // namespace

Shredded shred(db::Session& tx, Town town, const ShredBefore& before, Instant now, int most)
{
    Shredded gone;
    gone.guests = tx.execute(
        "UPDATE participation_persons SET name = '' WHERE town_id = :town AND (entry_id, position) IN"
        " (SELECT p.entry_id, p.position FROM participation_persons p JOIN participation_entries e"
        " ON e.town_id = p.town_id AND e.id = p.entry_id" VECHE_ENDED " AND p.name <> '' LIMIT :most)",
        {{"town", town}, {"before", before.ended}, {"before_at", before.ended_at}, {"most", most}});
    gone.entries = tx.execute(
        "UPDATE participation_entries SET contact_name = '', contact_email = '', contact_phone = '', group_title = '',"
        " child_consent = '', reason = '', sought = '', contact_key = 'shredded:' || key_hash, thinned_at = :now,"
        " shredded_at = :now WHERE town_id = :town AND id IN (SELECT e.id FROM participation_entries e" VECHE_OVER
        " AND e.shredded_at IS NULL LIMIT :most)",
        {{"town", town},
         {"before", before.ended},
         {"before_at", before.ended_at},
         {"thanked", before.thanked},
         {"now", now},
         {"most", most}});
    gone.answers = tx.execute(
        "DELETE FROM participation_answers WHERE town_id = :town AND (entry_id, question_id, position) IN (SELECT"
        " a.entry_id, a.question_id, a.position FROM participation_answers a JOIN participation_entries e"
        " ON e.town_id = a.town_id AND e.id = a.entry_id" VECHE_ENDED " LIMIT :most)",
        {{"town", town}, {"before", before.ended}, {"before_at", before.ended_at}, {"most", most}});
    gone.thinned = thin(tx, town, before, now, most);
    return gone;
}

std::vector<int> list_marked(db::Session& db, Town town, OccasionId occasion, Id<Entry> entry)
{
    return db.list(
        "SELECT position FROM participation_attendance WHERE town_id = :town AND occasion_id = :occasion"
        " AND entry_id = :entry AND stage = 'came' ORDER BY position",
        {{"town", town}, {"occasion", occasion}, {"entry", entry}}, [](db::Row& row) { return row.next<int>(); });
}

}  // namespace veche::participation::store
