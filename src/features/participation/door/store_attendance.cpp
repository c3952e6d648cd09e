#include "features/participation/door/store_attendance.hpp"

namespace veche::participation::store {

namespace {

Attendance read_attendance(db::Row& row)
{
    Attendance one;
    one.occasion = row.next<OccasionId>();
    one.accepted = row.next<std::int64_t>();
    one.came = row.next<std::int64_t>();
    one.walk_ins = row.next<std::int64_t>();
    one.children = row.next<std::int64_t>();
    one.adults = row.next<std::int64_t>();
    one.unknown = row.next<std::int64_t>();
    return one;
}

}  // namespace

std::optional<Guest> find_guest(db::Session& db, Town town, OccasionId occasion, Id<Entry> entry, int position)
{
    return db.find(
        "SELECT name, age, seat, position FROM participation_persons WHERE town_id = :town AND entry_id = :entry"
        " AND position = :position AND occasion_id = :occasion",
        {{"town", town}, {"entry", entry}, {"position", std::int64_t(position)}, {"occasion", occasion}},
        [](db::Row& row) {
            Guest one;
            one.name = row.next<std::string>();
            one.age = row.next<std::optional<int>>();
            one.seat = row.next<std::optional<int>>();
            one.position = row.next<int>();
            return one;
        });
}

bool put_came(db::Session& tx, Town town, const Came& row)
{
    return tx.execute(
               "INSERT INTO participation_attendance (town_id, occasion_id, mark_key, entry_id, position,"
               " age_group, stage, came_on, marked_at, received_at, marked_by)"
               " VALUES (:town, :occasion, :key, :entry, :position, :group, :stage, :day, :at, :received, :by)"
               " ON CONFLICT (town_id, occasion_id, mark_key) DO UPDATE SET stage = excluded.stage,"
               " came_on = excluded.came_on, marked_at = excluded.marked_at, received_at = excluded.received_at,"
               " marked_by = excluded.marked_by WHERE participation_attendance.marked_at < excluded.marked_at",
               {{"town", town},
                {"occasion", row.occasion},
                {"key", row.key},
                {"entry", row.entry},
                {"position", row.position},
                {"group", to_text(row.age_group)},
                {"stage", row.came ? "came" : "undone"},
                {"day", row.on},
                {"at", row.at},
                {"received", row.received},
                {"by", row.by}}) > 0;
}

std::vector<Entry> list_by_ticket(db::Session& db, Town town, OccasionId occasion, const std::string& code)
{
    const auto end = code + "g";  // after every digit
    const auto ids = db.list(
        "SELECT id FROM participation_entries WHERE town_id = :town AND occasion_id = :occasion AND key_hash >= :code"
        " AND key_hash < :end ORDER BY number LIMIT 2",
        {{"town", town}, {"occasion", occasion}, {"code", code}, {"end", end}},
        [](db::Row& row) { return row.next<Id<Entry>>(); });
    std::vector<Entry> entries;
    for (const auto id : ids) entries.push_back(get_entry(db, town, occasion, id));
    return entries;
}

std::int64_t count_expected(db::Session& db, Town town, OccasionId occasion)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM participation_entries e JOIN participation_persons p"
        " ON p.town_id = e.town_id AND p.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion"
        " AND (e.stage NOT IN ('cancelled', 'refused') OR EXISTS (SELECT 1 FROM participation_attendance a WHERE "
        "a.town_id = e.town_id"
        " AND a.occasion_id = e.occasion_id AND a.entry_id = e.id AND a.position = p.position AND a.stage = 'came'))",
        {{"town", town}, {"occasion", occasion}});
}

std::vector<Came> list_came(db::Session& db, Town town, OccasionId occasion)
{
    return db.list(
        "SELECT occasion_id, mark_key, entry_id, position, age_group, came_on, marked_at, received_at,"
        " marked_by FROM participation_attendance"
        " WHERE town_id = :town AND occasion_id = :occasion AND stage = 'came' ORDER BY mark_key",
        {{"town", town}, {"occasion", occasion}}, [](db::Row& row) {
            Came one;
            one.occasion = row.next<OccasionId>();
            one.key = row.next<std::string>();
            one.entry = row.next<std::optional<Id<Entry>>>();
            one.position = row.next<std::optional<int>>();
            one.age_group = parse_age_group(row.next<std::string>()).value_or(AgeGroup::unknown);
            one.on = row.next<Day>();
            one.at = row.next<Instant>();
            one.received = row.next<Instant>();
            one.by = row.next<std::optional<Id<app::Account>>>();
            return one;
        });
}

