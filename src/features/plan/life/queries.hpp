#pragma once

#include <optional>
#include <vector>

#include "app/work.hpp"
#include "features/plan/life/store.hpp"

namespace veche::plan {

/// What waits for its report: of the running year and of the last one; older years are history. The longest waiting first.
std::vector<Overdue> list_overdue(app::View& view, Day today, const std::optional<OverdueKey>& after, int limit);
std::int64_t count_overdue(app::View& view, Day today);

}  // namespace veche::plan
