#include "features/letters/store_figures.hpp"

namespace veche::letters::store {

#define VECHE_COUNTED_LETTERS                                                                 \
    " FROM letters l WHERE l.town_id = :town AND l.made_at >= :first AND l.made_at < :before" \
    " AND (:stage = '' OR l.stage = :stage) AND (:kind = '' OR l.kind = :kind)"

std::vector<app::Sum> sum_letters(app::View& view, const app::Scope& scope, std::span<const std::string_view> by)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT CASE WHEN :by_stage = 1 THEN l.stage ELSE '' END, CASE WHEN :by_kind = 1 THEN l.kind ELSE '' END,"
        " count(*)" VECHE_COUNTED_LETTERS " GROUP BY 1, 2",
        {{"town", view.town.id},
         {"first", moments.first},
         {"before", moments.before},
         {"stage", scope.chosen("stage")},
         {"kind", scope.chosen("kind")},
         {"by_stage", app::is_asked(by, "stage")},
         {"by_kind", app::is_asked(by, "kind")}},
        [](db::Row& row) {
            app::Sum sum;
            sum.values = {row.next<std::string>(), row.next<std::string>()};
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_letters(app::View& view, const app::Scope& scope,
                                            const std::array<std::int64_t, 2>& after, int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT l.made_at, l.id, l.subject, l.stage, coalesce(l.settled_at, l.due_at)" VECHE_COUNTED_LETTERS
        " AND (l.made_at, l.id) > (:after_made, :after_id) ORDER BY l.made_at, l.id LIMIT :limit",
        {{"town", view.town.id},
         {"first", moments.first},
         {"before", moments.before},
         {"stage", scope.chosen("stage")},
         {"kind", scope.chosen("kind")},
         {"after_made", after[0]},
         {"after_id", after[1]},
         {"limit", limit}},
        [&](db::Row& row) {
            const auto made = row.next<Instant>();
            const auto id = row.next<std::int64_t>();
            app::FigureRecord record;
            record.key = app::key_of<2>({made.milliseconds, id});
            record.object = "letter/" + id_text(id);
            record.title = row.next<std::string>();
            record.url = "/office/letters?stage=" + row.next<std::string>();
            record.day = view.town.zone.local(made).day;
            record.version = row.next<std::int64_t>();
            record.personal = true;
            return record;
        });
}

}  // namespace veche::letters::store
