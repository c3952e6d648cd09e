#include "core/fold.hpp"
#include "features/plan/line/store.hpp"

// The office's list of a plan, page by page. (A file of its own beside store.cpp, which gives whole lines.)

namespace veche::plan::store {

namespace {

/// What a row says of itself before its line is read.
struct ListedLine {
    LinePlace place;
    std::string title;
};

ListedLine read_listed(db::Row& row)
{
    const auto position = row.next<std::int64_t>();
    const auto id = row.next<Id<Line>>();
    return {{position, id}, row.next<std::string>()};
}

#define VECHE_LISTED                                                                                             \
    "SELECT l.position, l.id, l.title FROM plan_lines l WHERE l.town_id = :town AND l.plan_id = :plan"           \
    " AND (:section = 0 OR l.section_id = :section) AND (:kind = '' OR l.kind = :kind)"                          \
    " AND (:subkind = '' OR l.subkind = :subkind) AND (:stage = '' OR l.stage = :stage)"                         \
    " AND (:standing = '' OR l.standing = :standing) AND (:doubtful = '' OR l.warnings <> '')"                   \
    " AND (:unmarked = '' OR l.age_mark IS NULL)"                                                                \
    " AND (:moved = '' OR EXISTS (SELECT 1 FROM plan_moves m WHERE m.town_id = l.town_id AND m.line_id = l.id))" \
    " AND (:today = 0 OR l.stage = 'announced' AND EXISTS (SELECT 1 FROM plan_happenings h WHERE h.town_id = "   \
    "l.town_id AND h.line_id = l.id"                                                                             \
    " AND h.outcome = 'ahead' AND h.ends < :today))"

std::vector<ListedLine> list_listed(db::Session& db, Town town, Id<Plan> plan, const OfficeChoice& choice,
                                    const LinePlace& from, Way way, int limit)
{
    const db::Binds binds = {{"town", town},
                             {"plan", plan},
                             {"section", choice.section ? choice.section->value() : std::int64_t(0)},
                             {"kind", choice.kind},
                             {"subkind", choice.subkind},
                             {"stage", choice.stage},
                             {"standing", choice.standing},
                             {"doubtful", choice.doubtful ? std::string_view("yes") : std::string_view()},
                             {"moved", choice.moved ? std::string_view("yes") : std::string_view()},
                             {"unmarked", choice.unmarked ? std::string_view("yes") : std::string_view()},
                             {"today", choice.overdue_on ? day_number(*choice.overdue_on) : std::int64_t(0)},
                             {"position", from.position},
                             {"id", from.id},
                             {"limit", limit}};
    if (way == Way::onward)
        return db.list(VECHE_LISTED " AND (l.position, l.id) > (:position, :id) ORDER BY l.position, l.id LIMIT :limit",
                       binds, read_listed);
    return db.list(VECHE_LISTED
                   " AND (l.position, l.id) < (:position, :id) ORDER BY l.position DESC, l.id DESC LIMIT :limit",
                   binds, read_listed);
}

}  // namespace

std::optional<LinePlace> find_place(db::Session& db, Town town, Id<Plan> plan, Id<Line> id)
{
    return db.find("SELECT position, id FROM plan_lines WHERE town_id = :town AND plan_id = :plan AND id = :id",
                   {{"town", town}, {"plan", plan}, {"id", id}}, [](db::Row& row) {
                       const auto position = row.next<std::int64_t>();
                       return LinePlace{position, row.next<Id<Line>>()};
                   });
}

std::vector<Id<Line>> list_chosen(db::Session& db, Town town, Id<Plan> plan, const OfficeChoice& choice, LinePlace from,
                                  Way way, int limit)
{
    constexpr int looked_at = 500;  // titles at once, where words are looked for in them
    std::vector<Id<Line>> found;
    for (bool more = true; more && int(found.size()) < limit;) {
        const int size = choice.folded.empty() ? limit : looked_at;
        const auto rows = list_listed(db, town, plan, choice, from, way, size);
        more = int(rows.size()) == size && !choice.folded.empty();
        for (const auto& row : rows) {
            from = row.place;
            if (int(found.size()) < limit && fold_part(row.title).find(choice.folded) != std::string::npos)
                found.push_back(row.place.id);
        }
    }
    return found;
}

}  // namespace veche::plan::store
