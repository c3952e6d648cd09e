#include "features/plan/life/model.hpp"

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

const Happening* find_happening(const Line& line, Id<Happening> id)
{
    const auto found = std::ranges::find(line.happenings, id, &Happening::id);
    return found == line.happenings.end() ? nullptr : &*found;
}

const Happening& get_happening(const Line& line, Id<Happening> id)
{
    const auto* found = find_happening(line, id);
    if (!found) throw NotFound("happening");
    return *found;
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
    return line.happenings[std::size_t(&get_happening(line, id) - line.happenings.data())];
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

std::vector<Refusal> faults_of(const Report& report, int year, Day today)
{
    std::vector<Refusal> faults;
    const auto wrong = [&](const char* message, const char* field) {
        faults.push_back({RefusalKind::invalid, message, field, {}});
    };
    if (!report.first) {
        wrong("plan.held_day_needed", "first");
    } else {
        const Day first = *report.first, last = report.last.value_or(first);
        if (first > today) wrong("plan.held_in_future", "first");
        if (last > today && first <= today) wrong("plan.held_in_future", "last");
        if (last < first) wrong("plan.held_order", "last");
        if (std::abs(int(first.year()) - year) > 1) wrong("plan.held_day_wrong", "first");
    }
    if (!report.participants)
        wrong("plan.participants_needed", "participants");
    else if (*report.participants < 0 || *report.participants > participants_most)
        wrong("plan.participants_wrong", "participants");
    if (report.summary.empty()) wrong("plan.summary_needed", "summary");
    return faults;
}

Result<Line> report_held(Line line, Id<Happening> id, const Report& report, Day today, Instant now)
{
    Happening& happening = happening_of(line, id);
    if (std::holds_alternative<Cancelled>(happening.outcome))
        return refuse(RefusalKind::closed, "plan.cancelled_already");
    if (const auto faults = faults_of(report, line.year, today); !faults.empty()) return tl::unexpected(faults.front());
    Held held{*report.first, report.last.value_or(*report.first), *report.participants, report.summary, now};
    if (const auto* before = std::get_if<Held>(&happening.outcome)) {
        held.told = before->told;
        if (*before == held) return line;  // the form sent twice
    }
    happening.outcome = std::move(held);
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

bool is_overdue(const Line& line, const Happening& happening, Day today)
{
    return line.announced() && !happening.settled() && happening.period && happening.period->last < today;
}

bool is_overdue(const Line& line, Day today)
{
    return std::ranges::any_of(line.happenings, [&](const Happening& one) { return is_overdue(line, one, today); });
}

std::string_view to_text(LifeState state)
{
    switch (state) {
        case LifeState::announced: return "announced";
        case LifeState::moved: return "moved";
        case LifeState::overdue: return "overdue";
        case LifeState::held: return "held";
        case LifeState::cancelled: return "cancelled";
        case LifeState::planned: break;
    }
    return "planned";
}

LifeState life_state(const Line& line, Day today)
{
    if (line.standing() == Standing::held) return LifeState::held;
    if (line.standing() == Standing::cancelled) return LifeState::cancelled;
    if (is_overdue(line, today)) return LifeState::overdue;
    if (!line.announced()) return LifeState::planned;
    return line.moves.empty() ? LifeState::announced : LifeState::moved;
}

std::vector<Period> former_periods(const Line& line, std::size_t move)
{
    const auto& after = move + 1 < line.moves.size() ? line.moves[move + 1].former : line.content.when;
    std::vector<Period> left;
    std::ranges::copy_if(line.moves[move].former.periods, std::back_inserter(left), [&](const Period& period) {
        return std::ranges::find(after.periods, period) == after.periods.end();
    });
    return left;
}

const Happening* next_happening(const Line& line, Day today)
{
    const Happening* open = nullptr;
    for (const auto& one : line.happenings) {
        if (one.settled()) continue;
        if (!one.period || one.period->last >= today) return &one;
        if (!open) open = &one;
    }
    if (open) return open;
    return line.happenings.empty() ? nullptr : &line.happenings.back();
}

bool may_have_taken_place(const Happening& happening, Day today)
{
    if (!happening.period) return true;
    return happening.period->open_start || happening.period->first <= today;
}

}  // namespace veche::plan
