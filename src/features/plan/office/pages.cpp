#include "features/plan/office/pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/fold.hpp"
#include "core/text.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

json row_model(const language::Words& words, const Line& line, bool chosen, Day today)
{
    const auto& content = line.content;
    return {{"id", to_text(line.id)},
            {"number", content.number ? std::to_string(*content.number) : ""},
            {"title", content.title},
            {"href", fmt::format("/office/plan/{}/lines/{}", line.year, to_text(line.id))},
            {"section", content.section},
            {"when", content.when.text},
            {"when_exact", exact_when(words, content.when)},
            {"kind", kind_model(words, content.kind)},
            {"age", content.age_mark ? to_text(*content.age_mark) : ""},
            {"state", life_state_model(words, line, today)},
            {"warnings", warning_words(words, line.warnings)},
            {"chosen", chosen}};
}

json filter_model(const language::Words& words, const OfficePage& page, const app::Listing& listing)
{
    app::Choices sections{{"", words.say("office.all_sections")}}, kinds{{"", words.say("office.all_kinds")}},
        states{{"", words.say("office.any_state")}};
    for (const auto& section : page.sections) sections.push_back({to_text(section.id), section.title});
    for (auto& kind : kind_choices(words)) kinds.push_back(std::move(kind));
    for (const auto* state : {"planned", "announced", "ahead", "overdue", "moved", "held", "cancelled", "unmarked"})
        states.push_back({state, words.say(fmt::format("plan.state_{}", state))});
    return listing.filter_model(
        words, {{"section", std::move(sections)}, {"kind", std::move(kinds)}, {"state", std::move(states)}});
}

/// What waits for a hand among the lines, each with its count and address.
json alerts_model(const language::Words& words, const std::string& path, const OfficeCounts& counts)
{
    json alerts = json::array();
    if (counts.overdue > 0)
        alerts.push_back(
            {{"title", words.say("office.lines_overdue", counts.overdue)}, {"href", path + "?state=overdue"}});
    if (counts.conflicts > 0)
        alerts.push_back({{"title", words.say("office.conflicts", counts.conflicts)}, {"href", path + "/conflicts"}});
    return alerts;
}

std::string counts_words(const language::Words& words, const OfficeCounts& counts)
{
    std::string text = words.say("office.lines", counts.lines) + ", " + words.say("office.announced", counts.announced);
    if (counts.doubtful > 0) text += ", " + words.say("office.doubtful", counts.doubtful);
    return text;
}

/// Of the list's own pager, but that one goes back page by page.
json pager_model(const OfficePage& page, const app::Listing& listing)
{
    json pager = listing.pager_model(page.more ? to_text(page.lines.back().id) : "");
    if (page.previous) pager["previous_href"] = listing.address(*page.previous);
    return pager;
}

}  // namespace

std::string exact_when(const language::Words& words, const When& when)
{
    std::string text;
    for (const auto& date : dates_in_words(words, when)) text += (text.empty() ? "" : "; ") + date;
    return text;
}

std::string list_path(int year)
{
    return fmt::format("/office/plan/{}", year);
}

store::OfficeChoice office_choice(const app::Listing& listing, Day today)
{
    store::OfficeChoice choice{.section = parse_id<Section>(listing.text("section")),
                               .doubtful = listing.flag("warnings"),
                               .folded = fold_part(listing.text("q"))};
    if (const auto kind = parse_full_kind(listing.text("kind"))) {
        choice.kind = to_text(kind->kind);
        choice.subkind = kind->subkind ? to_text(*kind->subkind) : std::string_view();
    }
    const std::string_view state = listing.text("state");
    if (state == "planned" || state == "announced") choice.stage = state;
    if (state == "ahead" || state == "held" || state == "cancelled") choice.standing = state;
    choice.moved = state == "moved";
    choice.unmarked = state == "unmarked";
    if (state == "overdue") choice.overdue_on = today;
    return choice;
}

app::Choices kind_choices(const language::Words& words)
{
    app::Choices choices;
    for (const auto& kind : list_full_kinds())
        choices.push_back({std::string(to_text(kind)), words.say(fmt::format("kind.{}", to_text(kind)))});
    return choices;
}

app::Choices age_choices()
{
    app::Choices choices;
    for (const auto mark : all_age_marks) choices.push_back({std::string(to_text(mark)), std::string(to_text(mark))});
    return choices;
}

app::FormContent bulk_content(const language::Words& words, const std::string& back)
{
    return {.values = {{"back", back}}, .choices = {{"kind", kind_choices(words)}, {"age", age_choices()}}};
}

