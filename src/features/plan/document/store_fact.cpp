#include "features/plan/document/store_fact.hpp"

namespace veche::plan::store {

namespace {

FactGroup read_group(db::Row& row)
{
    FactGroup group;
    group.section = Id<Section>(row.next<std::int64_t>());
    group.kind = parse_kind(row.next<std::string>()).value();
    group.quarter = Quarter(row.next<int>());
    group.state = parse_fact_state(row.next<std::string>()).value();
    group.moved = row.next<bool>();
    group.count = row.next<std::int64_t>();
    group.participants = row.next<std::int64_t>();
    // PostgreSQL sums a BIGINT as a number without bounds: the statements make it one again.
    return group;
}

/// The first move has the periods of the first plan. They are compared as stored (store_periods): one in a list of them.
#define VECHE_FACT_TABLES                                                                         \
    " FROM plan_happenings h JOIN plan_lines l ON l.town_id = h.town_id AND l.id = h.line_id"     \
    " LEFT JOIN plan_moves m ON m.town_id = h.town_id AND m.line_id = h.line_id AND m.number = 1" \
    " WHERE h.town_id = :town AND h.plan_id = :plan"

#define VECHE_FACT_OF_HAPPENINGS(CHOICE)                                                                          \
    "SELECT coalesce(l.section_id, 0), l.kind, h.quarter, CASE WHEN h.outcome = 'ahead' AND h.ends < :today THEN" \
    " 'overdue' ELSE h.outcome END AS state, CASE WHEN m.number IS NOT NULL AND ';' || m.periods || ';' NOT LIKE" \
    " '%;' || h.period || ';%' THEN 1 ELSE 0 END AS moved, count(*), CAST(coalesce(sum(h.participants), 0) AS "   \
    "BIGINT)" VECHE_FACT_TABLES CHOICE " GROUP BY 1, 2, 3, 4, 5"

#define VECHE_FACT_OF_LINES(CHOICE)                                                                                 \
    "SELECT section, kind, quarter, state, moved, count(*), CAST(sum(participants) AS BIGINT) FROM"                 \
    " (SELECT coalesce(l.section_id, 0) AS section, l.kind AS kind, CASE WHEN min(h.quarter) = max(h.quarter) THEN" \
    " min(h.quarter) ELSE 5 END AS quarter, CASE WHEN l.standing <> 'ahead' THEN l.standing WHEN max(CASE WHEN"     \
    " h.outcome = 'ahead' AND h.ends < :today THEN 1 ELSE 0 END) = 1 THEN 'overdue' ELSE 'ahead' END AS state,"     \
    " CASE WHEN max(m.number) IS NOT NULL THEN 1 ELSE 0 END AS moved, CAST(coalesce(sum(h.participants), 0) AS "    \
    "BIGINT) AS participants" VECHE_FACT_TABLES CHOICE " GROUP BY l.town_id, l.id) AS counted GROUP BY 1, 2, 3, 4, 5"

}  // namespace

std::vector<FactGroup> count_fact(db::Session& db, Town town, Id<Plan> plan, Unit unit, Day today)
{
    if (unit == Unit::happenings)
        return db.list(VECHE_FACT_OF_HAPPENINGS(""), {{"town", town}, {"plan", plan}, {"today", today}}, read_group);
    return db.list(VECHE_FACT_OF_LINES(""), {{"town", town}, {"plan", plan}, {"today", today}}, read_group);
}

std::vector<FactGroup> count_public_fact(db::Session& db, Town town, Id<Plan> plan, Unit unit, Day today)
{
    if (unit == Unit::happenings)
        return db.list(VECHE_FACT_OF_HAPPENINGS(" AND l.stage = 'announced'"),
                       {{"town", town}, {"plan", plan}, {"today", today}}, read_group);
    return db.list(VECHE_FACT_OF_LINES(" AND l.stage = 'announced'"),
                   {{"town", town}, {"plan", plan}, {"today", today}}, read_group);
}

}  // namespace veche::plan::store
