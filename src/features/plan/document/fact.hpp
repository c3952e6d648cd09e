#pragma once

// Plan and fact: how much of what was planned has been done, by section, kind and quarter. Pure: a table made of the figures of the
// plan (features/plan/figures.hpp). docs/rules/document.md says what each figure means.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/figures/figure.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

/// The quarter of the plan's year in which something is to happen.
enum class Quarter {
    none,     // no date is known
    first,    //
    second,   //
    third,    //
    fourth,   //
    several,  // through the year, or through more than one quarter
};
inline constexpr Quarter all_quarters[] = {Quarter::first,  Quarter::second,  Quarter::third,
                                           Quarter::fourth, Quarter::several, Quarter::none};
/// Of a deadline ("до 1 июня") the quarter of its day, of an open end that of its beginning. Days of the years before and after
/// count as the first and the last of the plan's.
Quarter quarter_of(const std::optional<Period>& period, int year);

/// What is counted: things to do, or each of their times.
enum class Unit { lines, happenings };
std::string_view to_text(Unit unit);  // "lines", "happenings"

/// held + cancelled + overdue + ahead are all that was planned; `moved` is said besides, of any of them.
enum class FactState { planned, held, moved, cancelled, overdue, ahead };
inline constexpr FactState all_fact_states[] = {FactState::planned,   FactState::held,    FactState::moved,
                                                FactState::cancelled, FactState::overdue, FactState::ahead};
std::string_view to_text(FactState state);  // "planned", "held", …
std::optional<FactState> parse_fact_state(std::string_view text);

/// By which the table's rows are made.
enum class FactBy { section, kind, subkind, quarter };
inline constexpr FactBy all_fact_by[] = {FactBy::section, FactBy::kind, FactBy::subkind, FactBy::quarter};
std::string_view to_text(FactBy by);

struct FactCounts {
    std::array<std::int64_t, 6> counts{};  // by FactState
    std::int64_t participants = 0;

    std::int64_t& operator[](FactState state) { return counts[std::size_t(state)]; }
    std::int64_t operator[](FactState state) const { return counts[std::size_t(state)]; }
    bool operator==(const FactCounts&) const = default;
};

struct FactRow {
    std::string
        key;  // of the address: a section's id or "none", a kind, a subkind or "none", "1".."4", "several", "none"
    std::string title;  // of a section; the others are named by the words of the page
    FactCounts counts;
};
struct PlanFact {
    Unit unit{};
    FactCounts all;
    std::array<std::vector<FactRow>, 4> rows;  // by FactBy; rows of which nothing was planned are left out

    const std::vector<FactRow>& by(FactBy by) const { return rows[std::size_t(by)]; }
};
/// By what the counts are asked for; of the participants the first four.
std::vector<std::string_view> fact_dimensions();
PlanFact plan_fact(Unit unit, const std::vector<app::Sum>& counted, const std::vector<app::Sum>& came,
                   const std::vector<Section>& sections);

/// What stands behind one figure. Empty texts choose everything.
struct FactChoice {
    Unit unit = Unit::lines;
    FactState state = FactState::planned;
    std::optional<FactBy> by;
    std::string key;  // as FactRow::key

    std::string query() const;  // "?state=held&section=01h…&count=happenings"; "" for everything
};
/// The same for the figure of that unit.
app::Scope scope_of(const FactChoice& choice, int year);

std::string_view quarter_key(Quarter quarter);

}  // namespace veche::plan
