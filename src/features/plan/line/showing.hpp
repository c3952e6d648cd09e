#pragma once

// What a page says of a line at a moment of the town's clock: pages, cards, JSON and what machines read say it alike. (A file of its own
// beside model.hpp, which knows no clock.) Pure. docs/rules/showing.md is the table of its cases.

#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "features/plan/line/model.hpp"

namespace veche::language {
class Zone;
}  // namespace veche::language

namespace veche::plan {

/// Whether its days are known: not the month or the quarter alone.
bool has_days(const When& when);

/// A moment on the town's clock, to the minute.
struct Clock {
    Day day{};
    int minute = 0;

    auto operator<=>(const Clock&) const = default;
};
Clock clock_of(const language::Zone& zone, Instant at);
Instant instant_of(const language::Zone& zone, Clock clock);

enum class Showing {
    ahead,      // nothing of it has begun
    today,      // it is this day, its hour is still to come or is not known
    begun,      // since its hour; nobody has said until when
    going,      // between its beginning and its end
    over,       // its end has passed, nobody has told how it went
    held,       //
    cancelled,  //
};
std::string_view to_text(Showing showing);  // "ahead", "today", …

/// Whether one may still come: neither over nor told of.
bool is_live(Showing showing);

/// One time of a line, and until when that is so: nothing for good.
struct HappeningShowing {
    Showing showing = Showing::ahead;
    std::optional<Clock> until;

    bool operator==(const HappeningShowing&) const = default;
};
HappeningShowing shown_of(const Line& line, const Happening& happening, Clock now);

/// A line with all its times.
struct LineShowing {
    Showing showing = Showing::ahead;  // of the leading one; "over" where several are past and one was not told of
    const Happening* leading =
        nullptr;  // what goes on or comes next; when nothing does the last one. Null for a line without times
    std::vector<const Happening*> others;  // still to come after it, or called off and not yet past
    std::vector<const Happening*> past;
    bool moved = false;          // it is live, and at another time than was said first
    std::optional<Clock> until;  // when any of this becomes false
};
LineShowing shown_of(const Line& line, Clock now);

/// The time of a line that consists of these happenings alone.
When when_of(const Line& line, const std::vector<const Happening*>& happenings);

}  // namespace veche::plan
