#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

/// The Plan of the year, made now when there is none.
Plan get_or_make_plan(app::Work& work, int year);

/// A line by hand. `id` comes from the form, so that the form sent twice makes one line. Refusal: plan.changed_meanwhile when
/// the line is there with other words.
Result<Line> add_line(app::Work& work, int year, Id<Line> id, LineContent content);

/// Whether the person had the whole line before them: then saving it unchanged says that it is right, and its warnings are settled.
enum class Looked { at_all, at_a_part };
/// `version` is the one the person saw. An announced line whose dates change is moved, or corrected. Refusals:
/// plan.changed_meanwhile (conflict; not when the line already is what was asked for, as after a form sent twice),
/// plan.no_age_mark, and those of reschedule.
Result<Line> edit_line(app::Work& work, Id<Line> id, std::int64_t version, LineContent content, TimeTold told = {},
                       Looked looked = Looked::at_all);

/// What may be done with many lines at once. Each takes those it can and says how many it could not.
struct BulkResult {
    int done = 0;
    int refused = 0;  // announce: lines without an age mark
    int gone = 0;     // removed by a colleague meanwhile
};
Result<BulkResult> announce_lines(app::Work& work, std::span<const Id<Line>> ids);
/// All drafts of a year's plan that are ahead, at most 5,000 at once.
Result<BulkResult> announce_year(app::Work& work, int year);
Result<BulkResult> withdraw_lines(app::Work& work, std::span<const Id<Line>> ids);
Result<BulkResult> set_kind(app::Work& work, std::span<const Id<Line>> ids, FullKind kind);
Result<BulkResult> set_age_mark(app::Work& work, std::span<const Id<Line>> ids, AgeMark mark);
/// A line that is not announced leaves the plan for good. Refusal: plan.announced_stays.
Result<Id<Line>> remove_line(app::Work& work, Id<Line> id, std::int64_t version);

}  // namespace veche::plan
