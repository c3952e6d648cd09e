#include "app/figures/store_counted.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/figures.hpp"

namespace veche::plan::figures {

namespace {

/// What a line says of itself, and a happening by its line.
#define VECHE_OF_THE_LINE                                                                                       \
    "p.year AS plan_year, CAST(p.year AS TEXT) AS year, l.position, l.title, l.version,"                        \
    " coalesce(l.section_id, 0) AS section, l.kind, CASE WHEN l.subkind = '' THEN 'none' ELSE l.subkind END AS" \
    " subkind, l.stage, CASE WHEN l.age_mark IS NULL THEN 'no' ELSE 'yes' END AS marked,"                       \
    " CASE WHEN l.warnings = '' THEN 'no' ELSE 'yes' END AS doubtful, CASE WHEN l.stage = 'announced' THEN ''"  \
    " ELSE '/office' END || '/plan/' || CAST(p.year AS TEXT) || '/lines/' AS page, l.id AS line"

/// Of a line all of whose happenings lie in one quarter, that; else several.
#define VECHE_QUARTER_OF_LINE                                                                           \
    "(SELECT CASE WHEN min(q.quarter) <> max(q.quarter) OR min(q.quarter) = 5 THEN 'several'"           \
    " WHEN min(q.quarter) = 0 THEN 'none' ELSE CAST(min(q.quarter) AS TEXT) END FROM plan_happenings q" \
    " WHERE q.town_id = l.town_id AND q.line_id = l.id)"

/// 31 December of the plan's year as a day number: the day of what has none.
#define VECHE_END_OF_YEAR "(365 * (p.year - 1969) + p.year / 4 - p.year / 100 + p.year / 400 - 478)"

/// Its happenings are looked at by their line: the index of those that are open would be read anew for each.
#define VECHE_LINES                                                                                                    \
    "SELECT " VECHE_OF_THE_LINE ", " VECHE_QUARTER_OF_LINE                                                             \
    " AS quarter, CASE WHEN l.standing <> 'ahead' THEN l.standing WHEN l.stage = 'announced' AND (SELECT max(CASE "    \
    "WHEN o.outcome = 'ahead' AND"                                                                                     \
    " o.ends < :today THEN 1 ELSE 0 END) FROM plan_happenings o WHERE o.town_id = l.town_id AND o.line_id = l.id) = 1" \
    " THEN 'overdue' ELSE 'ahead' END AS state, CASE WHEN EXISTS (SELECT 1 FROM plan_moves m WHERE m.town_id ="        \
    " l.town_id AND m.line_id = l.id) THEN 'yes' ELSE 'no' END AS moved, coalesce(l.ends, " VECHE_END_OF_YEAR          \
    ") AS day FROM plans p CROSS JOIN plan_lines l WHERE p.town_id = :town AND l.town_id = :town AND"                  \
    " l.plan_id = p.id"

/// The first move has the periods of the first plan. They are compared as stored (store_periods): one in a list of them.
#define VECHE_HAPPENINGS                                                                                            \
    "SELECT " VECHE_OF_THE_LINE ", h.position AS part, h.id, h.participants, h.outcome, " VECHE_QUARTER_OF_LINE     \
    " AS line_quarter, CASE h.quarter WHEN 0 THEN 'none' WHEN 5 THEN 'several' ELSE CAST(h.quarter AS TEXT) END AS" \
    " quarter, CASE WHEN h.outcome = 'ahead' AND l.stage = 'announced' AND h.ends < :today THEN 'overdue' ELSE "    \
    "h.outcome END AS state,"                                                                                       \
    " CASE WHEN EXISTS (SELECT 1 FROM plan_moves m WHERE m.town_id = h.town_id AND m.line_id = h.line_id AND"       \
    " m.number = 1 AND ';' || m.periods || ';' NOT LIKE '%;' || h.period || ';%') THEN 'yes' ELSE 'no' END AS"      \
    " moved, coalesce(h.held_last, h.ends, " VECHE_END_OF_YEAR                                                      \
    ") AS day FROM plans p CROSS JOIN plan_happenings h JOIN plan_lines l ON l.town_id = h.town_id AND"             \
    " l.id = h.line_id WHERE p.town_id = :town AND h.town_id = :town AND h.plan_id = p.id"

constexpr app::Dimension plan_dimensions[] = {{"year", "figures.by_year", ""},
                                              {"section", "figures.by_section", "", true},
                                              {"kind", "figures.by_kind", "kind."},
                                              {"subkind", "figures.by_subkind", "kind."},
                                              {"stage", "figures.by_stage", "plan.state_"},
                                              {"marked", "figures.by_mark", "figures.answer_", false, true},
                                              {"doubtful", "figures.by_doubt", "figures.answer_", false, true},
                                              {"quarter", "figures.by_quarter", "fact.quarter_"},
                                              {"state", "figures.by_state", "plan.state_"},
                                              {"moved", "figures.by_move", "figures.answer_"},
                                              {"line_quarter", "figures.by_line_quarter", "fact.quarter_"}};

constexpr app::CountedRows line_rows{
    .rows = VECHE_LINES,
    .dimensions = std::span(plan_dimensions).first(std::size(plan_dimensions) - 1),  // the quarter of a line is its own
    .place = {"plan_year", "position", "line"},
    .object = "line",
    .day = "day",
    .page_id = "line",
    .topic = "plan"};

constexpr app::CountedRows happening_rows{.rows = VECHE_HAPPENINGS,
                                          .dimensions = plan_dimensions,
                                          .place = {"plan_year", "position", "line", "part", "id"},
                                          .object = "happening",
                                          .day = "day",
                                          .page_id = "line",
                                          .topic = "plan"};

/// Of the happenings those that were held and counted.
constexpr app::CountedRows participant_rows = [] {
    auto rows = happening_rows;
    rows.rows = VECHE_HAPPENINGS " AND h.outcome = 'held' AND h.participants > 0";
    rows.amount = "participants";
    return rows;
}();

app::Figure of_plan(app::Figure about)
{
    about.since_version = "0.1.0";
    about.permission = see_office;
    about.open_part = std::vector<app::Chosen>{{"stage", "announced"}};
    return about;
}

std::vector<app::FigureRecord> list_unknown(app::View& view, const app::Scope& scope)
{
    const Day today = view.town.zone.local(view.now).day;
    std::vector<app::FigureRecord> records;
    if (today < scope.first || scope.last < today) return records;
    for (const auto& [key, words] : plan::unknown_names(view)) {
        app::FigureRecord record;
        record.key = key;
        record.object = "name/" + key;
        record.title = words;
        record.url = "/office/plan/names";
        record.day = today;
        records.push_back(std::move(record));
    }
    return records;
}

app::Figure unknown_names_figure()
{
    app::Figure figure{.id = "plan.unknown_names",
                       .title = "figures.unknown_names",
                       .definition = "figures.unknown_names_text",
                       .unit = "figures.unit_names",
                       .since_version = "0.1.0",
                       .permission = edit};
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view>) {
        const auto count = std::int64_t(list_unknown(view, scope).size());
        return count > 0 ? std::vector<app::Sum>{{{}, count}} : std::vector<app::Sum>{};
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        auto records = list_unknown(view, scope);
        std::erase_if(records, [&](const app::FigureRecord& one) { return one.key <= after; });
        if (records.size() > std::size_t(limit)) records.resize(std::size_t(limit));
        return records;
    };
    return figure;
}

}  // namespace

