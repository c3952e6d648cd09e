#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/context.hpp"
#include "app/feature.hpp"

namespace veche::figures {

/// What of a query shapes an answer: days, how it is broken down, the page of its records, and the open dimensions of all figures (a test
/// compares). The names that are no dimension are taken: a dimension of such a name is never open.
#define VECHE_FIGURE_PARAMETERS                                                                                     \
    "year", "from", "to", "month", "by", "after", "section", "kind", "subkind", "quarter", "line_quarter", "state", \
        "moved"
inline constexpr std::string_view figure_parameters[] = {VECHE_FIGURE_PARAMETERS};

/// By the town's clocks.
Day today_of(const app::Context& context);

void mount_portal(app::Routes& routes);
void mount_api(app::Routes& routes);
nlohmann::json openapi_part();

}  // namespace veche::figures
