#include "features/plan/portal/year_book.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "features/plan/line/cards.hpp"

namespace veche::plan {

namespace {

/// A group before it is printed.
struct Drawn {
    YearBook::Group group;
    std::vector<Occurrence> lines;
};

Drawn drawn(std::string id, std::string title, int month = 0)
{
    Drawn made;
    made.group.id = std::move(id);
    made.group.title = std::move(title);
    made.group.month = month;
    return made;
}

/// What has no day or month of its own is shown once, after the months.
bool is_all_year(const When& when)
{
    return when.precision == Precision::year || when.precision == Precision::quarter ||
           (when.precision == Precision::month && when.repeat != Repeat::none);
}

/// More dates in a year than months: such a line would push everything else off the page.
constexpr std::size_t weekly_from = 12;

std::vector<Drawn> by_month(const language::Words& words, const std::vector<Line>& lines, int year)
{
    std::vector<Drawn> groups;
    for (unsigned month = 1; month <= 12; ++month) {
        groups.push_back(
            drawn(fmt::format("month-{}", month), words.say(fmt::format("plan.month_title_{}", month)), int(month)));
    }
    groups.push_back(drawn("all-year", words.say("plan.all_year")));
    groups.push_back(drawn("no-date", words.say("plan.no_date")));
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

std::vector<Drawn> by_section(const Telling& telling, const Year& year)
{
    std::vector<Drawn> groups;
    std::map<std::string, std::size_t> index;
    for (const auto& section : year.sections) {
        index.emplace(section.title, groups.size());
        groups.push_back(drawn(fmt::format("section-{}", groups.size() + 1), section.title));
    }
    index.emplace("", groups.size());
    groups.push_back(drawn("no-section", telling.words.say("plan.no_section")));
    for (const auto& line : year.lines) {
        auto& group = groups[index.at(line.content.section)];
        group.lines.push_back(leading_of(line, telling.now));
    }
    return groups;
}

std::size_t count_lines(std::vector<const Line*> lines)
{
    std::ranges::sort(lines);
    return std::size_t(std::unique(lines.begin(), lines.end()) - lines.begin());
}

std::vector<YearBook::Group> print_groups(const Telling& telling, const web::Templates& templates,
                                          std::vector<Drawn> groups)
{
    std::vector<YearBook::Group> result;
    for (auto& [group, occurrences] : groups) {
        std::vector<const Line*> lines;
        for (const auto& occurrence : occurrences) {
            web::Model model;
            const auto* period = occurrence.period;
            group.entries.push_back(
                {occurrence.line,
                 period ? std::optional(last_shown(occurrence.line->content.when, *period)) : std::nullopt,
                 templates.render("plan/part_line", card_node(model, telling, occurrence), telling.words)});
            group.html += group.entries.back().html;
            lines.push_back(occurrence.line);
        }
        group.lines = count_lines(std::move(lines));
        group.note = things(telling.words, group.lines);
        result.push_back(std::move(group));
    }
    return result;
}

}  // namespace

web::Node card_node(web::Model& model, const Telling& telling, const Occurrence& occurrence)
{
    const auto& words = telling.words;
    const auto& content = occurrence.line->content;
    const CardWords said(telling, occurrence);
    const auto sign_up = !said.sign_up ? web::Node::of(false)
                                       : model.object({{"title", web::Node::view(said.sign_up->title)},
                                                       {"text", web::Node::view(said.sign_up->text)},
                                                       {"href", web::Node::view(said.sign_up->href)}});
    const auto& date = said.date;
    const auto kind = to_text(content.kind.kind), title = to_text(content.kind);
    return model.object(
        {{"href", model.text(said.href)},
         {"number", model.text(said.number)},
         {"title", web::Node::view(content.title)},
         {"place", web::Node::view(content.place)},
         {"kind",
          model.object({{"code", model.text(kind)}, {"title", model.text(words.say(fmt::format("kind.{}", title)))}})},
         {"age", model.text(said.age)},
         {"state", model.object({{"code", model.text(said.state.code)}, {"title", model.text(said.state.title)}})},
         {"date", model.object({{"figure", model.text(date.figure)},
                                {"month", model.text(date.month)},
                                {"note", model.text(date.note)},
                                {"iso", model.text(date.iso)}})},
         {"time", model.text(said.time)},
         {"sign_up", sign_up}});
}

std::string things(const language::Words& words, std::size_t count)
{
    return words.say("plan.things", std::int64_t(count));
}

std::string filters_html(const language::Words& words, const web::Templates& templates, const YearBook& book,
                         const Filter& filter, Grouping grouping)
{
    return facets_html(words, templates, book.facets, filter, [&](const Filter& with) {
        return fmt::format("/plan/{}", book.year->plan.year) +
               with.query(grouping == Grouping::month ? "" : "by=section");
    });
}

YearBook::YearBook(const language::Words& words, const web::Templates& templates, Clock now)
    : words_(&words),
      templates_(&templates),
      now_(now),
      by_month_(std::make_unique<Once>()),
      by_section_(std::make_unique<Once>())
{}

YearBook make_year_book(const language::Words& words, const web::Templates& templates, std::optional<Year> year,
                        Clock now)
{
    YearBook book(words, templates, now);
    book.year = std::move(year);
    if (!book.year) return book;
    const Year& here = *book.year;
    for (std::size_t i = 0; i < here.lines.size(); ++i) book.index.emplace(here.lines[i].id, i);
    book.facets = facets_of(words, here.lines);
    return book;
}

const YearBook::Printed& YearBook::printed(Grouping grouping) const
{
    Once& here = once(grouping);
    std::call_once(here.flag, [&] {
        const Telling telling{*words_, now_};
        auto groups =
            grouping == Grouping::month ? by_month(*words_, year->lines, year->plan.year) : by_section(telling, *year);
        here.printed.groups = print_groups(telling, *templates_, std::move(groups));
        here.printed.filters = filters_html(*words_, *templates_, *this, {}, grouping);
        here.done = true;
    });
    return here.printed;
}

bool YearBook::is_printed(Grouping grouping) const
{
    return once(grouping).done;
}

std::size_t YearBook::bytes() const
{
    constexpr std::size_t line_bytes = 2 * 1024;  // a decoded line with its texts, generously
    constexpr std::size_t card_bytes = 2 * 1024;  // printed: alone and in its group
    std::size_t bytes = sizeof(*this);
    if (year)
        for (const auto& line : year->lines)
            bytes += line_bytes + card_bytes * (1 + std::min(line.content.when.periods.size(), weekly_from));
    return bytes + facets.bytes();
}

}  // namespace veche::plan
