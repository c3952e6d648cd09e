#include "features/plan/life.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace veche::plan {

Standing Line::standing() const
{
    bool held = false;
    for (const auto& happening : happenings) {
        if (!happening.settled()) return Standing::ahead;
        held = held || std::holds_alternative<Held>(happening.outcome);
    }
    if (happenings.empty()) return Standing::ahead;
    return held ? Standing::held : Standing::cancelled;
}

std::string_view to_text(Standing standing)
{
    switch (standing) {
        case Standing::held: return "held";
        case Standing::cancelled: return "cancelled";
        case Standing::ahead: break;
    }
    return "ahead";
}

std::string_view to_text(const Outcome& outcome)
{
    if (std::holds_alternative<Held>(outcome)) return "held";
    return std::holds_alternative<Cancelled>(outcome) ? "cancelled" : "ahead";
}

namespace {

using Periods = std::vector<std::optional<Period>>;

Periods periods_of(const When& when)
{
    Periods periods(when.periods.begin(), when.periods.end());
    if (periods.empty()) periods.emplace_back();
    return periods;
}

Happening& happening_of(Line& line, Id<Happening> id)
{
    const auto found = std::ranges::find(line.happenings, id, &Happening::id);
    if (found == line.happenings.end()) throw NotFound("happening");
    return *found;
}

/// A deed that those who subscribed to an announced line must hear of.
Line changed(Line line, Instant now)
{
    line.version += 1;
    line.sequence += line.announced() ? 1 : 0;
    line.updated = now;
    return line;
}

/// Everything that has been told of keeps its date.
bool keeps_what_is_told(const Line& line, const When& when)
{
    const auto periods = periods_of(when);
    return std::ranges::all_of(line.happenings, [&](const Happening& happening) {
        return !happening.settled() || std::ranges::find(periods, happening.period) != periods.end();
    });
}

}  // namespace

Line with_happenings(Line line, const NewHappening& fresh)
{
    const auto periods = periods_of(line.content.when);
    std::vector<Happening> old = std::move(line.happenings), result;
    std::vector<std::optional<Happening>> by_period(periods.size());
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const auto same = std::ranges::find(old, periods[i], &Happening::period);
        if (same == old.end()) continue;
        by_period[i] = *same;
        old.erase(same);
    }
    for (std::size_t i = 0; i < periods.size(); ++i) {
        if (by_period[i]) continue;
        const auto open = std::ranges::find_if(old, [](const Happening& one) { return !one.settled(); });
        by_period[i] = Happening{.id = open == old.end() ? fresh() : open->id, .period = periods[i]};
        if (open != old.end()) old.erase(open);
    }
    for (auto& one : by_period) result.push_back(std::move(*one));
    // A file that came again may have lost a date that is over: what was told of it is not forgotten.
    std::ranges::copy_if(old, std::back_inserter(result), &Happening::settled);
    line.happenings = std::move(result);
    return line;
}

Result<Line> reschedule(Line line, When when, std::string reason, Instant now, const NewHappening& fresh)
{
    if (!line.announced()) return refuse(RefusalKind::closed, "plan.not_announced");
    if (line.standing() != Standing::ahead) return refuse(RefusalKind::closed, "plan.over_already");
    if (reason.empty()) return refuse(RefusalKind::invalid, "plan.reason_needed", "reason");
    if (when.periods == line.content.when.periods && when.text == line.content.when.text)
        return refuse(RefusalKind::invalid, "plan.same_time", "when");
    if (!keeps_what_is_told(line, when)) return refuse(RefusalKind::closed, "plan.told_stays", "when");
    line.moves.push_back({.former = std::move(line.content.when), .reason = std::move(reason), .at = now});
    line.content.when = std::move(when);
    std::erase_if(line.warnings,
                  [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
    line.warnings.insert(line.warnings.end(), line.content.when.warnings.begin(), line.content.when.warnings.end());
    return changed(with_happenings(std::move(line), fresh), now);
}

namespace {

Result<Held> held_by(const Report& report, int year, Day today, Instant now)
{
    const auto wrong = [](std::string_view message, std::string_view field) {
        return refuse(RefusalKind::invalid, message, field);
    };
    if (!report.first) return wrong("plan.held_day_needed", "first");
    const Day first = *report.first, last = report.last.value_or(first);
    if (first > today) return wrong("plan.held_in_future", "first");
    if (last > today) return wrong("plan.held_in_future", "last");
    if (last < first) return wrong("plan.held_order", "last");
    if (std::abs(int(first.year()) - year) > 1) return wrong("plan.held_day_wrong", "first");
    if (!report.participants) return wrong("plan.participants_needed", "participants");
    if (*report.participants < 0 || *report.participants > participants_most)
        return wrong("plan.participants_wrong", "participants");
    if (report.summary.empty()) return wrong("plan.summary_needed", "summary");
    return Held{first, last, *report.participants, report.summary, now};
}

}  // namespace

Result<Line> report_held(Line line, Id<Happening> id, const Report& report, Day today, Instant now)
{
    Happening& happening = happening_of(line, id);
    if (std::holds_alternative<Cancelled>(happening.outcome))
        return refuse(RefusalKind::closed, "plan.cancelled_already");
    auto held = held_by(report, line.year, today, now);
    if (!held) return tl::unexpected(held.error());
    if (const auto* before = std::get_if<Held>(&happening.outcome)) {
        held->told = before->told;
        if (*before == *held) return line;  // the form sent twice
    }
    happening.outcome = std::move(*held);
    return changed(std::move(line), now);
}

Result<Line> call_off(Line line, std::optional<Id<Happening>> id, std::string reason, Instant now)
{
    if (reason.empty()) return refuse(RefusalKind::invalid, "plan.reason_needed", "reason");
    bool any = false;
    if (id) happening_of(line, *id);
    for (auto& happening : line.happenings) {
        if (happening.settled() || (id && happening.id != *id)) continue;
        happening.outcome = Cancelled{reason, now};
        any = true;
    }
    if (!any) return refuse(RefusalKind::closed, "plan.over_already");
    return changed(std::move(line), now);
}

Result<Line> reopen(Line line, Id<Happening> id, Instant now)
{
    Happening& happening = happening_of(line, id);
    if (!happening.settled()) return line;
    happening.outcome = Ahead{};
    return changed(std::move(line), now);
}

bool is_overdue(const Line&, const Happening& happening, Day today)
{
    return !happening.settled() && happening.period && happening.period->last < today;
}

}  // namespace veche::plan
