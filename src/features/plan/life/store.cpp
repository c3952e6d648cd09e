#include "features/plan/life/store.hpp"

#include "core/text.hpp"

namespace veche::plan::store {

namespace {

Overdue read_overdue(db::Row& row)
{
    Overdue one;
    one.line = row.next<Id<Line>>();
    one.happening = row.next<Id<Happening>>();
    one.year = row.next<int>();
    one.number = row.next<std::optional<int>>();
    one.title = row.next<std::string>();
    one.place = row.next<std::string>();
    one.responsible = split_lines(row.next<std::string>());
    one.when.precision = language::parse_precision(row.next<std::string>()).value();
    one.when.periods = language::load_periods(row.next<std::string>());
    one.ended = row.next<Day>();
    return one;
}

}  // namespace

/// Its last day is over and nobody has told of it: the index plan_happenings_open. A draft owes nobody a report.
#define VECHE_OVERDUE                                                                                \
    "h.town_id = :town AND h.outcome = 'ahead' AND h.ends >= :since AND h.ends < :before AND EXISTS" \
    " (SELECT 1 FROM plan_lines a WHERE a.town_id = h.town_id AND a.id = h.line_id AND a.stage = 'announced')"

std::int64_t count_overdue(db::Session& db, Town town, Day since, Day before)
{
    return db.value<std::int64_t>("SELECT count(*) FROM plan_happenings h WHERE " VECHE_OVERDUE,
                                  {{"town", town}, {"since", since}, {"before", before}});
}

std::vector<Overdue> list_overdue(db::Session& db, Town town, Day since, Day before,
                                  const std::optional<OverdueKey>& after, int limit)
{
    const auto key = after.value_or(OverdueKey{.ended = since, .happening = {}});
    return db.list(
        "SELECT h.line_id, h.id, p.year, l.number, l.title, l.place, l.responsible, l.precision_of, h.period, h.ends"
        " FROM plan_happenings h JOIN plan_lines l ON l.town_id = h.town_id AND l.id = h.line_id"
        " JOIN plans p ON p.town_id = h.town_id AND p.id = h.plan_id"
        " WHERE " VECHE_OVERDUE " AND (h.ends, h.id) > (:ended, :happening) ORDER BY h.ends, h.id LIMIT :limit",
        {{"town", town},
         {"since", since},
         {"before", before},
         {"ended", key.ended},
         {"happening", key.happening},
         {"limit", limit}},
        read_overdue);
}

std::optional<Id<Line>> find_line_of(db::Session& db, Town town, Id<Happening> happening)
{
    return db.find("SELECT line_id FROM plan_happenings WHERE town_id = :town AND id = :happening",
                   {{"town", town}, {"happening", happening}}, [](db::Row& row) { return row.next<Id<Line>>(); });
}

}  // namespace veche::plan::store
