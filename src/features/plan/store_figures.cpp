#include "features/plan/store_figures.hpp"

#include <charconv>

#include <fmt/format.h>

namespace veche::plan::store {

namespace {

/// What a line says of itself, and a happening by its line.
#define VECHE_OF_THE_LINE                                                                                             \
    "p.year AS year, l.position AS position, l.id AS line, l.title AS title, l.version AS version,"                   \
    " coalesce(l.section_id, 0) AS section, l.kind AS kind, CASE WHEN l.subkind = '' THEN 'none' ELSE l.subkind END " \
    "AS subkind, l.stage AS stage,"                                                                                   \
    " CASE WHEN l.age_mark IS NULL THEN 'no' ELSE 'yes' END AS marked,"                                               \
    " CASE WHEN l.warnings = '' THEN 'no' ELSE 'yes' END AS doubtful,"

/// Of a line all of whose happenings lie in one quarter, that; else several.
#define VECHE_QUARTER_OF_LINE                                                                           \
    "(SELECT CASE WHEN min(q.quarter) <> max(q.quarter) OR min(q.quarter) = 5 THEN 'several'"           \
    " WHEN min(q.quarter) = 0 THEN 'none' ELSE CAST(min(q.quarter) AS TEXT) END FROM plan_happenings q" \
    " WHERE q.town_id = l.town_id AND q.line_id = l.id)"

/// 31 December of the plan's year as a day number: the day of what has none.
#define VECHE_END_OF_YEAR "(365 * (p.year - 1969) + p.year / 4 - p.year / 100 + p.year / 400 - 478)"

/// Its happenings are looked at by their line: the index of those that are open would be read anew for each.
#define VECHE_LINES                                                                                                    \
    "SELECT " VECHE_OF_THE_LINE " 0 AS part, l.id AS object, " VECHE_QUARTER_OF_LINE                                   \
    " AS quarter, '' AS line_quarter,"                                                                                 \
    " CASE WHEN l.standing <> 'ahead' THEN l.standing WHEN (SELECT max(CASE WHEN o.outcome = 'ahead' AND"              \
    " o.ends < :today THEN 1 ELSE 0 END) FROM plan_happenings o WHERE o.town_id = l.town_id AND o.line_id = l.id) = 1" \
    " THEN 'overdue'"                                                                                                  \
    " ELSE 'ahead' END AS state, CASE WHEN EXISTS (SELECT 1 FROM plan_moves m WHERE m.town_id = l.town_id AND"         \
    " m.line_id = l.id) THEN 'yes' ELSE 'no' END AS moved, coalesce(l.ends, " VECHE_END_OF_YEAR                        \
    ") AS day,"                                                                                                        \
    " 1 AS amount FROM plans p CROSS JOIN plan_lines l WHERE p.town_id = :town AND l.town_id = :town AND"              \
    " l.plan_id = p.id AND p.year BETWEEN :year_first AND :year_last"

/// The first move has the periods of the first plan. They are compared as stored (store_periods): one in a list of them.
#define VECHE_HAPPENINGS(AMOUNT, WHICH)                                                                              \
    "SELECT " VECHE_OF_THE_LINE " h.position AS part, h.id AS object, " VECHE_QUARTER_OF_LINE                        \
    " AS line_quarter, CASE h.quarter WHEN 0 THEN 'none' WHEN 5"                                                     \
    " THEN 'several' ELSE CAST(h.quarter AS TEXT) END AS quarter, CASE WHEN h.outcome = 'ahead' AND h.ends < :today" \
    " THEN 'overdue' ELSE h.outcome END AS state, CASE WHEN EXISTS (SELECT 1 FROM plan_moves m WHERE m.town_id ="    \
    " h.town_id AND m.line_id = h.line_id AND m.number = 1 AND ';' || m.periods || ';' NOT LIKE '%;' || h.period"    \
    " || ';%') THEN 'yes' ELSE 'no' END AS moved, coalesce(h.held_last, h.ends, " VECHE_END_OF_YEAR                  \
    ") AS day, " AMOUNT                                                                                              \
    " AS amount FROM plans p CROSS JOIN plan_happenings h JOIN plan_lines l ON l.town_id = h.town_id AND"            \
    " l.id = h.line_id WHERE p.town_id = :town AND h.town_id = :town AND h.plan_id = p.id AND"                       \
    " p.year BETWEEN :year_first AND :year_last" WHICH

#define VECHE_CHOSEN_OF(ROWS)                                                                                        \
    " FROM (" ROWS                                                                                                   \
    ") f WHERE f.day BETWEEN :first AND :last AND (:section = -1 OR f.section = :section)"                           \
    " AND (:kind = '' OR f.kind = :kind) AND (:subkind = '' OR f.subkind = :subkind) AND (:stage = '' OR f.stage = " \
    ":stage)"                                                                                                        \
    " AND (:marked = '' OR f.marked = :marked) AND (:doubtful = '' OR f.doubtful = :doubtful)"                       \
    " AND (:quarter = '' OR f.quarter = :quarter) AND (:line_quarter = '' OR f.line_quarter = :line_quarter)"        \
    " AND (:state = '' OR f.state = :state) AND (:moved = '' OR f.moved = :moved)"

#define VECHE_SUMS_OF(ROWS)                                                                                        \
    "SELECT CASE WHEN :by_year = 1 THEN f.year ELSE 0 END, CASE WHEN :by_section = 1 THEN f.section ELSE 0 END,"   \
    " CASE WHEN :by_kind = 1 THEN f.kind ELSE '' END, CASE WHEN :by_subkind = 1 THEN f.subkind ELSE '' END, CASE " \
    "WHEN :by_stage = 1 THEN f.stage ELSE '' END,"                                                                 \
    " CASE WHEN :by_marked = 1 THEN f.marked ELSE '' END, CASE WHEN :by_doubtful = 1 THEN f.doubtful ELSE '' END," \
    " CASE WHEN :by_quarter = 1 THEN f.quarter ELSE '' END,"                                                       \
    " CASE WHEN :by_state = 1 THEN f.state ELSE '' END, CASE WHEN :by_moved = 1 THEN f.moved ELSE '' END,"         \
    " CASE WHEN :by_line_quarter = 1 THEN f.line_quarter ELSE '' END,"                                             \
    " CAST(sum(f.amount) AS BIGINT)" VECHE_CHOSEN_OF(ROWS) " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"

#define VECHE_RECORDS_OF(ROWS) \
    "SELECT f.year, f.position, f.line, f.part, f.object, f.title, f.day, f.amount, f.version, " \
    "f.stage" VECHE_CHOSEN_OF(ROWS) \
    " AND (f.year, f.position, f.line, f.part) > (:after_year, :after_position, :after_line, :after_part)"           \
    " ORDER BY f.year, f.position, f.line, f.part LIMIT :limit"

#define VECHE_OF_PARTICIPANTS VECHE_HAPPENINGS("h.participants", " AND h.outcome = 'held' AND h.participants > 0")
#define VECHE_OF_HAPPENINGS VECHE_HAPPENINGS("1", "")

struct Years {
    int first = 0, last = 9999;
};
Years years_of(const app::Scope& scope)
{
    const auto text = scope.chosen("year");
    if (text.empty()) return {};
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    return error == std::errc() && end == text.data() + text.size() && std::to_string(year) == text ? Years{year, year}
                                                                                                    : Years{1, 0};
}

/// -1 for any, 0 for none.
std::int64_t section_of(const app::Scope& scope)
{
    const auto text = scope.chosen("section");
    if (text.empty()) return -1;
    if (text == "none") return 0;
    return parse_id_text(text).value_or(-2);
}

std::string section_text(std::int64_t id)
{
    return id == 0 ? "none" : id_text(id);
}

#define VECHE_SCOPE_BINDS(view, scope, years)                                                                         \
    {"town", view.town.id}, {"today", view.town.zone.local(view.now).day}, {"first", scope.first},                    \
        {"last", scope.last}, {"year_first", years.first}, {"year_last", years.last}, {"section", section_of(scope)}, \
        {"kind", scope.chosen("kind")}, {"subkind", scope.chosen("subkind")}, {"stage", scope.chosen("stage")},       \
        {"marked", scope.chosen("marked")}, {"doubtful", scope.chosen("doubtful")},                                   \
        {"quarter", scope.chosen("quarter")}, {"line_quarter", scope.chosen("line_quarter")},                         \
        {"state", scope.chosen("state")},                                                                             \
    {                                                                                                                 \
        "moved", scope.chosen("moved")                                                                                \
    }

/// In the order of plan_dimensions.
app::Sum read_sum(db::Row& row)
{
    app::Sum sum;
    sum.values.push_back(std::to_string(row.next<std::int64_t>()));
    sum.values.push_back(section_text(row.next<std::int64_t>()));
    for (int i = 0; i < 9; ++i) sum.values.push_back(row.next<std::string>());
    sum.amount = row.next<std::int64_t>();
    return sum;
}

app::FigureRecord read_record(db::Row& row, std::string_view object)
{
    std::array<std::int64_t, 4> place{};
    for (auto& one : place) one = row.next<std::int64_t>();
    app::FigureRecord record;
    record.key = app::key_of(place);
    record.object = fmt::format("{}/{}", object, id_text(row.next<std::int64_t>()));
    record.title = row.next<std::string>();
    record.day = row.next<Day>();
    record.amount = row.next<std::int64_t>();
    record.version = row.next<std::int64_t>();
    const bool announced = row.next<std::string>() == "announced";
    record.url = fmt::format("{}/plan/{}/lines/{}", announced ? "" : "/office", place[0], id_text(place[2]));
    return record;
}

}  // namespace

std::vector<app::Sum> sum_plan(app::View& view, Counted counted, const app::Scope& scope,
                               std::span<const std::string_view> by)
{
    const auto years = years_of(scope);
    const auto run = [&](db::Sql sql) {
        return view.db.list(sql,
                            {VECHE_SCOPE_BINDS(view, scope, years),
                             {"by_year", app::is_asked(by, "year")},
                             {"by_section", app::is_asked(by, "section")},
                             {"by_kind", app::is_asked(by, "kind")},
                             {"by_subkind", app::is_asked(by, "subkind")},
                             {"by_stage", app::is_asked(by, "stage")},
                             {"by_marked", app::is_asked(by, "marked")},
                             {"by_doubtful", app::is_asked(by, "doubtful")},
                             {"by_quarter", app::is_asked(by, "quarter")},
                             {"by_line_quarter", app::is_asked(by, "line_quarter")},
                             {"by_state", app::is_asked(by, "state")},
                             {"by_moved", app::is_asked(by, "moved")}},
                            read_sum);
    };
    switch (counted) {
        case Counted::lines: return run(VECHE_SUMS_OF(VECHE_LINES));
        case Counted::happenings: return run(VECHE_SUMS_OF(VECHE_OF_HAPPENINGS));
        default: return run(VECHE_SUMS_OF(VECHE_OF_PARTICIPANTS));
    }
}

std::vector<app::FigureRecord> list_plan(app::View& view, Counted counted, const app::Scope& scope,
                                         const std::array<std::int64_t, 4>& after, int limit)
{
    const auto years = years_of(scope);
    const auto run = [&](db::Sql sql) {
        return view.db.list(
            sql,
            {VECHE_SCOPE_BINDS(view, scope, years),
             {"after_year", after[0]},
             {"after_position", after[1]},
             {"after_line", after[2]},
             {"after_part", after[3]},
             {"limit", limit}},
            [&](db::Row& row) { return read_record(row, counted == Counted::lines ? "line" : "happening"); });
    };
    switch (counted) {
        case Counted::lines: return run(VECHE_RECORDS_OF(VECHE_LINES));
        case Counted::happenings: return run(VECHE_RECORDS_OF(VECHE_OF_HAPPENINGS));
        default: return run(VECHE_RECORDS_OF(VECHE_OF_PARTICIPANTS));
    }
}

}  // namespace veche::plan::store
