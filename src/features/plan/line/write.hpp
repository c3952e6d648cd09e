#pragma once

// What every command that changes lines is made of, whichever room it stands in.

#include <string>
#include <vector>

#include "app/occasions/occasions.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

/// How the audit, the search and the page cache call a line: "line/01h…".
std::string line_object(Id<Line> id);
NewHappening new_happening(app::Work& work);
/// What the search knows of a line's life, in the words of the town: "Отменено: гроза"; none while nothing has become of it.
std::vector<std::string> life_texts(const Line& line);
/// A line that is new in the plan, with its happenings; not stored yet.
Line fresh_line(app::Work& work, const Plan& plan, Id<Line> id, LineContent content);
/// How a changed time of an announced line is told.
struct TimeTold {
    TimeChange change = TimeChange::move;
    std::string reason;  // for a move
};
/// Everything but the time is revised; the time of an announced line is moved, with its reason, or corrected.
Result<Line> revise_or_move(app::Work& work, const Line& line, LineContent content, const TimeTold& told);
/// An occasion's key is that of its happening.
Id<app::Occasion> occasion_id(Id<Happening> happening);
/// Those of a line as it was and as it is whose followers must look at them anew; a date that was dropped is only in the first. None
/// when nothing changed that an occasion says.
std::vector<Id<app::Occasion>> changed_occasions(const Line& was, const Line& is);
/// Everything that follows from a stored line: whether its photographs are shown, the search, its pages.
void publish_line(app::Work& work, const Line& line);
/// Stores a changed line with its section and happenings, and tells the search and the pages of it. Gives changed_occasions(), which
/// the command announces.
[[nodiscard]] std::vector<Id<app::Occasion>> store_line(app::Work& work, const Line& was, const Line& line);
/// Why a line is at another time now; "" when this deed did not move it.
std::string move_reason(const Line& was, const Line& is);

}  // namespace veche::plan
