#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/life.hpp"
#include "features/plan/store.hpp"

namespace veche::plan {

/// The Plan of the year, made now when there is none.
Plan get_or_make_plan(app::Work& work, int year);

/// A line by hand. `id` comes from the form, so that the form sent twice makes one line. Refusal: plan.changed_meanwhile when
/// the line is there with other words.
Result<Line> add_line(app::Work& work, int year, Id<Line> id, LineContent content);

/// How a changed time of an announced line is told.
struct TimeTold {
    TimeChange change = TimeChange::move;
    std::string reason;  // for a move
};
/// `version` is the one the person saw. An announced line whose dates change is moved, or corrected. Refusals:
/// plan.changed_meanwhile (conflict; not when the line already is what was asked for, as after a form sent twice),
/// plan.no_age_mark, and those of reschedule.
Result<Line> edit_line(app::Work& work, Id<Line> id, std::int64_t version, LineContent content, TimeTold told = {});

/// Moves an announced line (commands_life.cpp, as the next three). `version` as above; refusals of reschedule.
Result<Line> move_line(app::Work& work, Id<Line> id, std::int64_t version, When when, std::string reason);
/// Refusals of report_held and plan.changed_meanwhile. Announces "plan.line.held".
Result<Line> hold_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening,
                       const Report& report);
/// Refusals of call_off and plan.changed_meanwhile. Announces "plan.line.cancelled".
Result<Line> cancel_line(app::Work& work, Id<Line> id, std::int64_t version, std::optional<Id<Happening>> happening,
                         std::string reason);
Result<Line> reopen_line(app::Work& work, Id<Line> id, std::int64_t version, Id<Happening> happening);

/// What may be done with many lines at once. Each takes those it can and says how many it could not.
struct BulkResult {
    int done = 0;
    int refused = 0;  // announce: lines without an age mark
    int gone = 0;     // removed by a colleague meanwhile
};
Result<BulkResult> announce_lines(app::Work& work, std::span<const Id<Line>> ids);
Result<BulkResult> withdraw_lines(app::Work& work, std::span<const Id<Line>> ids);
Result<BulkResult> set_kind(app::Work& work, std::span<const Id<Line>> ids, Kind kind);
Result<BulkResult> set_age_mark(app::Work& work, std::span<const Id<Line>> ids, AgeMark mark);
/// A line that is not announced leaves the plan for good. Refusal: plan.announced_stays.
Result<Id<Line>> remove_line(app::Work& work, Id<Line> id, std::int64_t version);

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
