#include "app/figures/store_counted.hpp"
#include "features/bodies/access.hpp"
#include "features/bodies/figures.hpp"

namespace veche::bodies::figures {

namespace {

constexpr app::Dimension body_dimensions[] = {{"kind", "figures.by_kind", "bodies.kind_"},
                                              {"stage", "figures.by_stage", "figures.body_"}};

/// A body that was merged into another is that other one.
constexpr app::CountedRows body_rows{.rows =
                                         "SELECT b.id, b.name, b.created_at, b.version, b.kind, b.stage FROM bodies b"
                                         " WHERE b.town_id = :town AND b.merged_into IS NULL",
                                     .dimensions = body_dimensions,
                                     .place = {"id"},
                                     .object = "body",
                                     .at = "created_at",
                                     .title = "name",
                                     .page = "'/bodies/'",
                                     .page_id = "id",
                                     .topic = "bodies"};

}  // namespace

std::vector<app::Figure> all()
{
    return {app::counted<body_rows>({.id = "bodies.bodies",
                                     .title = "figures.bodies",
                                     .definition = "figures.bodies_text",
                                     .unit = "figures.unit_bodies",
                                     .since_version = "0.1.0",
                                     .standing = true,
                                     .permission = see_office,
                                     .open_part = std::vector<app::Chosen>{{"stage", "active"}}})};
}

}  // namespace veche::bodies::figures
