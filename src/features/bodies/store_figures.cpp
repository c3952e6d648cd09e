#include "features/bodies/store_figures.hpp"

namespace veche::bodies::store {

#define VECHE_COUNTED_BODIES                                                                          \
    " FROM bodies b WHERE b.town_id = :town AND b.merged_into IS NULL AND b.created_at >= :first AND" \
    " b.created_at < :before AND (:kind = '' OR b.kind = :kind) AND (:stage = '' OR b.stage = :stage)"

std::vector<app::Sum> sum_bodies(app::View& view, const app::Scope& scope, std::span<const std::string_view> by)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT CASE WHEN :by_kind = 1 THEN b.kind ELSE '' END, CASE WHEN :by_stage = 1 THEN b.stage ELSE '' END,"
        " count(*)" VECHE_COUNTED_BODIES " GROUP BY 1, 2",
        {{"town", view.town.id},
         {"first", moments.first},
         {"before", moments.before},
         {"kind", scope.chosen("kind")},
         {"stage", scope.chosen("stage")},
         {"by_kind", app::is_asked(by, "kind")},
         {"by_stage", app::is_asked(by, "stage")}},
        [](db::Row& row) {
            app::Sum sum;
            sum.values = {row.next<std::string>(), row.next<std::string>()};
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_counted(app::View& view, const app::Scope& scope, std::int64_t after, int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list("SELECT b.id, b.name, b.created_at, b.version" VECHE_COUNTED_BODIES
                        " AND b.id > :after ORDER BY b.id LIMIT :limit",
                        {{"town", view.town.id},
                         {"first", moments.first},
                         {"before", moments.before},
                         {"kind", scope.chosen("kind")},
                         {"stage", scope.chosen("stage")},
                         {"after", after},
                         {"limit", limit}},
                        [&](db::Row& row) {
                            const auto id = row.next<std::int64_t>();
                            app::FigureRecord record;
                            record.key = app::key_of<1>({id});
                            record.object = "body/" + id_text(id);
                            record.title = row.next<std::string>();
                            record.url = "/bodies/" + id_text(id);
                            record.day = view.town.zone.local(row.next<Instant>()).day;
                            record.version = row.next<std::int64_t>();
                            return record;
                        });
}

}  // namespace veche::bodies::store
