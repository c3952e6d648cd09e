#pragma once

#include <optional>
#include <vector>

#include "app/work.hpp"
#include "features/plan/document/compare.hpp"
#include "features/plan/document/fact.hpp"

namespace veche::plan {

/// The act in force of a year's plan, without its lines.
std::optional<PlanVersion> find_approval(app::View& view, Id<Plan> plan);

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
YearFact get_fact(app::View& view, int year, Day today);
/// Announced lines only; nullopt when there are none.
std::optional<YearFact> find_public_fact(app::View& view, int year, Day today);

/// The lines from which the records behind a figure are chosen.
struct FactLines {
    std::vector<Section> sections;
    std::vector<Line> lines;
};
FactLines get_fact_lines(app::View& view, int year);
std::optional<FactLines> find_public_fact_lines(app::View& view, int year);

}  // namespace veche::plan
