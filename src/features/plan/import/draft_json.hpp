#pragma once

#include <nlohmann/json_fwd.hpp>

#include "features/plan/import/understand.hpp"

namespace veche::plan {

/// What `plan import --json` prints:
/// {"lines":[{"table","row","number","section","title","when":{"text","precision","starts","ends"},"place","responsible":[],
/// "audience","age_mark","warnings":[]}],"warnings":[],"remarks":[{"message","values":{}}]}. "starts" and "ends" are "2021-07-06", with a known clock
/// time "2021-07-06T12:00" (of the town's zone), null when unknown; "number" and "age_mark" are null when there is none;
/// warnings are message ids, those of the file with its remarks' among them; a remark says which table or column.
nlohmann::json draft_json(const Draft& draft);

}  // namespace veche::plan
