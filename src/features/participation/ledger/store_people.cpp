#include "features/participation/ledger/store_people.hpp"

#include "core/errors.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation::store {

namespace {

/// `text` as it is, somewhere: a percent sign that was typed is one.
std::string somewhere(const std::string& text)
{
    std::string like = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') like += '\\';
        like += c;
    }
    return like + "%";
}

}  // namespace

std::vector<Contact> list_contacts(db::Session& db, Town town, const std::string& sought,
                                   std::optional<Id<Entry>> after, int limit)
{
    return db.list(
        "SELECT c.id, c.contact_name, c.contact_email, c.contact_phone, c.occasions, (SELECT count(DISTINCT"
        " a.occasion_id) FROM participation_entries x JOIN participation_attendance a ON a.town_id = x.town_id AND"
        " a.entry_id = x.id AND a.stage = 'came' WHERE x.town_id = :town AND x.contact_key = c.contact_key)"
        " FROM (SELECT e.id, e.sought, e.contact_key, e.contact_name, e.contact_email, e.contact_phone, g.occasions"
        "       FROM (SELECT max(id) AS id, count(*) AS occasions FROM participation_entries"
        "             WHERE town_id = :town AND shredded_at IS NULL AND contact_name <> '' AND stage NOT IN "
        "('cancelled', 'refused')"
        "             AND (:sought = '' OR sought LIKE :like ESCAPE '\\') GROUP BY contact_key) g"
        "       JOIN participation_entries e ON e.town_id = :town AND e.id = g.id"
        "       WHERE :after = 0 OR (e.sought, e.id) > (SELECT l.sought, l.id FROM participation_entries l"
        "             WHERE l.town_id = :town AND l.id = :after)"
        "       ORDER BY e.sought, e.id LIMIT :limit) c ORDER BY c.sought, c.id",
        {{"town", town},
         {"sought", sought},
         {"like", somewhere(sought)},
         {"after", after ? after->value() : 0},
         {"limit", limit}},
        [](db::Row& row) {
            Contact one;
            one.entry = row.next<Id<Entry>>();
            one.name = row.next<std::string>();
            one.email = row.next<std::string>();
            one.phone = row.next<std::string>();
            one.occasions = row.next<std::int64_t>();
            one.came = row.next<std::int64_t>();
            return one;
        });
}

std::vector<ContactEntry> list_of_contact(db::Session& db, Town town, Id<Entry> entry, int limit)
{
    const auto of = find_entry_by_id(db, town, entry);
    if (!of) throw NotFound("entry");
    const auto found = db.list(
        "SELECT e.id, (SELECT count(*) FROM participation_attendance a WHERE a.town_id = e.town_id AND a.entry_id = "
        "e.id"
        " AND a.stage = 'came') FROM participation_entries e WHERE e.town_id = :town AND e.shredded_at IS NULL"
        " AND (e.contact_key = :key OR (:email <> '' AND e.contact_email = :email)"
        " OR (:email = '' AND :phone <> '' AND e.contact_phone = :phone)) ORDER BY e.id DESC LIMIT :limit",
        {{"town", town}, {"key", of->contact_key}, {"email", of->email}, {"phone", of->phone}, {"limit", limit}},
        [](db::Row& row) {
            const auto id = row.next<Id<Entry>>();
            return std::pair(id, row.next<std::int64_t>());
        });
    std::vector<ContactEntry> entries;
    for (const auto& [id, came] : found)
        entries.push_back({.entry = find_entry_by_id(db, town, id).value(), .came = came});
    return entries;
}

}  // namespace veche::participation::store
