#include "features/plan/document/print.hpp"

#include <fmt/format.h>

namespace veche::plan {

using outside::PaperRun;
using outside::PaperTable;
using outside::PaperText;
using outside::TextAlign;
using RowKind = PaperTable::RowKind;

namespace {

PaperText title_text(const PrintedLine& line)
{
    PaperText text = {{.text = line.title, .struck = line.cancelled}};
    if (line.age_mark) text.push_back({.text = fmt::format("  {}", to_text(*line.age_mark)), .small = true});
    return text;
}

/// The former time struck, the present one, and why.
PaperText when_text(const language::Words& words, const PrintedLine& line)
{
    PaperText text;
    if (!line.former_when.empty() && line.former_when != line.when)
        text.push_back({.text = line.former_when + "\n", .struck = true, .small = true});
    text.push_back({.text = line.when, .struck = line.cancelled});
    if (!line.move_reason.empty())
        text.push_back({.text = "\n" + words.say("paper.because", {{"reason", line.move_reason}}), .small = true});
    return text;
}

PaperText fact_text(const language::Words& words, const PrintedLine& line)
{
    PaperText text;
    for (const auto& fact : line.facts) {
        if (!text.empty()) text.push_back({.text = "\n"});
        if (fact.cancelled.empty())
            text.push_back({.text = fact.days});
        else
            text.push_back({.text = words.say("paper.cancelled", {{"reason", fact.cancelled}})});
    }
    return text;
}

std::optional<std::int64_t> participants_of(const PrintedLine& line)
{
    std::optional<std::int64_t> sum;
    for (const auto& fact : line.facts)
        if (fact.participants) sum = sum.value_or(0) + *fact.participants;
    return sum;
}

std::string number_text(const PrintedLine& line)
{
    return line.number ? std::to_string(*line.number) : "";
}

PaperTable::Row plan_row(const language::Words& words, const PrintedLine& line)
{
    return {RowKind::line,
            {{{number_text(line)}},
             title_text(line),
             when_text(words, line),
             {{line.place}},
             {{line.responsible}},
             {{line.audience}}}};
}

PaperTable::Row fact_row(const language::Words& words, const PrintedLine& line)
{
    const auto participants = participants_of(line);
    return {RowKind::line,
            {{{number_text(line)}},
             title_text(line),
             when_text(words, line),
             fact_text(words, line),
             {{participants ? words.number(*participants) : ""}},
             {{line.responsible}}}};
}

PaperTable table_of(const language::Words& words, const PrintedPlan& plan, PrintForm form)
{
    const auto column = [&](const char* message, double width, TextAlign align = TextAlign::start) {
        return PaperTable::Column{words.say(message), width, align};
    };
    const bool fact = form == PrintForm::fact;
    PaperTable table;
    if (fact)
        table.columns = {column("paper.number", 0.5, TextAlign::centre),
                         column("paper.title", 4),
                         column("paper.when_planned", 2.2),
                         column("paper.fact", 2.4),
                         column("fact.participants", 1.2, TextAlign::end),
                         column("paper.responsible", 2.2)};
    else
        table.columns = {column("paper.number", 0.5, TextAlign::centre),
                         column("paper.title", 4),
                         column("paper.when", 2),
                         column("paper.place", 2),
                         column("paper.responsible", 2.2),
                         column("paper.audience", 1.8)};
    std::int64_t lines = 0, held = 0, participants = 0;
    for (const auto& section : plan.sections) {
        if (!section.title.empty()) table.rows.push_back({RowKind::section, {{{section.title}}}});
        for (const auto& line : section.lines) {
            table.rows.push_back(fact ? fact_row(words, line) : plan_row(words, line));
            ++lines;
            const auto came = participants_of(line);
            held += came.has_value();
            participants += came.value_or(0);
        }
    }
    if (fact)
        table.rows.push_back({RowKind::total,
                              {{},
                               {{words.say("paper.all_lines", lines)}},
                               {},
                               {{words.say("paper.all_held", held)}},
                               {{words.number(participants)}},
                               {}}});
    return table;
}

outside::PaperApproval approval_of(const language::Words& words, const PrintedPlan& plan)
{
    if (!plan.approval)
        return {.word = words.say("paper.approve"), .post = "", .name = "", .below = "«___» ____________ 20__"};
    const auto& act = *plan.approval;
    return {.word = words.say("paper.approved"),
            .post = act.post,
            .name = act.name,
            .below = words.say("document.act_line", {{"act", act.act},
                                                     {"number", act.act_number},
                                                     {"day", act.act_day ? words.day_month_year(*act.act_day) : ""}})};
}

}  // namespace

outside::Paper plan_paper(const language::Words& words, const PrintedPlan& plan, PrintForm form)
{
    const auto year = std::to_string(plan.year);
    outside::Paper paper;
    paper.orientation = outside::Orientation::landscape;
    paper.text_points = 9.5;
    paper.title = form == PrintForm::fact ? words.say("fact.heading", {{"year", year}})
                  : plan.title.empty()    ? words.say("paper.heading", {{"year", year}})
                                          : plan.title;
    paper.author = plan.town;
    paper.language = words.code() == language::Code::ru ? "ru-RU" : "en";
    paper.made = plan.made;
    paper.footer = words.say("paper.footer", {{"town", plan.town}, {"day", words.day_month_year(plan.printed)}});
    if (!plan.address.empty()) paper.footer += "  ·  " + plan.address;
    paper.page_of = words.say("paper.page_of", {{"page", "{page}"}, {"pages", "{pages}"}});
    if (form == PrintForm::plan) paper.blocks.push_back(approval_of(words, plan));
    paper.blocks.push_back(outside::PaperHeading{paper.title, plan.approval || form == PrintForm::fact
                                                                  ? plan.town
                                                                  : plan.town + " — " + words.say("paper.draft")});
    paper.blocks.push_back(table_of(words, plan, form));
    return paper;
}

std::string print_name(int year, PrintForm form)
{
    return fmt::format("{}-{}", form == PrintForm::fact ? "plan-fact" : "plan", year);
}

}  // namespace veche::plan
