#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/document/compare.hpp"
#include "features/plan/document/fact.hpp"

namespace veche::plan {

/// The act in force of a year's plan, without its lines.
std::optional<PlanVersion> find_approval(app::View& view, Id<Plan> plan);

/// What the act in force says of the time of each line, in the plan's own words; of a plan without one nothing.
std::map<Id<Line>, std::string> approved_times(app::View& view, Id<Plan> plan);

/// Throws NotFound for a year without a plan.
Document get_document(app::View& view, int year);
struct Comparison {
    PlanVersion version;
    std::vector<Difference> differences;
};
/// The whole plan against a version. Throws NotFound.
Comparison compare_with(app::View& view, const Document& document, std::int64_t number);

/// What residents may know of the act in force and of what has changed since: lines that are announced, and those that were when it
/// was made and have left the plan. A line that was taken off the portal but stays in the plan is not spoken of.
struct PublicDocument {
    int year = 0;
    std::optional<PlanVersion> approval;  // without lines
    std::vector<PlanVersion> earlier;     // the acts before it, the newest first
    std::vector<Difference> differences;
};
/// nullopt when the year has no announced lines.
std::optional<PublicDocument> find_public_document(app::View& view, int year);

struct YearFact {
    int year = 0;
    PlanFact lines, happenings;
};
/// Throws NotFound for a year without a plan.
YearFact get_fact(app::View& view, int year);
/// Announced lines only; nullopt when there are none.
std::optional<YearFact> find_public_fact(app::View& view, int year);

/// A page of the records behind one figure, in the plan's order.
struct FactRecord {
    const Line* line = nullptr;            // of FactRecords::lines
    const Happening* happening = nullptr;  // null where lines are counted
};
struct FactRecords {
    std::int64_t count = 0;  // the figure
    std::vector<Line> lines;
    std::vector<FactRecord> rows;
    std::string next;  // where the next page begins; "" on the last
};
/// Throws NotFound for a year without a plan, and for a place that is none.
FactRecords get_fact_records(app::View& view, int year, const FactChoice& choice, const std::string& after);
/// Announced lines only; nullopt when the year has none.
std::optional<FactRecords> find_public_fact_records(app::View& view, int year, const FactChoice& choice,
                                                    const std::string& after);

}  // namespace veche::plan
