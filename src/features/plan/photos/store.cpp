#include "features/plan/photos/store.hpp"

namespace veche::plan::store {

std::optional<ShownHappening> find_latest_shown(db::Session& db, Id<app::Town> town)
{
    // What is shown belongs to an announced line: albums.shown says so.
    return db.find(
        "SELECT l.id, p.year, l.title, h.id, h.held_first, h.held_last, h.participants, h.told, h.told_at"
        " FROM plan_happenings h JOIN plan_lines l ON l.town_id = h.town_id AND l.id = h.line_id"
        " JOIN plans p ON p.town_id = l.town_id AND p.id = l.plan_id"
        " WHERE h.town_id = :town AND h.outcome = 'held' AND EXISTS (SELECT 1 FROM shown_photos s WHERE s.town_id ="
        " h.town_id AND s.kind = 'happening' AND s.owner_id = h.id)"
        " ORDER BY h.held_last DESC, h.told_at DESC, h.id DESC LIMIT 1",
        {{"town", town}}, [](db::Row& row) {
            ShownHappening found;
            found.line = row.next<Id<Line>>();
            found.year = row.next<int>();
            found.title = row.next<std::string>();
            found.happening = row.next<Id<Happening>>();
            found.held.first = row.next<Day>();
            found.held.last = row.next<Day>();
            found.held.participants = row.next<std::int64_t>();
            found.held.summary = row.next<std::string>();
            found.held.told = row.next<Instant>();
            return found;
        });
}

}  // namespace veche::plan::store
