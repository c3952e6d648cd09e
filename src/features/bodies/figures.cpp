#include "features/bodies/figures.hpp"

#include "features/bodies/access.hpp"
#include "features/bodies/store_figures.hpp"

namespace veche::bodies::figures {

namespace {

const std::vector<app::Dimension>& dimensions()
{
    static const std::vector<app::Dimension> all = {{"kind", "figures.by_kind", "bodies.kind_"},
                                                    {"stage", "figures.by_stage", "figures.body_"}};
    return all;
}

app::Figure bodies_figure()
{
    app::Figure figure;
    figure.id = "bodies.bodies";
    figure.title = "figures.bodies";
    figure.definition = "figures.bodies_text";
    figure.unit = "figures.unit_bodies";
    figure.since_version = "0.1.0";
    figure.dimensions = dimensions();
    figure.permission = see_office;
    figure.open_part = std::vector<app::Chosen>{{"stage", "active"}};
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        view.built_from("bodies");
        return app::folded(store::sum_bodies(view, scope, by), dimensions(), by);
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        view.built_from("bodies");
        return store::list_counted(view, scope, app::place_of<1>(after)[0], limit);
    };
    return figure;
}

}  // namespace

std::vector<app::Figure> all()
{
    return {bodies_figure()};
}

}  // namespace veche::bodies::figures
