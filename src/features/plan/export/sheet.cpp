#include "features/plan/export/sheet.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/plan/import/understand_cells.hpp"

namespace veche::plan {

namespace {

std::string dotted(Day day)
{
    return fmt::format("{:02}.{:02}.{:04}", unsigned(day.day()), unsigned(day.month()), int(day.year()));
}

std::string clock(int minute)
{
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string written_out(const When& when, const Period& period)
{
    if (period.open_start) return "до " + dotted(period.last);
    if (period.open_end) return "с " + dotted(period.first);
    if (period.first != period.last && period.start_minute && period.end_minute && !has_daily_hours(when, period))
        return fmt::format("{} {} – {} {}", dotted(period.first), clock(*period.start_minute), dotted(period.last),
                           clock(*period.end_minute));
    std::string text = dotted(period.first);
    if (period.first != period.last) text += " – " + dotted(period.last);
    if (period.start_minute && period.end_minute)
        text += " с " + clock(*period.start_minute) + " до " + clock(*period.end_minute);
    else if (period.start_minute)
        text += " " + clock(*period.start_minute);
    return text;
}

/// A name with a comma in it says by the ';' that it is one.
std::string responsible_words(const std::vector<std::string>& names)
{
    const std::string words = joined(names, "; ");
    return cells::split_responsible(words) == names ? words : words + ";";
}

/// Lines without a section first, for in a table everything below a section's name belongs to it.
std::vector<const Line*> by_section(const Year& year)
{
    std::map<std::string_view, std::size_t> order{{"", 0}};
    for (const auto& section : year.sections) order.emplace(section.title, order.size());
    std::vector<const Line*> lines;
    for (const auto& line : year.lines) lines.push_back(&line);
    std::ranges::stable_sort(lines, {}, [&](const Line* line) { return order.at(line->content.section); });
    return lines;
}

}  // namespace

std::string exact_words(const When& when, int year)
{
    const When again = language::parse_when(when.text, year);
    if (again.periods == when.periods && again.precision == when.precision && again.repeat == when.repeat)
        return when.text;
    std::vector<std::string> parts;
    for (const auto& period : when.periods) parts.push_back(written_out(when, period));
    return joined(parts, "; ");
}

outside::Sheet plan_sheet(const language::Words& words, const app::Town& town, const Year& year)
{
    outside::Sheet sheet;
    sheet.name = fmt::format("План {}", year.plan.year);
    sheet.heading = {words.say("plan.heading", {{"year", std::to_string(year.plan.year)}}), town.name};
    sheet.columns = {{"№ п/п", 6},          {"Наименование мероприятия", 60},
                     {"Срок", 24},          {"Место проведения", 34},
                     {"Ответственные", 40}, {"Участники", 30},
                     {"Вид", 16},           {"Возраст", 9}};
    std::string section;
    for (const Line* line : by_section(year)) {
        const auto& content = line->content;
        if (content.section != section) sheet.rows.push_back({outside::Sheet::RowKind::section, {content.section}});
        section = content.section;
        sheet.rows.push_back(
            {outside::Sheet::RowKind::line,
             {content.number ? std::to_string(*content.number) : "", content.title,
              exact_words(content.when, year.plan.year), content.place, responsible_words(content.responsible),
              content.audience, std::string(kind_word(content.kind)),
              content.age_mark ? std::string(to_text(*content.age_mark)) : ""}});
    }
    return sheet;
}

}  // namespace veche::plan
