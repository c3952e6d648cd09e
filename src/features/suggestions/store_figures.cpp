#include "app/figures/store_counted.hpp"
#include "features/suggestions/access.hpp"
#include "features/suggestions/figures.hpp"

namespace veche::suggestions::figures {

namespace {

constexpr app::Dimension suggestion_dimensions[] = {{"source", "figures.by_source", "figures.source_"},
                                                    {"stage", "figures.by_stage", "suggestions.stage_"}};

constexpr app::CountedRows suggestion_rows{
    .rows =
        "SELECT s.id, s.title, s.made_at, coalesce(s.decided_at, s.made_at) AS version, s.source, s.stage"
        " FROM suggestions s WHERE s.town_id = :town",
    .dimensions = suggestion_dimensions,
    .place = {"id"},
    .object = "suggestion",
    .at = "made_at",
    .page = "'/office/suggestions/'",
    .page_id = "id",
    .personal = true};

}  // namespace

const app::Figure& suggestions()
{
    static const auto figure = app::counted<suggestion_rows>({.id = "suggestions.suggestions",
                                                              .title = "figures.suggestions",
                                                              .definition = "figures.suggestions_text",
                                                              .unit = "figures.unit_suggestions",
                                                              .since_version = "0.1.0",
                                                              .permission = decide});
    return figure;
}

std::vector<app::Figure> all()
{
    return {suggestions()};
}

}  // namespace veche::suggestions::figures
