#include "features/subscriptions/store_figures.hpp"

namespace veche::subscriptions::store {

#define VECHE_COUNTED_SUBSCRIBERS                                                                                    \
    " FROM (SELECT s.id, s.stage, CASE WHEN s.weekly = 1 THEN 'yes' ELSE 'no' END AS weekly, CASE WHEN s.urgent = 1" \
    " THEN 'yes' ELSE 'no' END AS urgent, s.language, s.asked_at, coalesce(s.confirmed_at, s.asked_at) AS"           \
    " changed_at FROM subscriptions s WHERE s.town_id = :town AND s.asked_at >= :first AND s.asked_at < :before"     \
    ") f WHERE (:stage = '' OR f.stage = :stage) AND (:weekly = '' OR f.weekly = :weekly)"                           \
    " AND (:urgent = '' OR f.urgent = :urgent) AND (:language = '' OR f.language = :language)"

#define VECHE_SUBSCRIBER_BINDS(view, scope, moments)                                                                \
    {"town", view.town.id}, {"first", moments.first}, {"before", moments.before}, {"stage", scope.chosen("stage")}, \
        {"weekly", scope.chosen("weekly")}, {"urgent", scope.chosen("urgent")},                                     \
    {                                                                                                               \
        "language", scope.chosen("language")                                                                        \
    }

std::vector<app::Sum> sum_subscribers(app::View& view, const app::Scope& scope, std::span<const std::string_view> by)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT CASE WHEN :by_stage = 1 THEN f.stage ELSE '' END, CASE WHEN :by_weekly = 1 THEN f.weekly ELSE '' END,"
        " CASE WHEN :by_urgent = 1 THEN f.urgent ELSE '' END, CASE WHEN :by_language = 1 THEN f.language ELSE '' END,"
        " count(*)" VECHE_COUNTED_SUBSCRIBERS " GROUP BY 1, 2, 3, 4",
        {VECHE_SUBSCRIBER_BINDS(view, scope, moments),
         {"by_stage", app::is_asked(by, "stage")},
         {"by_weekly", app::is_asked(by, "weekly")},
         {"by_urgent", app::is_asked(by, "urgent")},
         {"by_language", app::is_asked(by, "language")}},
        [](db::Row& row) {
            app::Sum sum;
            for (int i = 0; i < 4; ++i) sum.values.push_back(row.next<std::string>());
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_subscribers(app::View& view, const app::Scope& scope, std::int64_t after, int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list("SELECT f.id, f.asked_at, f.changed_at" VECHE_COUNTED_SUBSCRIBERS
                        " AND f.id > :after ORDER BY f.id LIMIT :limit",
                        {VECHE_SUBSCRIBER_BINDS(view, scope, moments), {"after", after}, {"limit", limit}},
                        [&](db::Row& row) {
                            const auto id = row.next<std::int64_t>();
                            app::FigureRecord record;
                            record.key = app::key_of<1>({id});
                            record.object = "subscription/" + id_text(id);
                            record.url = "/office/subscriptions";
                            record.day = view.town.zone.local(row.next<Instant>()).day;
                            record.version = row.next<std::int64_t>();
                            record.personal = true;
                            return record;
                        });
}

#define VECHE_COUNTED_TOPICS                                                                                  \
    " FROM subscription_choices c JOIN subscriptions s ON s.town_id = c.town_id AND s.id = c.subscription_id" \
    " WHERE c.town_id = :town AND c.aspect = 'kind' AND s.stage = 'confirmed' AND s.asked_at >= :first"       \
    " AND s.asked_at < :before AND (:kind = '' OR c.word = :kind)"

std::vector<app::Sum> sum_topics(app::View& view, const app::Scope& scope)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list(
        "SELECT c.word, count(*)" VECHE_COUNTED_TOPICS " GROUP BY c.word",
        {{"town", view.town.id}, {"first", moments.first}, {"before", moments.before}, {"kind", scope.chosen("kind")}},
        [](db::Row& row) {
            app::Sum sum{{row.next<std::string>()}, 0};
            sum.amount = row.next<std::int64_t>();
            return sum;
        });
}

std::vector<app::FigureRecord> list_topics(app::View& view, const app::Scope& scope, const std::string& after,
                                           int limit)
{
    const auto moments = app::moments_of(view.town, scope);
    return view.db.list("SELECT c.word, count(*), max(s.asked_at), max(s.confirmed_at)" VECHE_COUNTED_TOPICS
                        " AND c.word > :after GROUP BY c.word ORDER BY c.word LIMIT :limit",
                        {{"town", view.town.id},
                         {"first", moments.first},
                         {"before", moments.before},
                         {"kind", scope.chosen("kind")},
                         {"after", after},
                         {"limit", limit}},
                        [&](db::Row& row) {
                            app::FigureRecord record;
                            record.key = row.next<std::string>();
                            record.object = "kind/" + record.key;
                            record.title = record.key;
                            record.url = "/office/subscriptions";
                            record.amount = row.next<std::int64_t>();
                            record.day = view.town.zone.local(row.next<Instant>()).day;
                            record.version = row.next<std::int64_t>();
                            return record;
                        });
}

}  // namespace veche::subscriptions::store
