#include "features/plan/document/fact.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace veche::plan {

namespace {

/// 1..4, of days within the year.
int quarter_number(Day day, int year)
{
    if (int(day.year()) < year) return 1;
    if (int(day.year()) > year) return 4;
    return (int(unsigned(day.month())) + 2) / 3;
}

}  // namespace

Quarter quarter_of(const std::optional<Period>& period, int year)
{
    if (!period) return Quarter::none;
    const int first = quarter_number(period->open_start ? period->last : period->first, year);
    const int last = quarter_number(period->open_end ? period->first : period->last, year);
    return first == last ? Quarter(first) : Quarter::several;
}

Quarter quarter_of(const Line& line)
{
    std::optional<Quarter> quarter;
    for (const auto& one : line.happenings) {
        const auto own = quarter_of(one.period, line.year);
        if (quarter && *quarter != own) return Quarter::several;
        quarter = own;
    }
    return quarter.value_or(Quarter::none);
}

std::string_view to_text(Unit unit)
{
    return unit == Unit::lines ? "lines" : "happenings";
}

std::string_view to_text(FactState state)
{
    constexpr std::string_view names[] = {"planned", "held", "moved", "cancelled", "overdue", "ahead"};
    return names[std::size_t(state)];
}

std::optional<FactState> parse_fact_state(std::string_view text)
{
    for (const auto state : all_fact_states)
        if (text == to_text(state)) return state;
    return std::nullopt;
}

std::string_view to_text(FactBy by)
{
    constexpr std::string_view names[] = {"section", "kind", "quarter"};
    return names[std::size_t(by)];
}

std::string_view quarter_key(Quarter quarter)
{
    constexpr std::string_view names[] = {"none", "1", "2", "3", "4", "several"};
    return names[std::size_t(quarter)];
}

bool is_moved(const Line& line, const Happening& happening)
{
    if (line.moves.empty()) return false;
    const auto& planned = line.moves.front().former.periods;
    if (!happening.period) return !planned.empty();
    return std::ranges::find(planned, *happening.period) == planned.end();
}

void add(Figures& figures, const FactGroup& group)
{
    figures[FactState::planned] += group.count;
    figures[group.state] += group.count;
    if (group.moved) figures[FactState::moved] += group.count;
    figures.participants += group.participants;
}

PlanFact plan_fact(Unit unit, const std::vector<FactGroup>& groups, const std::vector<Section>& sections)
{
    PlanFact fact;
    fact.unit = unit;
    std::map<Id<Section>, Figures> by_section;
    std::map<Kind, Figures> by_kind;
    std::map<Quarter, Figures> by_quarter;
    for (const auto& group : groups) {
        add(fact.all, group);
        add(by_section[group.section], group);
        add(by_kind[group.kind], group);
        add(by_quarter[group.quarter], group);
    }
    const auto row = [&](FactBy by, std::string key, std::string title, const Figures& figures) {
        if (figures[FactState::planned] > 0)
            fact.rows[std::size_t(by)].push_back({std::move(key), std::move(title), figures});
    };
    for (const auto& section : sections)
        row(FactBy::section, to_text(section.id), section.title, by_section[section.id]);
    row(FactBy::section, "none", "", by_section[Id<Section>{}]);
    for (const auto kind : all_kinds) row(FactBy::kind, std::string(to_text(kind)), "", by_kind[kind]);
    for (const auto quarter : all_quarters)
        row(FactBy::quarter, std::string(quarter_key(quarter)), "", by_quarter[quarter]);
    return fact;
}

std::string FactChoice::query() const
{
    std::string text;
    const auto add = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{}{}={}", text.empty() ? '?' : '&', name, value);
    };
    if (state != FactState::planned) add("state", to_text(state));
    if (by) add(to_text(*by), key);
    if (unit == Unit::happenings) add("count", to_text(unit));
    return text;
}

namespace {

FactState state_of(const Line& line, Day today)
{
    if (line.standing() == Standing::held) return FactState::held;
    if (line.standing() == Standing::cancelled) return FactState::cancelled;
    return is_overdue(line, today) ? FactState::overdue : FactState::ahead;
}

FactState state_of(const Line& line, const Happening& happening, Day today)
{
    if (std::holds_alternative<Held>(happening.outcome)) return FactState::held;
    if (std::holds_alternative<Cancelled>(happening.outcome)) return FactState::cancelled;
    return is_overdue(line, happening, today) ? FactState::overdue : FactState::ahead;
}

bool is_chosen(FactState wanted, FactState state, bool moved)
{
    return wanted == FactState::planned || wanted == state || (wanted == FactState::moved && moved);
}

bool is_in_row(const FactChoice& choice, const Line& line, Quarter quarter, const std::string& section_title)
{
    if (!choice.by) return true;
    switch (*choice.by) {
        case FactBy::section: return line.content.section == section_title;
        case FactBy::kind: return to_text(line.content.kind) == choice.key;
        case FactBy::quarter: break;
    }
    return quarter_key(quarter) == choice.key;
}

}  // namespace

std::vector<FactRecord> records_of(const std::vector<Line>& lines, const std::vector<Section>& sections,
                                   const FactChoice& choice, Day today)
{
    const auto section = std::ranges::find(sections, choice.key, [](const Section& one) { return to_text(one.id); });
    if (choice.by == FactBy::section && choice.key != "none" && section == sections.end()) return {};
    const std::string title = section == sections.end() ? "" : section->title;
    std::vector<FactRecord> records;
    for (const auto& line : lines) {
        if (choice.unit == Unit::lines) {
            if (is_in_row(choice, line, quarter_of(line), title) &&
                is_chosen(choice.state, state_of(line, today), !line.moves.empty()))
                records.push_back({&line, nullptr});
            continue;
        }
        for (const auto& one : line.happenings)
            if (is_in_row(choice, line, quarter_of(one.period, line.year), title) &&
                is_chosen(choice.state, state_of(line, one, today), is_moved(line, one)))
                records.push_back({&line, &one});
    }
    return records;
}

}  // namespace veche::plan
