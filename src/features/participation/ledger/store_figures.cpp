#include "features/participation/ledger/store_figures.hpp"

namespace veche::participation::store {

/// What the occasion was called when people were last told of it, and where the office has it; "" before they were told anything.
#define VECHE_TOLD_LAST(COLUMN)                                              \
    "coalesce((SELECT t." COLUMN                                             \
    " FROM participation_told t WHERE t.town_id = :town AND t.occasion_id =" \
    " f.occasion_id ORDER BY t.number DESC LIMIT 1), '')"
#define VECHE_TOLD VECHE_TOLD_LAST("title") ", " VECHE_TOLD_LAST("office_url")

#define VECHE_COUNTED_PERSONS                                                                                        \
    " FROM (SELECT e.id, e.occasion_id, e.stage, e.made_at, e.changed_at, (SELECT count(*) FROM"                     \
    " participation_guests p WHERE p.town_id = e.town_id AND p.entry_id = e.id AND (:seated = 0 OR p.seat IS NOT"    \
    " NULL)) AS amount FROM participation_entries e WHERE e.town_id = :town AND e.made_at >= :first AND e.made_at <" \
    " :before) f WHERE f.amount > 0 AND (:stage = '' OR f.stage = :stage)"

std::vector<app::Sum> sum_entries(app::View& view, Counted counted, const app::Scope& scope,
                                  std::span<const std::string_view> by)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT CASE WHEN :by_stage = 1 THEN f.stage ELSE '' END, CAST(sum(f.amount) AS BIGINT)" VECHE_COUNTED_PERSONS
        " GROUP BY 1",
        {{"town", view.town.id},
         {"first", moments.first},
         {"before", moments.before},
         {"stage", scope.chosen("stage")},
         {"seated", counted == Counted::seats},
         {"by_stage", app::is_asked(by, "stage")}},
        [](db::Row& row) {
            app::Sum sum;
            sum.values = {row.next<std::string>()};
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_counted(app::View& view, Counted counted, const app::Scope& scope,
                                            std::int64_t after, int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list("SELECT f.id, f.made_at, f.changed_at, f.amount, " VECHE_TOLD VECHE_COUNTED_PERSONS
                        " AND f.id > :after ORDER BY f.id LIMIT :limit",
                        {{"town", view.town.id},
                         {"first", moments.first},
                         {"before", moments.before},
                         {"stage", scope.chosen("stage")},
                         {"seated", counted == Counted::seats},
                         {"after", after},
                         {"limit", limit}},
                        [&](db::Row& row) {
                            const auto id = row.next<std::int64_t>();
                            app::FigureRecord record;
                            record.key = app::key_of<1>({id});
                            record.object = "entry/" + id_text(id);
                            record.day = view.town.zone.local(row.next<Instant>()).day;
                            record.version = row.next<std::int64_t>();
                            record.amount = row.next<std::int64_t>();
                            record.title = row.next<std::string>();
                            record.url = row.next<std::string>();
                            record.personal = true;
                            return record;
                        });
}

#define VECHE_COUNTED_CAME                                                                                    \
    " FROM (SELECT a.came_on, a.occasion_id, a.age_group, a.received_at, CASE WHEN a.entry_id IS"             \
    " NULL THEN 'no' ELSE 'yes' END AS signed_up FROM participation_attendance a WHERE a.town_id = :town AND" \
    " a.stage = 'came' AND a.came_on BETWEEN :first AND :last) f WHERE (:age_group = '' OR f.age_group ="     \
    " :age_group) AND (:signed_up = '' OR f.signed_up = :signed_up)"

std::vector<app::Sum> sum_came(app::View& view, const app::Scope& scope, std::span<const std::string_view> by)
{
    return view.db.list(
        "SELECT CASE WHEN :by_age_group = 1 THEN f.age_group ELSE '' END, CASE WHEN :by_signed_up = 1"
        " THEN f.signed_up ELSE '' END, count(*)" VECHE_COUNTED_CAME " GROUP BY 1, 2",
        {{"town", view.town.id},
         {"first", scope.first},
         {"last", scope.last},
         {"age_group", scope.chosen("age_group")},
         {"signed_up", scope.chosen("signed_up")},
         {"by_age_group", app::is_asked(by, "age_group")},
         {"by_signed_up", app::is_asked(by, "signed_up")}},
        [](db::Row& row) {
            app::Sum sum;
            sum.values = {row.next<std::string>(), row.next<std::string>()};
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_came(app::View& view, const app::Scope& scope,
                                         const std::array<std::int64_t, 2>& after, int limit)
{
    return view.db.list("SELECT f.came_on, f.occasion_id, max(f.received_at), count(*), " VECHE_TOLD VECHE_COUNTED_CAME
                        " AND (f.came_on, f.occasion_id) > (:after_day, :after_occasion) GROUP BY"
                        " f.came_on, f.occasion_id ORDER BY f.came_on, f.occasion_id LIMIT :limit",
                        {{"town", view.town.id},
                         {"first", scope.first},
                         {"last", scope.last},
                         {"age_group", scope.chosen("age_group")},
                         {"signed_up", scope.chosen("signed_up")},
                         {"after_day", after[0]},
                         {"after_occasion", after[1]},
                         {"limit", limit}},
                        [](db::Row& row) {
                            const auto day = row.next<std::int64_t>();
                            const auto occasion = row.next<std::int64_t>();
                            app::FigureRecord record;
                            record.key = app::key_of<2>({day, occasion});
                            record.object = "occasion/" + id_text(occasion);
                            record.day = day_from_number(day);
                            record.version = row.next<std::int64_t>();
                            record.amount = row.next<std::int64_t>();
                            record.title = row.next<std::string>();
                            record.url = row.next<std::string>();
                            return record;
                        });
}

}  // namespace veche::participation::store