const app::Figure& lines()
{
    static const auto figure = app::counted<line_rows>(of_plan({.id = "plan.lines",
                                                                .title = "figures.plan_lines",
                                                                .definition = "figures.plan_lines_text",
                                                                .unit = "figures.unit_lines"}));
    return figure;
}

const app::Figure& happenings()
{
    static const auto figure = app::counted<happening_rows>(of_plan({.id = "plan.happenings",
                                                                     .title = "figures.plan_happenings",
                                                                     .definition = "figures.plan_happenings_text",
                                                                     .unit = "figures.unit_happenings"}));
    return figure;
}

const app::Figure& participants()
{
    static const auto figure = app::counted<participant_rows>(of_plan({.id = "plan.participants",
                                                                       .title = "figures.plan_participants",
                                                                       .definition = "figures.plan_participants_text",
                                                                       .unit = "figures.unit_people"}));
    return figure;
}

const app::Figure& unknown_names()
{
    static const auto figure = unknown_names_figure();
    return figure;
}

std::vector<app::Figure> all()
{
    return {lines(), happenings(), participants(), unknown_names()};
}

app::Scope of_year(int year, std::vector<app::Chosen> choices)
{
    choices.push_back({"year", std::to_string(year)});
    return app::every_day(std::move(choices));
}

app::Scope for_everybody(app::Scope scope)
{
    return app::open_scope(lines(), std::move(scope));
}

}  // namespace veche::plan::figures
