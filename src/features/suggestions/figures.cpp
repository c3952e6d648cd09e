#include "features/suggestions/figures.hpp"

#include "features/suggestions/access.hpp"
#include "features/suggestions/store_figures.hpp"

namespace veche::suggestions::figures {

namespace {

const std::vector<app::Dimension>& suggestion_dimensions()
{
    static const std::vector<app::Dimension> all = {{"source", "figures.by_source", "figures.source_"},
                                                    {"stage", "figures.by_stage", "suggestions.stage_"}};
    return all;
}

app::Figure suggestions_figure()
{
    app::Figure figure;
    figure.id = "suggestions.suggestions";
    figure.title = "figures.suggestions";
    figure.definition = "figures.suggestions_text";
    figure.unit = "figures.unit_suggestions";
    figure.since_version = "0.1.0";
    figure.dimensions = suggestion_dimensions();
    figure.permission = decide;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_suggestions(view, scope, by), suggestion_dimensions(), by);
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        return store::list_counted(view, scope, app::place_of<1>(after), limit);
    };
    return figure;
}

}  // namespace

const app::Figure& suggestions()
{
    static const app::Figure figure = suggestions_figure();
    return figure;
}

std::vector<app::Figure> all()
{
    return {suggestions()};
}

}  // namespace veche::suggestions::figures
