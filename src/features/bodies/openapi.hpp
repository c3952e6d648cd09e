#pragma once

#include <nlohmann/json_fwd.hpp>

namespace veche::bodies {

/// Paths and schemas of the directory, for /api/openapi.json.
nlohmann::json openapi_part();

}  // namespace veche::bodies
