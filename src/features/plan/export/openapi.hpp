#pragma once

#include <nlohmann/json_fwd.hpp>

namespace veche::plan {

/// {"paths": …, "schemas": …} of the plan for /api/openapi.json.
nlohmann::json openapi_part();

}  // namespace veche::plan
