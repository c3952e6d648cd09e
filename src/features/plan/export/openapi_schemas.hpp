#pragma once

// What the read models of the plan consist of, for /api/openapi.json. (A file of its own beside openapi.cpp, which lists the
// addresses.)

#include <nlohmann/json.hpp>

namespace veche::plan {

/// Line, LineLife (what a line's own page has beside the line), Act, Facts, Difference.
nlohmann::json openapi_schemas();

}  // namespace veche::plan
