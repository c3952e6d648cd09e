#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "features/plan/document/pages.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/portal/facets.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using nlohmann::json;
using web::Model;
using web::Node;

namespace {

enum class Part { whole, over, ahead };

/// What the filter leaves of a group; of the current month what is over and what is ahead are two.
struct Shown {
    const YearBook::Group* group = nullptr;
    std::size_t lines = 0;
    std::string note;
    std::string_view html;
    Part part = Part::whole;
};

/// The page under way: the book is shared, all else is of this request.
struct Printing {
    const language::Words& words;
    const YearBook& book;
    const Filter& filter;
    Grouping grouping;
    Day today;
    Model& model;

    std::string path() const { return fmt::format("/plan/{}", book.year->plan.year); }
    std::string_view extra() const { return grouping == Grouping::month ? "" : "by=section"; }
    bool is_now(const YearBook::Group& group) const
    {
        return int(today.year()) == book.year->plan.year && group.month == int(unsigned(today.month()));
    }
};

bool is_in(Part part, const YearBook::Entry& entry, Day today)
{
    const bool over = entry.ends && *entry.ends < today;
    return part == Part::whole || over == (part == Part::over);
}

Shown shown_of(const Printing& it, const YearBook::Group& group, Part part)
{
    if (part == Part::whole && !it.filter.chosen()) return {&group, group.lines, group.note, group.html};
    std::string html;
    std::vector<const Line*> lines;
    for (const auto& entry : group.entries) {
        if (!it.filter.matches(entry.line->content) || !is_in(part, entry, it.today)) continue;
        html += entry.html;
        lines.push_back(entry.line);
    }
    std::ranges::sort(lines);
    const auto doubles = std::ranges::unique(lines);
    lines.erase(doubles.begin(), doubles.end());
    const auto count = lines.size();
    return {&group, count, things(it.words, count), it.model.text(html).text(), part};
}

std::vector<Shown> all_shown(const Printing& it)
{
    std::vector<Shown> all;
    for (const auto& group : it.book.printed(it.grouping).groups) {
        if (it.is_now(group)) all.push_back(shown_of(it, group, Part::over));
        all.push_back(shown_of(it, group, it.is_now(group) ? Part::ahead : Part::whole));
    }
    return all;
}

Node group_model(const Printing& it, const Shown& shown, bool now)
{
    const bool over = shown.part == Part::over;
    return it.model.object({{"id", over ? it.model.text(shown.group->id + "-over") : Node::view(shown.group->id)},
                            {"title", Node::view(shown.group->title)},
                            {"note", it.model.text(shown.note)},
                            {"now", Node::of(now)},
                            {"lines", Node::html(shown.html)}});
}

Node chosen_model(const Printing& it)
{
    std::vector<Node> chosen;
    for (const auto& one : list_chosen(it.words, it.filter))
        chosen.push_back(it.model.object(
            {{"title", it.model.text(one.title)}, {"href", it.model.text(it.path() + one.without.query(it.extra()))}}));
    return it.model.list(chosen);
}

Node contents_model(const Printing& it, const std::vector<Shown>& groups)
{
    std::vector<Node> contents;
    for (const auto& shown : groups) {
        if ((shown.group->month == 0 && shown.lines == 0) || shown.part == Part::over) continue;
        contents.push_back(it.model.object({{"id", Node::view(shown.group->id)},
                                            {"title", Node::view(shown.group->title)},
                                            {"count", Node::of(std::uint64_t(shown.lines))},
                                            {"now", Node::of(it.is_now(*shown.group))},
                                            {"empty", Node::of(shown.lines == 0)}}));
    }
    return it.model.list(contents);
}

/// What is over folds away, so that the year opens on what is ahead; past and future years show all.
bool is_past(const Printing& it, const Shown& shown)
{
    const auto& group = *shown.group;
    return shown.part == Part::over || (int(it.today.year()) == it.book.year->plan.year && group.month != 0 &&
                                        group.month < int(unsigned(it.today.month())));
}

bool has_ahead(const Printing& it, const std::vector<Shown>& groups)
{
    return std::ranges::any_of(groups, [&](const Shown& shown) { return shown.lines > 0 && !is_past(it, shown); });
}

Node past_model(const Printing& it, const std::vector<Shown>& groups)
{
    std::vector<Node> past;
    std::vector<const Line*> over;  // one that is on again counts when its last day is over, and once
    std::string first, months;
    for (const auto& shown : groups) {
        if (!is_past(it, shown) || shown.lines == 0) continue;
        for (const auto& entry : shown.group->entries)
            if (it.filter.matches(entry.line->content) && entry.line->content.when.ends() < it.today)
                over.push_back(entry.line);
        if (first.empty()) first = shown.group->title;
        months = past.empty() ? first : first + " – " + it.words.month(unsigned(shown.group->month));
        past.push_back(group_model(it, shown, false));
    }
    if (past.empty()) return Node::of(false);
    std::ranges::sort(over);
    const auto count = std::int64_t(std::unique(over.begin(), over.end()) - over.begin());
    return it.model.object(
        {{"title", it.model.text(count > 0 ? it.words.say("plan.past", count, {{"months", months}}) : months)},
         {"open", Node::of(!has_ahead(it, groups))},
         {"groups", it.model.list(past)}});
}

Node groups_model(const Printing& it, const std::vector<Shown>& groups)
{
    std::vector<Node> nodes;
    for (const auto& shown : groups)
        if (shown.lines > 0 && !is_past(it, shown)) nodes.push_back(group_model(it, shown, it.is_now(*shown.group)));
    return it.model.list(nodes);
}

Node years_model(const Printing& it)
{
    std::vector<Node> years;
    for (const int other : it.book.year->other_years)
        years.push_back(
            it.model.object({{"title", it.model.text(it.words.say("plan.heading", {{"year", std::to_string(other)}}))},
                             {"href", it.model.text(fmt::format("/plan/{}", other))}}));
    return it.model.list(years);
}

}  // namespace

