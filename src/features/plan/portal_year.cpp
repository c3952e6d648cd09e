#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/object.hpp"
#include "core/percent.hpp"
#include "features/plan/cards.hpp"
#include "features/plan/portal_pages.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

struct Group {
    std::string id, title;
    int month = 0;  // 1..12; 0 for the others
    std::vector<Occurrence> lines;
};

/// How many different lines a group holds: a yard festival on two days of a month is one thing to do.
std::size_t count_lines(const Group& group)
{
    std::vector<const Line*> lines;
    for (const auto& occurrence : group.lines) lines.push_back(occurrence.line);
    std::ranges::sort(lines);
    return std::size_t(std::unique(lines.begin(), lines.end()) - lines.begin());
}

/// What has no day or month of its own is shown once, after the months.
bool is_all_year(const When& when)
{
    return when.precision == Precision::year || when.precision == Precision::quarter ||
           (when.precision == Precision::month && when.repeat != Repeat::none);
}

/// More dates in a year than months: such a line would push everything else off the page.
constexpr std::size_t weekly_from = 12;

std::vector<Group> by_month(const language::Words& words, const std::vector<Line>& lines, int year)
{
    std::vector<Group> groups;
    for (unsigned month = 1; month <= 12; ++month) {
        groups.push_back(
            {fmt::format("month-{}", month), words.say(fmt::format("plan.month_title_{}", month)), int(month), {}});
    }
    groups.push_back({"all-year", words.say("plan.all_year"), 0, {}});
    groups.push_back({"no-date", words.say("plan.no_date"), 0, {}});
    for (const auto& line : lines) {
        const auto& when = line.content.when;
        if (when.periods.empty())
            groups[13].lines.push_back({&line, nullptr, false});
        else if (is_all_year(when))
            groups[12].lines.push_back({&line, &when.periods.front(), false});
        else {
            const bool exact = when.precision != Precision::month;
            int last_month = 0;
            for (const auto& period : when.periods) {
                const Day day = period.open_start ? period.last : period.first;
                // A date of another year stands at the edge of this one; a weekly thing is listed once a month, by its words.
                const int month = int(day.year()) < year ? 1 : int(day.year()) > year ? 12 : int(unsigned(day.month()));
                const bool weekly = when.periods.size() > weekly_from;
                if (month == last_month && (!exact || weekly)) continue;
                last_month = month;
                groups[std::size_t(month) - 1].lines.push_back({&line, &period, exact && !weekly});
            }
        }
    }
    for (auto& group : groups) std::ranges::stable_sort(group.lines, earlier);
    return groups;
}

std::vector<Group> by_section(const language::Words& words, const Year& year, const std::vector<Line>& lines)
{
    std::vector<Group> groups;
    std::map<std::string, std::size_t> index;
    for (const auto& section : year.sections) {
        index.emplace(section.title, groups.size());
        groups.push_back({fmt::format("section-{}", groups.size() + 1), section.title, 0, {}});
    }
    index.emplace("", groups.size());
    groups.push_back({"no-section", words.say("plan.no_section"), 0, {}});
    for (const auto& line : lines) {
        const auto& when = line.content.when;
        const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
        auto& group = groups[index.at(line.content.section)];
        group.lines.push_back({&line, when.periods.empty() ? nullptr : &when.periods.front(), exact});
    }
    return groups;
}

json group_model(const language::Words& words, const Group& group, bool now)
{
    const auto count = std::int64_t(count_lines(group));
    return app::object({{"id", group.id},
                        {"title", group.title},
                        {"note", words.say("plan.things", count)},
                        {"now", now},
                        {"lines", cards(words, group.lines)}});
}

json option(std::string title, std::size_t count, const std::string& href, bool current)
{
    return app::object({{"title", std::move(title)}, {"count", count}, {"href", href}, {"current", current}});
}

/// Every value that occurs, with its count; choosing the current one again takes the choice off.
json filters_model(const language::Words& words, const Year& year, const Filter& filter, std::string_view extra)
{
    const std::string path = fmt::format("/plan/{}", year.plan.year);
    std::map<Kind, std::size_t> kinds;
    std::map<std::string, std::size_t> places, audiences;
    for (const auto& line : year.lines) {
        ++kinds[line.content.kind];
        if (!line.content.place.empty()) ++places[line.content.place];
        if (!line.content.audience.empty()) ++audiences[line.content.audience];
    }
    json kind_options = json::array();
    for (const auto& [kind, count] : kinds) {
        Filter with = filter;
        const bool current = filter.kind == kind;
        with.kind = current ? std::nullopt : std::optional(kind);
        kind_options.push_back(
            option(words.say(fmt::format("kind.{}", to_text(kind))), count, path + with.query(extra), current));
    }
    const auto texts = [&](const std::map<std::string, std::size_t>& values, std::string Filter::*field) {
        json options = json::array();
        for (const auto& [value, count] : values) {
            Filter with = filter;
            const bool current = filter.*field == value;
            with.*field = current ? "" : value;
            options.push_back(option(value, count, path + with.query(extra), current));
        }
        return options;
    };
    return json::array(
        {{{"name", "kind"}, {"title", words.say("plan.filter_kind")}, {"options", kind_options}},
         {{"name", "place"}, {"title", words.say("plan.filter_place")}, {"options", texts(places, &Filter::place)}},
         {{"name", "audience"},
          {"title", words.say("plan.filter_audience")},
          {"options", texts(audiences, &Filter::audience)}}});
}

