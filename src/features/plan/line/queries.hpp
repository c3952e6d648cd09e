#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/document/model.hpp"
#include "features/plan/line/audience.hpp"
#include "features/plan/line/showing.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

/// What a reader chose on the year's page; empty texts choose everything. The same choice filters .ics and exports.
struct Filter {
    std::optional<FullKind> kind;
    std::string place;  // exactly as in the plan
    std::string audience;
    std::optional<AudienceGroup> group = std::nullopt;  // offered instead of the plan's own words
    bool chosen() const { return kind || group || !place.empty() || !audience.empty(); }
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

/// A public line among its neighbours in the plan, at a moment.
struct PublicLine {
    const Line& line;
    const Line* previous = nullptr;
    const Line* next = nullptr;
    Clock now;
    std::string_view when_in_plan =
        {};  // what the plan says of its time, whatever was moved since; "" for the line's own words
};
/// Throws NotFound when it is not announced or of another year.
Line get_public_line(app::View& view, int year, Id<Line> id);

/// Announced lines of any year's plan with a day, known exactly, among first..last, that were chosen; the earliest first. Of more than 500
/// those that begin in these days are preferred to what has been going on for long.
std::vector<Line> list_public_between(app::View& view, Day first, Day last, const Filter& filter);
std::vector<Line> list_public_between(app::View& view, Day first, Day last);
/// The same, but only what was chosen and of which nothing has been told yet.
std::vector<Line> list_public_ahead(app::View& view, Day first, Day last, const Filter& filter);
/// The same with what is known by its month or quarter only, at most 2,000; "through the year" is not among them.
std::vector<Line> list_public_months(app::View& view, Day first, Day last, const Filter& filter = {});
/// What the lines of these days can be chosen by: of each at most 500, sorted.
struct Choices {
    std::vector<FullKind> kinds;
    std::vector<std::string> places, audiences;
};
Choices list_public_choices(app::View& view, Day first, Day last);
/// Lines with a date that end on that day or later, of any year's plan: the last 2,000, for a calendar that outlives the year.
std::vector<Line> list_public_since(app::View& view, Day since, const Filter& filter);
/// The latest changed first.
std::vector<Line> list_recent(app::View& view, const Filter& filter, int limit);
/// When something announced changed last; before anything was, the beginning of the year.
Instant last_public_change(app::View& view);

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

/// A page of the office's list of a plan.
struct OfficePage {
    std::optional<Plan> plan;
    std::vector<Section> sections;
    std::vector<int> years;
    std::vector<Line> lines;
    bool more = false;  // there are lines after these
    std::optional<std::string>
        previous;  // the key after which the page before begins, "" for the first; none: this is the first
};
/// `after`: the key of the last line of the page before; one that is there no more begins anew.
OfficePage office_page(app::View& view, int year, const store::OfficeChoice& choice, const std::string& after,
                       std::size_t rows);

/// With which plan the office begins: this year's, before there is one the latest.
struct OfficeStart {
    int year = 0;
    bool has_plan = false;
};
OfficeStart office_start(app::View& view, int this_year);
/// Titles of the sections of a year's plan.
std::vector<std::string> list_section_titles(app::View& view, int year);
/// The lines of the same plan that touch the days of this one, itself included, at most 2,000.
std::vector<Line> list_lines_around(app::View& view, const Line& line);
Line get_line(app::View& view, Id<Line> id);
std::optional<Line> find_line(app::View& view, Id<Line> id);

}  // namespace veche::plan
