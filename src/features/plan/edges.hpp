#pragma once

// What the three edges of the plan share: how an address is read. (A file of its own, because portal, office and api all
// parse the same addresses.)

#include <nlohmann/json.hpp>

#include "app/context.hpp"
#include "app/feature.hpp"
#include "app/media.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/line/queries.hpp"
#include "features/plan/neighbours.hpp"

namespace veche::plan {

Day today_of(const app::Context& context);
Clock clock_of(const app::Context& context);
/// kind, place, audience and group of the query; an unknown kind or group chooses everything.
Filter filter_of(const web::Request& request);
inline const std::initializer_list<std::string_view> filter_parameters = {"kind", "place", "audience", "group"};
/// The machine's read model of a year.
nlohmann::json year_json(const Year& year, const Filter& filter, const std::string& base_url);

/// What the neighbours say of a line, as {title, text, href, main}.
nlohmann::json parts_model(const std::vector<LinePart>& parts);

using SharedNeighbours = std::shared_ptr<const Neighbours>;
using SharedMedia = std::shared_ptr<const app::Media>;
void mount_portal_ahead(app::Routes& routes, SharedNeighbours neighbours);
void mount_portal(app::Routes& routes, SharedNeighbours neighbours);
void mount_portal_widget(app::Routes& routes);
void mount_portal_take(app::Routes& routes);
void mount_api(app::Routes& routes);
void mount_office(app::Routes& routes);
void mount_office_line(app::Routes& routes, SharedNeighbours neighbours);
void mount_office_import(app::Routes& routes);
void mount_office_life(app::Routes& routes, SharedMedia media);
void mount_office_document(app::Routes& routes);
void mount_portal_document(app::Routes& routes);
void mount_api_paper(app::Routes& routes);
void mount_office_life_lists(app::Routes& routes);
void mount_office_names(app::Routes& routes);
void mount_office_photos(app::Routes& routes, SharedMedia media);

}  // namespace veche::plan