Attendance attendance_of(db::Session& db, Town town, OccasionId occasion)
{
    auto found = db.find(
        "SELECT occasion_id, 0, count(entry_id), count(*) - count(entry_id),"
        " count(CASE WHEN age_group = 'child' THEN 1 END), count(CASE WHEN age_group = 'adult' THEN 1 END),"
        " count(CASE WHEN age_group = 'unknown' THEN 1 END) FROM participation_attendance"
        " WHERE town_id = :town AND occasion_id = :occasion AND stage = 'came' GROUP BY occasion_id",
        {{"town", town}, {"occasion", occasion}}, read_attendance);
    auto one = found.value_or(Attendance{});
    one.occasion = occasion;
    one.accepted = db.value<std::int64_t>(
        "SELECT count(*) FROM participation_persons p JOIN participation_entries e"
        " ON e.town_id = p.town_id AND e.id = p.entry_id"
        " WHERE e.town_id = :town AND e.occasion_id = :occasion AND e.stage = 'accepted'",
        {{"town", town}, {"occasion", occasion}});
    return one;
}

std::string ledger_key(const DayAttendance& last)
{
    return iso_day(last.day) + "." + to_text(last.attendance.occasion);
}

std::optional<LedgerKey> parse_ledger_key(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot == text.npos) return std::nullopt;
    const auto day = parse_iso_day(text.substr(0, dot));
    const auto occasion = parse_id<app::Occasion>(text.substr(dot + 1));
    return day && occasion ? std::optional(LedgerKey{*day, *occasion}) : std::nullopt;
}

std::vector<DayAttendance> list_attendance(db::Session& db, Town town, const LedgerScope& scope)
{
    return db.list(
        "SELECT h.occasion_id,"
        " (SELECT count(*) FROM participation_persons p JOIN participation_entries e"
        "  ON e.town_id = p.town_id AND e.id = p.entry_id"
        "  WHERE e.town_id = :town AND e.occasion_id = h.occasion_id AND e.stage = 'accepted'),"
        " count(a.entry_id), count(a.mark_key) - count(a.entry_id),"
        " count(CASE WHEN a.age_group = 'child' THEN 1 END), count(CASE WHEN a.age_group = 'adult' THEN 1 END),"
        " count(CASE WHEN a.age_group = 'unknown' THEN 1 END), h.day"
        " FROM (SELECT occasion_id, max(day) AS day FROM (SELECT occasion_id, ends AS day FROM participation_sign_ups"
        "       WHERE town_id = :town AND ends BETWEEN :first AND :last"
        "       UNION ALL SELECT occasion_id, came_on FROM participation_attendance"
        "       WHERE town_id = :town AND stage = 'came' AND came_on BETWEEN :first AND :last) d"
        "       GROUP BY occasion_id) h"
        " LEFT JOIN participation_attendance a ON a.town_id = :town AND a.occasion_id = h.occasion_id"
        "  AND a.stage = 'came' AND a.came_on BETWEEN :first AND :last"
        " WHERE :paged = 0 OR h.day < :day OR (h.day = :day AND h.occasion_id > :after)"
        " GROUP BY h.occasion_id, h.day ORDER BY h.day DESC, h.occasion_id LIMIT :limit",
        {{"town", town},
         {"first", scope.first},
         {"last", scope.last},
         {"paged", scope.after.has_value()},
         {"day", scope.after ? scope.after->day : scope.last},
         {"after", scope.after ? scope.after->occasion : OccasionId{}},
         {"limit", scope.limit}},
        [](db::Row& row) {
            DayAttendance one{.attendance = read_attendance(row)};
            one.day = row.next<Day>();
            return one;
        });
}

}  // namespace veche::participation::store
