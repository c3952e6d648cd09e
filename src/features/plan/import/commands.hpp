#pragma once

#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

/// Whether the lines of a file are announced at once, with the age mark proposed where none is set.
enum class Announcing { later, now };
struct ImportResult {
    int fresh = 0, changed = 0, same = 0, gone = 0, announced = 0, doubtful = 0;
    int waiting = 0;  // were to be announced, but needs_a_person()
};
/// One transaction for the whole file. Lines that the file no longer has stay, with the warning draft.gone. An announced line
/// whose dates the file changes is moved with `move_reason`; with "" it is corrected. Refusals: plan.year_wrong at "year", draft.no_lines at "file".
Result<ImportResult> import_lines(app::Work& work, int year, const std::vector<Incoming>& incoming,
                                  Announcing announcing, const std::string& move_reason = {});

}  // namespace veche::plan
