#pragma once

#include <nlohmann/json_fwd.hpp>

#include "features/plan/understand.hpp"

namespace veche::plan {

/// What `plan import --json` prints:
/// {"lines":[{"number","section","title","when":{"text","precision","starts","ends"},"place",
/// "responsible":[],"audience","warnings":[]}],"warnings":[]}. "starts" and "ends" are "2021-07-06", with a known clock
/// time "2021-07-06T12:00" (of the town's zone), null when unknown; "number" is null when there is none; warnings are
/// message ids.
nlohmann::json draft_json(const Draft& draft);

}  // namespace veche::plan
