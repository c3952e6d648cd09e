#pragma once

// What becomes of a line after it is in the plan: moved, held, cancelled. (A file of its own, because model.hpp holds the
// record and these are the decisions about its life.) All pure.

#include <functional>
#include <string>
#include <vector>

#include "features/plan/line/model.hpp"

namespace veche::plan {

inline constexpr std::size_t reason_limit = 1000, summary_limit = 2000;
inline constexpr std::int64_t participants_most = 1'000'000;

/// Null when the line has no such time.
const Happening* find_happening(const Line& line, Id<Happening> id);
/// The same. Throws NotFound.
const Happening& get_happening(const Line& line, Id<Happening> id);

/// Makes a key for a happening that is new.
using NewHappening = std::function<Id<Happening>()>;

/// The line with one happening for each period of its time, or one without a period when no date is known. Those whose
/// period stays are kept; of the rest the open ones take the new periods in order, so that a moved date keeps its key and
/// what hangs on it; what is over and done is never dropped. Open ones that nothing is left for disappear.
Line with_happenings(Line line, const NewHappening& fresh);

/// How a change of an announced line's time is to be told.
enum class TimeChange {
    move,        // the event itself is at another time: the former one is shown with the reason, followers hear of it
    correction,  // the plan had a mistake: calendars are corrected, nothing else is said
};

/// Moves an announced line. Refusals: plan.reason_needed at "reason", plan.same_time at "when", plan.over_already when
/// nothing of it is ahead, plan.told_stays at "when" if a happening already held or cancelled would lose its date,
/// plan.not_announced for a line nobody has been told of (it is simply edited).
Result<Line> reschedule(Line line, When when, std::string reason, Instant now, const NewHappening& fresh);

/// What is told of one happening after it took place.
struct Report {
    std::optional<Day> first, last;  // last is first when it is not given
    std::optional<std::int64_t> participants;
    std::string summary;
};
/// Tells that it was held; telling again corrects the former report. Refusals: plan.held_day_needed, plan.held_in_future
/// and plan.held_day_wrong at "first" (not within a year of the plan's), plan.held_order at "last",
/// plan.participants_needed and plan.participants_wrong at "participants", plan.summary_needed at "summary",
/// plan.cancelled_already. Throws NotFound for a happening that is not the line's.
Result<Line> report_held(Line line, Id<Happening> happening, const Report& report, Day today, Instant now);

/// Everything that is wrong with a report, as above; empty when it can be told.
std::vector<Refusal> faults_of(const Report& report, int year, Day today);

/// One happening, or with nullopt all that are ahead. Refusals: plan.reason_needed at "reason", plan.over_already.
Result<Line> call_off(Line line, std::optional<Id<Happening>> happening, std::string reason, Instant now);

/// Takes a mistaken report or cancellation back; what is ahead stays ahead.
Result<Line> reopen(Line line, Id<Happening> happening, Instant now);

/// Announced, its last day is over and nobody has told how it went: a draft owes nobody a report. Ranges and months are over when their last day is.
bool is_overdue(const Line& line, const Happening& happening, Day today);
bool is_overdue(const Line& line, Day today);

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
/// What a list says of a line in one word. "moved" and "overdue" are said of what is still ahead.
enum class LifeState { planned, announced, moved, overdue, held, cancelled };
std::string_view to_text(LifeState state);
LifeState life_state(const Line& line, Day today);

/// What the move of this index took away, in order; of a time without dates nothing.
std::vector<Period> former_periods(const Line& line, std::size_t move);

/// The happening a poster speaks of: the first open one whose last day is not over, else the first open one, else the last.
const Happening* next_happening(const Line& line, Day today);

/// Whether it makes sense to tell how it went: its first day has come, or nobody knows the day.
bool may_have_taken_place(const Happening& happening, Day today);

}  // namespace veche::plan
