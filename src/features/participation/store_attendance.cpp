#include "features/participation/store_attendance.hpp"

namespace veche::participation::store {

namespace {

Attendance read_attendance(db::Row& row)
{
    Attendance one;
    one.happening = row.next<Happening>();
    one.line = row.next<Id<plan::Line>>();
    one.accepted = row.next<std::int64_t>();
    one.came = row.next<std::int64_t>();
    one.walk_ins = row.next<std::int64_t>();
    one.children = row.next<std::int64_t>();
    one.adults = row.next<std::int64_t>();
    one.unknown = row.next<std::int64_t>();
    return one;
}

}  // namespace

std::optional<Person> find_person(db::Session& db, Town town, Happening happening, Id<Entry> entry, int position)
{
    return db.find(
        "SELECT name, age, seat FROM participation_persons WHERE town_id = :town AND entry_id = :entry"
        " AND position = :position AND happening_id = :happening",
        {{"town", town}, {"entry", entry}, {"position", std::int64_t(position)}, {"happening", happening}},
        [](db::Row& row) {
            Person one;
            one.name = row.next<std::string>();
            one.age = row.next<std::optional<int>>();
            one.seat = row.next<std::optional<int>>();
            return one;
        });
}

bool put_came(db::Session& tx, Town town, const Came& row)
{
    return tx.execute(
               "INSERT INTO participation_attendance (town_id, happening_id, mark_key, line_id, entry_id, position,"
               " age_group, stage, came_on, marked_at, received_at, marked_by)"
               " VALUES (:town, :happening, :key, :line, :entry, :position, :group, :stage, :day, :at, :received, :by)"
               " ON CONFLICT (town_id, happening_id, mark_key) DO UPDATE SET stage = excluded.stage,"
               " came_on = excluded.came_on, marked_at = excluded.marked_at, received_at = excluded.received_at,"
               " marked_by = excluded.marked_by WHERE participation_attendance.marked_at < excluded.marked_at",
               {{"town", town},
                {"happening", row.happening},
                {"key", row.key},
                {"line", row.line},
                {"entry", row.entry},
                {"position", row.position},
                {"group", to_text(row.age_group)},
                {"stage", row.came ? "came" : "undone"},
                {"day", row.on},
                {"at", row.at},
                {"received", row.received},
                {"by", row.by}}) > 0;
}

std::vector<Came> list_came(db::Session& db, Town town, Happening happening)
{
    return db.list(
        "SELECT happening_id, line_id, mark_key, entry_id, position, age_group, came_on, marked_at, received_at,"
        " marked_by FROM participation_attendance"
        " WHERE town_id = :town AND happening_id = :happening AND stage = 'came' ORDER BY mark_key",
        {{"town", town}, {"happening", happening}}, [](db::Row& row) {
            Came one;
            one.happening = row.next<Happening>();
            one.line = row.next<Id<plan::Line>>();
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

Attendance attendance_of(db::Session& db, Town town, Happening happening)
{
    auto found = db.find(
        "SELECT happening_id, line_id, 0, count(entry_id), count(*) - count(entry_id),"
        " count(CASE WHEN age_group = 'child' THEN 1 END), count(CASE WHEN age_group = 'adult' THEN 1 END),"
        " count(CASE WHEN age_group = 'unknown' THEN 1 END) FROM participation_attendance"
        " WHERE town_id = :town AND happening_id = :happening AND stage = 'came' GROUP BY happening_id, line_id",
        {{"town", town}, {"happening", happening}}, read_attendance);
    auto one = found.value_or(Attendance{});
    one.happening = happening;
    one.accepted = db.value<std::int64_t>(
        "SELECT count(*) FROM participation_persons p JOIN participation_entries e"
        " ON e.town_id = p.town_id AND e.id = p.entry_id"
        " WHERE e.town_id = :town AND e.happening_id = :happening AND e.stage = 'accepted'",
        {{"town", town}, {"happening", happening}});
    return one;
}

std::vector<Attendance> list_attendance(db::Session& db, Town town, Day first, Day last, std::optional<Happening> after,
                                        int limit)
{
    return db.list(
        "SELECT h.happening_id, h.line_id,"
        " (SELECT count(*) FROM participation_persons p JOIN participation_entries e"
        "  ON e.town_id = p.town_id AND e.id = p.entry_id"
        "  WHERE e.town_id = :town AND e.happening_id = h.happening_id AND e.stage = 'accepted'),"
        " count(a.entry_id), count(a.mark_key) - count(a.entry_id),"
        " count(CASE WHEN a.age_group = 'child' THEN 1 END), count(CASE WHEN a.age_group = 'adult' THEN 1 END),"
        " count(CASE WHEN a.age_group = 'unknown' THEN 1 END)"
        " FROM (SELECT happening_id, line_id FROM participation_sign_ups"
        "       WHERE town_id = :town AND ends BETWEEN :first AND :last"
        "       UNION SELECT happening_id, line_id FROM participation_attendance"
        "       WHERE town_id = :town AND stage = 'came' AND came_on BETWEEN :first AND :last) h"
        " LEFT JOIN participation_attendance a"
        "  ON a.town_id = :town AND a.happening_id = h.happening_id AND a.stage = 'came'"
        " WHERE h.happening_id > :after GROUP BY h.happening_id, h.line_id ORDER BY h.happening_id LIMIT :limit",
        {{"town", town}, {"first", first}, {"last", last}, {"after", after.value_or(Happening{})}, {"limit", limit}},
        read_attendance);
}

}  // namespace veche::participation::store
