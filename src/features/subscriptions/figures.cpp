#include "features/subscriptions/figures.hpp"

#include "features/subscriptions/access.hpp"
#include "features/subscriptions/store_figures.hpp"

namespace veche::subscriptions::figures {

namespace {

const std::vector<app::Dimension>& subscriber_dimensions()
{
    static const std::vector<app::Dimension> all = {{"stage", "figures.by_stage", "figures.subscriber_"},
                                                    {"weekly", "figures.by_weekly", "figures.answer_"},
                                                    {"urgent", "figures.by_urgent", "figures.answer_"},
                                                    {"language", "figures.by_language", "figures.language_"}};
    return all;
}

const std::vector<app::Dimension>& topic_dimensions()
{
    static const std::vector<app::Dimension> all = {{"kind", "figures.by_kind", "kind."}};
    return all;
}

app::Figure subscribers_figure()
{
    app::Figure figure;
    figure.id = "subscriptions.subscribers";
    figure.title = "figures.subscribers";
    figure.definition = "figures.subscribers_text";
    figure.unit = "figures.unit_subscribers";
    figure.since_version = "0.1.0";
    figure.dimensions = subscriber_dimensions();
    figure.permission = see_counts;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_subscribers(view, scope, by), subscriber_dimensions(), by);
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        return store::list_subscribers(view, scope, app::place_of<1>(after)[0], limit);
    };
    return figure;
}

app::Figure topics_figure()
{
    app::Figure figure;
    figure.id = "subscriptions.topics";
    figure.title = "figures.topics";
    figure.definition = "figures.topics_text";
    figure.unit = "figures.unit_choices";
    figure.since_version = "0.1.0";
    figure.dimensions = topic_dimensions();
    figure.permission = see_counts;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_topics(view, scope), topic_dimensions(), by);
    };
    figure.records = store::list_topics;
    return figure;
}

}  // namespace

const app::Figure& subscribers()
{
    static const app::Figure figure = subscribers_figure();
    return figure;
}

const app::Figure& topics()
{
    static const app::Figure figure = topics_figure();
    return figure;
}

std::vector<app::Figure> all()
{
    return {subscribers(), topics()};
}

}  // namespace veche::subscriptions::figures
