#include "features/plan/document/fact.hpp"

#include <map>

#include <fmt/format.h>

#include "features/plan/figures.hpp"

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
    constexpr std::string_view names[] = {"section", "kind", "subkind", "quarter"};
    return names[std::size_t(by)];
}

std::string_view quarter_key(Quarter quarter)
{
    constexpr std::string_view names[] = {"none", "1", "2", "3", "4", "several"};
    return names[std::size_t(quarter)];
}

std::vector<std::string_view> fact_dimensions()
{
    return {"section", "kind", "subkind", "quarter", "state", "moved"};
}

namespace {

/// The counts of each value of a dimension of fact_dimensions().
struct FactTable {
    FactCounts all;
    std::array<std::map<std::string, FactCounts>, 4> rows;  // by FactBy

    template <class Add>
    void add(const std::vector<std::string>& values, Add add)
    {
        add(all);
        for (std::size_t by = 0; by < rows.size(); ++by) add(rows[by][values[by]]);
    }
};

FactTable table_of(const std::vector<app::Sum>& counted, const std::vector<app::Sum>& came)
{
    FactTable table;
    for (const auto& sum : counted)
        table.add(sum.values, [&, state = parse_fact_state(sum.values[4]).value()](FactCounts& counts) {
            counts[FactState::planned] += sum.amount;
            counts[state] += sum.amount;
            if (sum.values[5] == "yes") counts[FactState::moved] += sum.amount;
        });
    for (const auto& sum : came) table.add(sum.values, [&](FactCounts& counts) { counts.participants += sum.amount; });
    return table;
}

}  // namespace

PlanFact plan_fact(Unit unit, const std::vector<app::Sum>& counted, const std::vector<app::Sum>& came,
                   const std::vector<Section>& sections)
{
    FactTable table = table_of(counted, came);
    PlanFact fact{.unit = unit, .all = table.all, .rows = {}};
    const auto row = [&](FactBy by, std::string key, std::string title) {
        const auto& counts = table.rows[std::size_t(by)][key];
        if (counts[FactState::planned] > 0)
            fact.rows[std::size_t(by)].push_back({std::move(key), std::move(title), counts});
    };
    for (const auto& section : sections) row(FactBy::section, to_text(section.id), section.title);
    row(FactBy::section, "none", "");
    for (const auto kind : all_kinds) row(FactBy::kind, std::string(to_text(kind)), "");
    for (const auto subkind : all_subkinds) row(FactBy::subkind, std::string(to_text(subkind)), "");
    row(FactBy::subkind, "none", "");
    for (const auto quarter : all_quarters) row(FactBy::quarter, std::string(quarter_key(quarter)), "");
    return fact;
}

app::Scope scope_of(const FactChoice& choice, int year)
{
    auto scope = figures::of_year(year);
    if (choice.state == FactState::moved)
        scope.choices.push_back({"moved", "yes"});
    else if (choice.state != FactState::planned)
        scope.choices.push_back({"state", std::string(to_text(choice.state))});
    if (choice.by) scope.choices.push_back({std::string(to_text(*choice.by)), choice.key});
    return scope;
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

}  // namespace veche::plan
