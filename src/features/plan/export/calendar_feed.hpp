#pragma once

#include <string>
#include <vector>

#include "app/town.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// iCalendar of these lines in the town's zone: one event for each happening, its UID made of the happening's key and
/// the town's UUID, so that it stays the same through moves of the line, and of the site to another host; what was called off stays as STATUS:CANCELLED. What is known by day, month or quarter is in
/// it, months and quarters as transparent stretches; "through the year" and "no date" are not, for they would say nothing in
/// a diary. `address`: where this very calendar is published.
std::string calendar_text(const language::Words& words, const app::Town& town, const std::string& name,
                          const std::string& address, const std::vector<Line>& lines);

}  // namespace veche::plan