std::string joined_names(const std::vector<std::string>& names, std::string_view between)
{
    return joined(names, between);
}

json warning_words(const language::Words& words, const std::vector<std::string>& ids)
{
    json list = json::array();
    for (const auto& id : ids) list.push_back(words.say(id));
    return list;
}

json office_list_model(const language::Words& words, const OfficePage& page, const OfficeCounts& counts,
                       const app::Listing& listing, const std::vector<std::string>& chosen, Day today)
{
    const int year = page.plan.value().year;
    const std::string path = fmt::format("/office/plan/{}", year);
    json rows = json::array(), years = json::array();
    for (const auto& line : page.lines)
        rows.push_back(row_model(words, line, std::ranges::find(chosen, to_text(line.id)) != chosen.end(), today));
    for (const int other : page.years)
        if (other != year)
            years.push_back({{"title", std::to_string(other)}, {"href", fmt::format("/office/plan/{}", other)}});
    json alerts = alerts_model(words, path, counts);
    const bool nothing = rows.empty();
    return {{"heading", words.say("plan.heading", {{"year", std::to_string(year)}})},
            {"summary", counts_words(words, counts)},
            {"new_href", path + "/lines/new"},
            {"import_href", fmt::format("/office/plan/import?year={}", year)},
            {"conflicts_href", path + "/conflicts"},
            {"document_href", path + "/document"},
            {"fact_href", path + "/fact"},
            {"public_href", fmt::format("/plan/{}", year)},
            {"years", std::move(years)},
            {"has_alerts", !alerts.empty()},
            {"alerts", std::move(alerts)},
            {"filter", filter_model(words, page, listing)},
            {"nothing", nothing},
            {"action", path + "/lines"},
            {"rows", std::move(rows)},
            {"pager", pager_model(page, listing)}};
}

json office_line_model(const language::Words& words, int year, Id<Line> id, const std::optional<Line>& line, Day today)
{
    const LineContent content = line ? line->content : LineContent{};
    const std::string list = fmt::format("/office/plan/{}", year);
    return {{"is_new", !line},
            {"heading", line ? content.title : words.say("office.new_line")},
            {"back_href", line ? office_line_path(*line) : list},
            {"back_title", words.say(line ? "office.to_line" : "office.to_list")},
            {"public_href", line && line->announced() ? line_path(*line) : ""},
            {"state", line ? life_state_model(words, *line, today)
                           : json{{"code", "planned"}, {"title", words.say("office.not_saved")}}},
            {"announced", line && line->announced()},
            {"action", list + "/lines/" + to_text(id)},
            {"has_warnings", line && !line->warnings.empty()},
            {"warnings", warning_words(words, line ? line->warnings : std::vector<std::string>{})},
            {"understood", exact_when(words, content.when)}};
}

app::FormContent line_content(const language::Words& words, int year, const std::optional<Line>& line)
{
    const LineContent content = line ? line->content : LineContent{};
    // The exact fields show a correction only: what the words themselves say is not repeated there.
    const auto& periods = content.when.periods;
    const bool by_hand = line && !periods.empty() && language::parse_when(content.when.text, year).periods != periods;
    const auto clock = [](std::optional<int> minute) {
        return minute ? fmt::format("{:02}:{:02}", *minute / 60, *minute % 60) : "";
    };
    app::FormContent made{.values = {{"version", std::to_string(line ? line->version : 0)},
                                     {"number", content.number ? std::to_string(*content.number) : ""},
                                     {"section", content.section},
                                     {"title", content.title},
                                     {"when", content.when.text},
                                     {"first", by_hand ? iso_day(periods.front().first) : ""},
                                     {"last", by_hand ? iso_day(periods.front().last) : ""},
                                     {"start", by_hand ? clock(periods.front().start_minute) : ""},
                                     {"end", by_hand ? clock(periods.front().end_minute) : ""},
                                     {"kind", line ? std::string(to_text(content.kind)) : ""},
                                     {"place", content.place},
                                     {"programme", language::programme_text(content.programme)},
                                     {"responsible", joined_names(content.responsible, "\n")},
                                     {"audience", content.audience},
                                     {"age", content.age_mark ? std::string(to_text(*content.age_mark)) : ""},
                                     {"time_change", "move"}}};
    auto ages = age_choices();
    ages.insert(ages.begin(), {"", words.say("office.age_unset")});
    made.choices = {{"age", std::move(ages)},
                    {"kind", kind_choices(words)},
                    {"time_change",
                     {{"move", words.say("office.time_move")}, {"correction", words.say("office.time_correction")}}}};
    return made;
}

}  // namespace veche::plan
