#include "app/figures/store_counted.hpp"
#include "features/subscriptions/access.hpp"
#include "features/subscriptions/figures.hpp"

namespace veche::subscriptions::figures {

namespace {

constexpr app::Dimension subscriber_dimensions[] = {{"stage", "figures.by_stage", "figures.subscriber_"},
                                                    {"weekly", "figures.by_weekly", "figures.answer_"},
                                                    {"urgent", "figures.by_urgent", "figures.answer_"},
                                                    {"language", "figures.by_language", "figures.language_"}};

/// No row has an address.
constexpr app::CountedRows subscriber_rows{
    .rows =
        "SELECT s.id, s.stage, CASE WHEN s.weekly = 1 THEN 'yes' ELSE 'no' END AS weekly, CASE WHEN s.urgent = 1"
        " THEN 'yes' ELSE 'no' END AS urgent, s.language, s.asked_at, coalesce(s.confirmed_at, s.asked_at) AS"
        " version FROM subscriptions s WHERE s.town_id = :town",
    .dimensions = subscriber_dimensions,
    .place = {"id"},
    .object = "subscription",
    .at = "asked_at",
    .title = "''",
    .page = "'/office/subscriptions'",
    .personal = true};

constexpr app::Dimension topic_dimensions[] = {{"kind", "figures.by_kind", "kind."}};

/// A record is a kind with how many chose it.
constexpr app::CountedRows topic_rows{
    .rows =
        "SELECT c.word AS kind, s.asked_at, s.confirmed_at FROM subscription_choices c JOIN subscriptions s"
        " ON s.town_id = c.town_id AND s.id = c.subscription_id WHERE c.town_id = :town AND c.aspect = 'kind'"
        " AND s.stage = 'confirmed'",
    .dimensions = topic_dimensions,
    .place = {"kind"},
    .by_word = true,
    .object = "kind",
    .at = "asked_at",
    .version = "confirmed_at",
    .title = "kind",
    .page = "'/office/subscriptions'",
    .gathered = true};

}  // namespace

const app::Figure& subscribers()
{
    static const auto figure = app::counted<subscriber_rows>({.id = "subscriptions.subscribers",
                                                              .title = "figures.subscribers",
                                                              .definition = "figures.subscribers_text",
                                                              .unit = "figures.unit_subscribers",
                                                              .since_version = "0.1.0",
                                                              .permission = see_counts});
    return figure;
}

const app::Figure& topics()
{
    static const auto figure = app::counted<topic_rows>({.id = "subscriptions.topics",
                                                         .title = "figures.topics",
                                                         .definition = "figures.topics_text",
                                                         .unit = "figures.unit_choices",
                                                         .since_version = "0.1.0",
                                                         .permission = see_counts});
    return figure;
}

std::vector<app::Figure> all()
{
    return {subscribers(), topics()};
}

}  // namespace veche::subscriptions::figures
