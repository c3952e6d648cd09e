#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/document.hpp"

namespace veche::plan {

/// What a reader chose on the year's page; empty texts choose everything. The same choice filters .ics and exports.
struct Filter {
    std::optional<Kind> kind;
    std::string place;  // exactly as in the plan
    std::string audience;
    bool chosen() const { return kind || !place.empty() || !audience.empty(); }
    bool matches(const LineContent& content) const;
    /// "" or "?kind=quiz&place=…", with `extra` ("by=section") in front.
    std::string query(std::string_view extra = {}) const;
};

/// The public year: announced lines only, in the plan's order.
struct Year {
    Plan plan;
    std::vector<Section> sections;
    std::vector<Line> lines;  // all, the filter not yet applied
    std::vector<int> other_years;
    std::optional<PlanVersion> approval;  // the act in force, without its lines
};
std::optional<Year> find_public_year(app::View& view, int year);

/// A public line among its neighbours in the plan.
struct PublicLine {
    const Line& line;
    const Line* previous = nullptr;
    const Line* next = nullptr;
};
/// Throws NotFound when it is not announced or of another year.
Line get_public_line(app::View& view, int year, Id<Line> id);

std::vector<Line> list_public_between(app::View& view, Day first, Day last);
std::vector<Line> list_recent(app::View& view, int limit);

/// Years that have announced lines, newest first.
std::vector<YearCount> list_public_years(app::View& view);

/// The office's year: everything, drafts included.
struct OfficeYear {
    std::optional<Plan> plan;
    std::vector<Section> sections;
    std::vector<Line> lines;
    std::vector<int> years;
};
OfficeYear office_year(app::View& view, int year);
Line get_line(app::View& view, Id<Line> id);

}  // namespace veche::plan
