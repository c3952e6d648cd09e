#pragma once

// Plan and fact: how much of what was planned has been done, counted by section, kind and quarter. Pure; the counts themselves come
// from store_plan_fact. docs/rules/document.md says what each figure means.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
/// Of a line all of whose happenings lie in one quarter, that; else several.
Quarter quarter_of(const Line& line);

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
enum class FactBy { section, kind, quarter };
inline constexpr FactBy all_fact_by[] = {FactBy::section, FactBy::kind, FactBy::quarter};
std::string_view to_text(FactBy by);

/// A happening of a moved line is moved when its period was not among those of the first plan.
bool is_moved(const Line& line, const Happening& happening);

/// One of the groups into which the store counts: all that have these in common.
struct FactGroup {
    Id<Section> section{};  // zero: none
    Kind kind{};
    Quarter quarter{};
    FactState state{};  // held, cancelled, overdue or ahead
    bool moved = false;
    std::int64_t count = 0;
    std::int64_t participants = 0;
};

struct Figures {
    std::array<std::int64_t, 6> counts{};  // by FactState
    std::int64_t participants = 0;

    std::int64_t& operator[](FactState state) { return counts[std::size_t(state)]; }
    std::int64_t operator[](FactState state) const { return counts[std::size_t(state)]; }
    bool operator==(const Figures&) const = default;
};
void add(Figures& figures, const FactGroup& group);

struct FactRow {
    std::string key;    // of the address: a section's id or "none", a kind, "1".."4", "several", "none"
    std::string title;  // of a section; the others are named by the words of the page
    Figures figures;
};
struct PlanFact {
    Unit unit{};
    Figures all;
    std::array<std::vector<FactRow>, 3> rows;  // by FactBy; rows of which nothing was planned are left out

    const std::vector<FactRow>& by(FactBy by) const { return rows[std::size_t(by)]; }
};
PlanFact plan_fact(Unit unit, const std::vector<FactGroup>& groups, const std::vector<Section>& sections);

/// What stands behind one figure. Empty texts choose everything.
struct FactChoice {
    Unit unit = Unit::lines;
    FactState state = FactState::planned;
    std::optional<FactBy> by;
    std::string key;  // as FactRow::key

    std::string query() const;  // "?state=held&section=01h…&count=happenings"; "" for everything
};
struct FactRecord {
    const Line* line = nullptr;
    const Happening* happening = nullptr;  // null where lines are counted
};
/// The records of a figure, in the plan's order; their number is the figure.
std::vector<FactRecord> records_of(const std::vector<Line>& lines, const std::vector<Section>& sections,
                                   const FactChoice& choice, Day today);

std::string_view quarter_key(Quarter quarter);

}  // namespace veche::plan
