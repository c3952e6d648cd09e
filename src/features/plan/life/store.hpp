#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/line/model.hpp"

/// SQL about what has become of happenings, over many lines. (A file of its own beside store.hpp, which is about lines.)
namespace veche::plan::store {

using Town = Id<app::Town>;

/// A happening whose last day is over and of which nobody has told.
struct Overdue {
    Id<Line> line{};
    Id<Happening> happening{};
    int year = 0;
    std::optional<int> number;
    std::string title, place;
    std::vector<std::string> responsible;
    When when;  // of this happening alone
    Day ended{};
};
/// Where a page of the list ended.
struct OverdueKey {
    Day ended{};
    Id<Happening> happening{};
};
/// Those that ended on the days since..before, `before` not included, the longest ago first; after `after`, at most `limit`.
std::vector<Overdue> list_overdue(db::Session& db, Town town, Day since, Day before,
                                  const std::optional<OverdueKey>& after, int limit);
/// The line of a happening.
std::optional<Id<Line>> find_line_of(db::Session& db, Town town, Id<Happening> happening);

}  // namespace veche::plan::store