json exports_model(int year, const Filter& filter)
{
    const std::string path = fmt::format("/plan/{}", year);
    return app::object({{"calendars", "/calendars" + filter.query()},
                        {"programs", "/for-programs" + filter.query(fmt::format("year={}", year))},
                        {"xlsx", path + ".xlsx" + filter.query()},
                        {"pdf", path + ".pdf"},
                        {"docx", path + ".docx"}});
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

web::WholeModel year_model(const language::Words& words, const web::Templates& templates,
                           std::shared_ptr<const YearBook> book, const Filter& filter, Grouping grouping, Day today)
{
    web::WholeModel made;
    const Printing it{words, *book, filter, grouping, today, made.memory};
    Model& model = made.memory;
    const Year& year = *book->year;
    const bool months = grouping == Grouping::month;
    const std::vector<Shown> groups = all_shown(it);
    const auto all = year.lines.size();
    const auto some = filter.chosen() ? std::size_t(std::ranges::count_if(
                                            year.lines, [&](const Line& line) { return filter.matches(line.content); }))
                                      : all;
    std::string summary = things(words, all);
    if (!year.sections.empty()) summary += " " + words.say("plan.in_sections", std::int64_t(year.sections.size()));
    const auto said = [&](std::string_view message) { return model.text(words.say(message)); };
    made.root = model.object(
        {{"year", Node::of(std::int64_t(year.plan.year))},
         {"heading", model.text(words.say("plan.heading", {{"year", std::to_string(year.plan.year)}}))},
         {"approval", Node::view(year.plan.title)},
         {"summary", model.text(summary)},
         {"act", model.text(year.approval ? act_words(words, *year.approval) : "")},
         {"document_href", model.text(fmt::format("/plan/{}/document", year.plan.year))},
         {"fact_href", model.text(fmt::format("/plan/{}/fact", year.plan.year))},
         {"views", model.from(views_model(words, year.plan.year, filter, months ? "month" : "section", today))},
         {"when_links", model.from(when_links_model(words))},
         {"filters", filter.chosen()
                         ? Node::html(model.text(filters_html(words, templates, *book, filter, grouping)).text())
                         : Node::html(book->printed(grouping).filters)},
         {"filtered", Node::of(filter.chosen())},
         {"shown", model.text(words.say("plan.shown", std::int64_t(some), {{"all", words.number(std::int64_t(all))}}))},
         {"chosen", chosen_model(it)},
         {"clear_href", model.text(it.path() + Filter{}.query(it.extra()))},
         {"contents_title", said(months ? "plan.contents_months" : "plan.contents_sections")},
         {"contents", contents_model(it, groups)},
         {"past", months ? past_model(it, groups) : Node::of(false)},
         {"groups", groups_model(it, groups)},
         {"empty", Node::of(some == 0)},
         {"exports", model.from(exports_model(year.plan.year, filter))},
         {"years", years_model(it)}});
    made.source = std::move(book);
    return made;
}

}  // namespace veche::plan
