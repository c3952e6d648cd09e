#pragma once

// What the commands on a line share between commands.cpp and commands_life.cpp.

#include <string>

#include "app/work.hpp"
#include "features/plan/life.hpp"

namespace veche::plan {

/// How the audit, the search and the page cache call a line: "line/01h…".
std::string line_object(Id<Line> id);
NewHappening new_happening(app::Work& work);
/// What the search knows of a line's life, in the words of the town: "Отменено: гроза.", "" while nothing has become of it.
std::string life_text(const Line& line);
/// Stores a changed line with its section and happenings, and tells the search and the pages of it.
void store_line(app::Work& work, const Line& line);

}  // namespace veche::plan
