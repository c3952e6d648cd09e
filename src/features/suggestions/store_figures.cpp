#include "features/suggestions/store_figures.hpp"

namespace veche::suggestions::store {

namespace {

app::Sum read_sum_of_suggestions(db::Row& row)
{
    app::Sum sum{{row.next<std::string>(), row.next<std::string>()}};
    sum.amount = row.next<std::int64_t>();
    return sum;
}

}  // namespace

#define VECHE_COUNTED_SUGGESTIONS                                                       \
    " FROM suggestions p WHERE p.town_id = :town AND (:stage = '' OR p.stage = :stage)" \
    " AND (:source = '' OR p.source = :source) AND p.made_at >= :first AND p.made_at < :before"

std::vector<app::Sum> sum_suggestions(app::View& view, const app::Scope& scope, std::span<const std::string_view> by)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT CASE WHEN :by_source = 1 THEN p.source ELSE '' END, CASE WHEN :by_stage = 1 THEN"
        " p.stage ELSE '' END, count(*)" VECHE_COUNTED_SUGGESTIONS " GROUP BY 1, 2",
        {{"town", view.town.id},
         {"stage", scope.chosen("stage")},
         {"source", scope.chosen("source")},
         {"first", moments.first},
         {"before", moments.before},
         {"by_source", app::is_asked(by, "source")},
         {"by_stage", app::is_asked(by, "stage")}},
        read_sum_of_suggestions);
}

std::vector<app::FigureRecord> list_counted(app::View& view, const app::Scope& scope,
                                            const std::array<std::int64_t, 1>& after, int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list("SELECT p.id, p.title, p.made_at, coalesce(p.decided_at, p.made_at)" VECHE_COUNTED_SUGGESTIONS
                        " AND p.id > :after ORDER BY p.id LIMIT :limit",
                        {{"town", view.town.id},
                         {"stage", scope.chosen("stage")},
                         {"source", scope.chosen("source")},
                         {"first", moments.first},
                         {"before", moments.before},
                         {"after", after[0]},
                         {"limit", limit}},
                        [&](db::Row& row) {
                            const auto id = row.next<std::int64_t>();
                            app::FigureRecord record;
                            record.key = app::key_of<1>({id});
                            record.object = "suggestion/" + id_text(id);
                            record.title = row.next<std::string>();
                            record.url = "/office/suggestions/" + id_text(id);
                            record.day = view.town.zone.local(row.next<Instant>()).day;
                            record.version = row.next<std::int64_t>();
                            record.personal = true;
                            return record;
                        });
}

}  // namespace veche::suggestions::store
