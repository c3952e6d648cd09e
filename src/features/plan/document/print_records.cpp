#include "features/plan/document/print_records.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/plan/life/words.hpp"

namespace veche::plan {

namespace {

PrintedLine printed(const language::Words& words, const Line& line)
{
    PrintedLine one{
        .number = line.content.number,
        .title = line.content.title,
        .when = line.content.when.text.empty() ? time_words(words, line.content.when) : line.content.when.text,
        .place = line.content.place,
        .responsible = joined(line.content.responsible, ", "),
        .audience = line.content.audience,
        .age_mark = line.content.age_mark,
        .former_when = "",
        .move_reason = "",
        .facts = {},
        .cancelled = line.standing() == Standing::cancelled};
    if (!line.moves.empty()) {
        one.former_when = line.moves.front().former.text;
        one.move_reason = line.moves.back().reason;
    }
    for (const auto& happening : line.happenings) {
        if (const auto* held = std::get_if<Held>(&happening.outcome))
            one.facts.push_back({held_days(words, *held), held->participants, ""});
        if (const auto* cancelled = std::get_if<Cancelled>(&happening.outcome))
            one.facts.push_back({time_words(words, line, happening), std::nullopt, cancelled->reason});
    }
    return one;
}

}  // namespace

PrintedPlan printed_plan(const language::Words& words, const app::Town& town, const Plan& plan,
                         const std::vector<Section>& sections, const std::vector<Line>& lines,
                         const PlanVersion* approval, Instant made)
{
    PrintedPlan paper{.town = town.name,
                      .year = plan.year,
                      .title = plan.title,
                      .approval = std::nullopt,
                      .sections = {},
                      .address = fmt::format("{}/plan/{}", town.base_url, plan.year),
                      .printed = town.zone.local(made).day,
                      .made = made};
    if (approval)
        paper.approval = PrintedApproval{approval->signer_post, approval->signer_name, approval->act,
                                         approval->act_number, approval->act_day};
    paper.sections.push_back({});
    for (const auto& section : sections) paper.sections.push_back({section.title, {}});
    for (const auto& line : lines) {
        auto place = std::ranges::find(paper.sections, line.content.section, &PrintedSection::title);
        if (place == paper.sections.end()) place = paper.sections.begin();
        place->lines.push_back(printed(words, line));
    }
    std::erase_if(paper.sections, [](const PrintedSection& section) { return section.lines.empty(); });
    return paper;
}

}  // namespace veche::plan
