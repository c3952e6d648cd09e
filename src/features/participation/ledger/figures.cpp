#include "features/participation/ledger/figures.hpp"

#include "features/participation/access.hpp"
#include "features/participation/ledger/store_figures.hpp"

namespace veche::participation::figures {

namespace {

using store::Counted;

const std::vector<app::Dimension>& entry_dimensions()
{
    static const std::vector<app::Dimension> all = {{"stage", "figures.by_stage", "participation.stage_"}};
    return all;
}

const std::vector<app::Dimension>& came_dimensions()
{
    static const std::vector<app::Dimension> all = {{"age_group", "figures.by_age_group", "figures.age_"},
                                                    {"signed_up", "figures.by_sign_up", "figures.answer_"}};
    return all;
}

app::Figure entries_figure(Counted counted)
{
    app::Figure figure;
    figure.unit = "figures.unit_people";
    figure.since_version = "0.1.0";
    figure.dimensions = entry_dimensions();
    figure.permission = keep_entries;
    figure.sums = [counted](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_entries(view, counted, scope, by), entry_dimensions(), by);
    };
    figure.records = [counted](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        return store::list_counted(view, counted, scope, app::place_of<1>(after)[0], limit);
    };
    return figure;
}

app::Figure guests_figure()
{
    auto figure = entries_figure(Counted::guests);
    figure.id = "participation.guests";
    figure.title = "figures.guests";
    figure.definition = "figures.guests_text";
    return figure;
}

app::Figure seats_figure()
{
    auto figure = entries_figure(Counted::seats);
    figure.id = "participation.seats";
    figure.title = "figures.seats";
    figure.definition = "figures.seats_text";
    figure.unit = "figures.unit_seats";
    return figure;
}

app::Figure came_figure()
{
    app::Figure figure;
    figure.id = "participation.came";
    figure.title = "figures.came";
    figure.definition = "figures.came_text";
    figure.unit = "figures.unit_people";
    figure.since_version = "0.1.0";
    figure.dimensions = came_dimensions();
    figure.permission = keep_entries;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        return app::folded(store::sum_came(view, scope, by), came_dimensions(), by);
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        return store::list_came(view, scope, app::place_of<2>(after), limit);
    };
    return figure;
}

}  // namespace

std::vector<app::Figure> all()
{
    return {guests_figure(), seats_figure(), came_figure()};
}

}  // namespace veche::participation::figures