json chosen_model(const language::Words& words, int year, const Filter& filter, std::string_view extra)
{
    const std::string path = fmt::format("/plan/{}", year);
    json chosen = json::array();
    const auto add = [&](std::string title, Filter without) {
        chosen.push_back(app::object({{"title", std::move(title)}, {"href", path + without.query(extra)}}));
    };
    Filter without = filter;
    if (filter.kind) {
        without.kind.reset();
        add(words.say(fmt::format("kind.{}", to_text(*filter.kind))), without);
    }
    without = filter;
    without.place.clear();
    if (!filter.place.empty()) add(filter.place, without);
    without = filter;
    without.audience.clear();
    if (!filter.audience.empty()) add(filter.audience, without);
    return chosen;
}

/// Months that are over fold away, so that on a phone the current one comes first; past and future years show all.
json past_model(const language::Words& words, std::vector<Group>& groups, int year, Day today)
{
    if (int(today.year()) != year) return false;
    const int now = int(unsigned(today.month()));
    json past = json::array();
    std::size_t count = 0;
    std::string first, last;
    for (auto& group : groups) {
        if (group.month == 0 || group.month >= now || group.lines.empty()) continue;
        count += count_lines(group);
        if (first.empty()) first = group.title;
        last = group.title;
        past.push_back(group_model(words, group, false));
        group.lines.clear();
    }
    if (past.empty()) return false;
    const std::string months = first == last ? first : first + " – " + last;
    return app::object(
        {{"title", words.say("plan.past", std::int64_t(count), {{"months", months}})}, {"groups", past}});
}

}  // namespace

json exports_model(const app::Town& town, int year, const Filter& filter)
{
    const std::string path = fmt::format("/plan/{}", year);
    const std::string query = filter.query();
    const std::string host = town.base_url.substr(town.base_url.find("//"));
    return app::object({{"ics", path + ".ics" + query},
                        {"webcal", "webcal:" + host + path + ".ics" + query},
                        {"xlsx", path + ".xlsx" + query},
                        {"csv", path + ".csv" + query},
                        {"json", path + ".json" + query},
                        {"atom", "/feed.atom"},
                        {"rss", "/feed.rss"},
                        {"feed", "/feed.json"}});
}

json views_model(const language::Words& words, int year, const Filter& filter, std::string_view current, Day today)
{
    const unsigned month = int(today.year()) == year ? unsigned(today.month()) : 1;
    const std::string path = fmt::format("/plan/{}", year);
    json views = json::array(
        {{{"title", words.say("plan.view_months")}, {"href", path + filter.query()}, {"current", current == "month"}},
         {{"title", words.say("plan.view_sections")},
          {"href", path + filter.query("by=section")},
          {"current", current == "section"}},
         {{"title", words.say("plan.view_calendar")},
          {"href", fmt::format("{}/calendar/{}", path, month)},
          {"current", current == "calendar"}}});
    views.push_back(app::object({{"title", words.say("plan.view_week")}, {"href", "/plan/week"}, {"current", false}}));
    return views;
}

json year_model(const language::Words& words, const app::Town& town, const Year& year, const Filter& filter,
                Grouping grouping, Day today)
{
    std::vector<Line> shown;
    std::ranges::copy_if(year.lines, std::back_inserter(shown),
                         [&](const Line& line) { return filter.matches(line.content); });
    const bool months = grouping == Grouping::month;
    const std::string_view extra = months ? "" : "by=section";
    auto groups = months ? by_month(words, shown, year.plan.year) : by_section(words, year, shown);
    const bool this_year = int(today.year()) == year.plan.year;

    json contents = json::array();
    for (const auto& group : groups) {
        if (group.month == 0 && group.lines.empty()) continue;
        contents.push_back(app::object({{"id", group.id},
                                        {"title", group.title},
                                        {"count", count_lines(group)},
                                        {"now", this_year && group.month == int(unsigned(today.month()))},
                                        {"empty", group.lines.empty()}}));
    }
    const json past = months ? past_model(words, groups, year.plan.year, today) : json(false);
    json groups_model = json::array();
    for (const auto& group : groups)
        if (!group.lines.empty())
            groups_model.push_back(group_model(words, group, this_year && group.month == int(unsigned(today.month()))));
    json years = json::array();
    for (const int other : year.other_years)
        years.push_back(app::object({{"title", words.say("plan.heading", {{"year", std::to_string(other)}})},
                                     {"href", fmt::format("/plan/{}", other)}}));

    const auto all = std::int64_t(year.lines.size()), some = std::int64_t(shown.size());
    std::string summary = words.say("plan.things", all);
    if (!year.sections.empty()) summary += " " + words.say("plan.in_sections", std::int64_t(year.sections.size()));
    return app::object({{"year", year.plan.year},
                        {"heading", words.say("plan.heading", {{"year", std::to_string(year.plan.year)}})},
                        {"approval", year.plan.title},
                        {"summary", summary},
                        {"views", views_model(words, year.plan.year, filter, months ? "month" : "section", today)},
                        {"filters", filters_model(words, year, filter, extra)},
                        {"filtered", filter.chosen()},
                        {"shown", words.say("plan.shown", some, {{"all", words.number(all)}})},
                        {"chosen", chosen_model(words, year.plan.year, filter, extra)},
                        {"clear_href", fmt::format("/plan/{}", year.plan.year) + Filter{}.query(extra)},
                        {"contents_title", words.say(months ? "plan.contents_months" : "plan.contents_sections")},
                        {"contents", contents},
                        {"past", past},
                        {"groups", groups_model},
                        {"empty", shown.empty()},
                        {"exports", exports_model(town, year.plan.year, filter)},
                        {"years", years}});
}

}  // namespace veche::plan
