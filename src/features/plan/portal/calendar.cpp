#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "app/object.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using nlohmann::json;
using std::chrono::days;
using std::chrono::sys_days;

Day monday_of(Day day)
{
    const std::chrono::weekday weekday{sys_days(day)};
    return Day(sys_days(day) - days(weekday.iso_encoding() - 1));
}

namespace {

/// What goes on for long and touches the stretch, with the days known.
std::vector<Occurrence> running(const std::vector<Line>& lines, Day first, Day last)
{
    auto all = occurrences(lines);
    std::erase_if(all, [&](const Occurrence& o) {
        if (!o.exact) return true;
        const bool open = o.period->open_start || o.period->open_end;
        const bool is_long = open || day_number(o.period->last) - day_number(o.period->first) >= 7;
        return !is_long || o.period->last < first || o.period->first > last;
    });
    std::ranges::sort(all, earlier);
    return all;
}

constexpr std::size_t all_of_them = std::numeric_limits<std::size_t>::max();

json week_link(const language::Words& words, Day monday, std::string_view message)
{
    return app::object({{"href", "/plan/week?from=" + iso_day(monday)}, {"title", words.say(message)}});
}

}  // namespace

json running_model(const Telling& telling, const std::vector<Line>& lines, Day first, Day last, std::size_t most)
{
    auto found = running(lines, first, last);
    if (found.empty()) return false;
    if (found.size() > most) found.resize(most);
    return app::object({{"lines", cards(telling, found)}});
}

json week_model(const Telling& telling, const std::vector<Line>& lines, Day monday)
{
    const auto& words = telling.words;
    const Day sunday = Day(sys_days(monday) + days(6));
    const json days_here = days_model(telling, lines, monday, sunday);
    const json long_ones = running_model(telling, lines, monday, sunday, all_of_them);
    return app::object({{"heading", words.say(monday_of(telling.now.day) == monday ? "plan.this_week" : "plan.week")},
                        {"range", words.day_range(monday, sunday)},
                        {"year_href", fmt::format("/plan/{}", int(monday.year()))},
                        {"previous", week_link(words, Day(sys_days(monday) - days(7)), "plan.week_before")},
                        {"next", week_link(words, Day(sys_days(monday) + days(7)), "plan.week_after")},
                        {"empty", days_here.empty() && long_ones.is_boolean()},
                        {"days", days_here},
                        {"running", long_ones}});
}

namespace {

/// The month before January is the last one of the year before.
json month_link(const language::Words& words, int year, int month)
{
    const int number = year + (month < 1 ? -1 : month > 12 ? 1 : 0);
    const int of_year = month < 1 ? 12 : month > 12 ? 1 : month;
    return app::object({{"href", fmt::format("/plan/{}/calendar/{}", number, of_year)},
                        {"title", words.say(fmt::format("plan.month_title_{}", of_year))}});
}

bool on_day(const Occurrence& o, std::int64_t day)
{
    return day_number(o.period->first) <= day && day <= day_number(last_shown(o.line->content.when, *o.period));
}

json day_cell(const Telling& telling, const std::vector<Occurrence>& shown, Day day, std::chrono::month month)
{
    const auto& words = telling.words;
    json lines = json::array();
    for (const auto& o : shown) {
        if (!on_day(o, day_number(day))) continue;
        // A cell is narrow: it says what one must not miss.
        auto state = card(telling, o).at("state");
        if (state.at("code") != "moved" && state.at("code") != "cancelled") state = false;
        lines.push_back(app::object({{"title", o.line->content.title},
                                     {"href", line_path(*o.line)},
                                     {"state", std::move(state)},
                                     {"time", starts_on(o, day) ? words.clock(*o.period->start_minute) : ""}}));
    }
    return app::object({{"day", unsigned(day.day())},
                        {"iso", iso_day(day)},
                        {"outside", day.month() != month},
                        {"today", day == telling.now.day},
                        {"busy", !lines.empty()},
                        {"lines", std::move(lines)}});
}

}  // namespace

json calendar_model(const Telling& telling, const Month& shown)
{
    const auto& words = telling.words;
    const Day today = telling.now.day;
    const auto& year = shown.year;
    const auto month = shown.month;
    const auto year_number = std::chrono::year(year.plan.year);
    const Day first{year_number, month, std::chrono::day(1)};
    const Day last{year_number / month / std::chrono::last};
    auto all = occurrences(year.lines);
    std::erase_if(all,
                  [&](const Occurrence& o) { return !o.period || o.period->last < first || o.period->first > last; });
    std::ranges::sort(all, earlier);
    std::vector<Occurrence> on_days, vague;
    for (const auto& o : all) {
        const bool open = o.exact && (o.period->open_start || o.period->open_end);
        const bool is_short = o.exact && !open && day_number(o.period->last) - day_number(o.period->first) < 7;
        const bool all_year = o.line->content.when.precision == Precision::year;
        if (is_short)
            on_days.push_back(o);
        else if (!all_year)
            vague.push_back(o);
    }

    json weekdays = json::array();
    json weeks = json::array();
    for (auto monday = monday_of(first); monday <= last; monday = Day(sys_days(monday) + days(7))) {
        json cells = json::array();
        for (int i = 0; i < 7; ++i) {
            const Day day = Day(sys_days(monday) + days(i));
            cells.push_back(day_cell(telling, on_days, day, month));
            if (weekdays.size() < 7)
                weekdays.push_back(app::object({{"title", words.weekday(day)}, {"short", words.short_weekday(day)}}));
        }
        weeks.push_back(app::object({{"days", std::move(cells)}}));
    }
    const int number = int(unsigned(month));
    return app::object(
        {{"heading", words.say(fmt::format("plan.month_title_{}", number)) + fmt::format(" {}", year.plan.year)},
         {"year_href", shown.has_plan ? fmt::format("/plan/{}", year.plan.year) : "/plan"},
         {"year_title", shown.has_plan ? words.say("plan.heading", {{"year", std::to_string(year.plan.year)}})
                                       : words.say("plan.years")},
         {"views", shown.has_plan ? views_model(words, year.plan.year, {}, "calendar", today) : json::array()},
         {"has_plan", shown.has_plan},
         {"previous", shown.before ? month_link(words, year.plan.year, number - 1) : json(false)},
         {"next", shown.after ? month_link(words, year.plan.year, number + 1) : json(false)},
         {"weekdays", weekdays},
         {"weeks", weeks},
         {"listed", on_days.empty() ? json(false) : app::object({{"lines", cards(telling, on_days)}})},
         {"quiet", on_days.empty()},
         {"vague", vague.empty() ? json(false) : app::object({{"lines", cards(telling, vague)}})},
         {"poster_href", fmt::format("/plan/{}/poster/{}.pdf", year.plan.year, unsigned(month))}});
}

}  // namespace veche::plan
