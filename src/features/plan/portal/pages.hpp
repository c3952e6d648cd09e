#pragma once

// Models of the public pages that are long to make: pure functions of what the queries read. (Files of their own beside
// portal.cpp, whose handlers stay short.)

#include <nlohmann/json.hpp>

#include "app/album/model.hpp"
#include "app/town.hpp"
#include "features/plan/line/queries.hpp"
#include "features/plan/portal/year_book.hpp"
#include "language/language.hpp"
#include "web/model.hpp"

namespace veche::plan {

/// plan/portal_year.html. The book has a year.
web::WholeModel year_model(const language::Words& words, const web::Templates& templates,
                           std::shared_ptr<const YearBook> book, const Filter& filter, Grouping grouping, Day today);
/// A month with what touches it. A year without a plan of its own has months too, if a line of another year reaches into them.
struct Month {
    Year year;  // only the lines of the month
    std::chrono::month month{};
    bool has_plan = true;
    bool before = false, after = false;  // whether the months beside it have a page
};
/// plan/portal_calendar.html
nlohmann::json calendar_model(const Telling& telling, const Month& shown);
/// What goes on for many days and touches the stretch: {lines: […]}, at most `most`; false when nothing does.
nlohmann::json running_model(const Telling& telling, const std::vector<Line>& lines, Day first, Day last,
                             std::size_t most);
/// plan/portal_line.html
nlohmann::json line_model(const language::Words& words, const app::Town& town, const PublicLine& found,
                          const std::vector<app::album::Photo>& photos);
/// plan/portal_week.html; `monday` is the first of its seven days.
nlohmann::json week_model(const Telling& telling, const std::vector<Line>& lines, Day monday);

/// What can be taken away from a year: on paper, and the pages from which calendars and machines take it.
nlohmann::json exports_model(int year, const Filter& filter);
/// This year's plan; before it is published the latest one.
std::optional<int> shown_year(app::View& view);
nlohmann::json views_model(const language::Words& words, int year, const Filter& filter, std::string_view current,
                           Day today);

/// "викторина · парк · дети"; "" when nothing is chosen.
std::string filter_words(const language::Words& words, const Filter& filter);
/// plan/part_when_links: "сегодня · выходные · эта неделя · месяц", with what was chosen; `current`: "today", "week" or "".
nlohmann::json when_links_model(const language::Words& words, std::string_view current = {}, const Filter& filter = {});

/// Of those days alone: a weekly lecture is one occasion of a week.
std::vector<app::Occasion> occasions_between(const std::vector<Line>& lines, Day first, Day last);

Day monday_of(Day day);

}  // namespace veche::plan
