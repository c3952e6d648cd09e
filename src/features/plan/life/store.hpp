#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/life/model.hpp"

/// SQL about what has become of happenings, over many lines. (A file of its own beside store.hpp, which is about lines.)
namespace veche::plan::store {

using Town = Id<app::Town>;

/// Those that ended on the days since..before, `before` not included, the longest ago first; after `after`, at most `limit`.
std::vector<Overdue> list_overdue(db::Session& db, Town town, Day since, Day before,
                                  const std::optional<OverdueKey>& after, int limit);
/// How many there are of them, by one index.
std::int64_t count_overdue(db::Session& db, Town town, Day since, Day before);
/// The line of a happening.
std::optional<Id<Line>> find_line_of(db::Session& db, Town town, Id<Happening> happening);

}  // namespace veche::plan::store
