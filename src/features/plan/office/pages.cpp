#include "features/plan/office/pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "core/fold.hpp"
#include "core/percent.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/conflicts.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

constexpr std::size_t page_rows = 100;

std::string address(int year, const OfficeFilter& filter, std::string_view after)
{
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, percent_encoded(value));
    };
    add("q", filter.text);
    add("section", filter.section);
    add("kind", filter.kind ? to_text(*filter.kind) : "");
    add("state", filter.state);
    add("warnings", filter.warnings ? "1" : "");
    add("after", after);
    return fmt::format("/office/plan/{}", year) + query;
}

bool is_in_state(const Line& line, std::string_view state, Day today)
{
    if (state.empty()) return true;
    if (state == "moved") return !line.moves.empty();
    if (state == "overdue") return is_overdue(line, today);
    if (state == "ahead" || state == "held" || state == "cancelled") return to_text(line.standing()) == state;
    return to_text(line.stage) == state;
}

bool matches(const Line& line, const OfficeFilter& filter, const std::string& folded, const std::string& section_title,
             Day today)
{
    return (filter.section.empty() || line.content.section == section_title) &&
           (!filter.kind || filter.kind->holds(line.content.kind)) && is_in_state(line, filter.state, today) &&
           (!filter.warnings || !line.warnings.empty()) &&
           (folded.empty() || fold_part(line.content.title).find(folded) != std::string::npos);
}

std::string exact_when(const language::Words& words, const When& when)
{
    std::string text;
    for (const auto& date : dates_in_words(words, when)) text += (text.empty() ? "" : "; ") + date;
    return text;
}

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
            {"fresh", false},
            {"chosen", chosen}};
}

json filter_model(const language::Words& words, int number, const OfficeYear& year, const OfficeFilter& filter)
{
    json sections = json::array({app::option("", words.say("office.all_sections"), filter.section.empty())});
    for (const auto& section : year.sections)
        sections.push_back(app::option(to_text(section.id), section.title, to_text(section.id) == filter.section));
    json kinds = json::array({app::option("", words.say("office.all_kinds"), !filter.kind)});
    for (auto& kind : kind_options(words, filter.kind)) kinds.push_back(kind);
    json states = json::array({app::option("", words.say("office.any_state"), filter.state.empty())});
    for (const auto* state : {"planned", "announced", "ahead", "overdue", "moved", "held", "cancelled"})
        states.push_back(app::option(state, words.say(fmt::format("plan.state_{}", state)), filter.state == state));
    const std::string path = fmt::format("/office/plan/{}", number);
    return {{"action", path},      {"q", filter.text},  {"sections", sections},
            {"kinds", kinds},      {"states", states},  {"warnings", filter.warnings},
            {"any", filter.any()}, {"clear_href", path}};
}

/// What waits for a hand among the lines, each with its count and address.
json alerts_model(const language::Words& words, int year, const std::vector<Line>& lines, Day today)
{
    const auto overdue = std::ranges::count_if(lines, [&](const Line& line) { return is_overdue(line, today); });
    const auto clashes = std::int64_t(find_conflicts(lines).size());
    json alerts = json::array();
    if (overdue > 0)
        alerts.push_back({{"title", words.say("office.lines_overdue", overdue)},
                          {"href", fmt::format("/office/plan/{}?state=overdue", year)}});
    if (clashes > 0)
        alerts.push_back({{"title", words.say("office.conflicts", clashes)},
                          {"href", fmt::format("/office/plan/{}/conflicts", year)}});
    return alerts;
}

/// The page after the line named, and where the one before it began: keys, not offsets.
json pager_model(const language::Words& words, int year, const OfficeFilter& filter,
                 const std::vector<const Line*>& shown, std::size_t from)
{
    const auto to = std::min(from + page_rows, shown.size());
    if (from == 0 && to == shown.size()) return false;
    std::string previous;
    if (from > 0) previous = address(year, filter, from > page_rows ? to_text(shown[from - page_rows - 1]->id) : "");
    return {{"text", words.say("office.rows", {{"first", words.number(std::int64_t(from) + 1)},
                                               {"last", words.number(std::int64_t(to))},
                                               {"all", words.number(std::int64_t(shown.size()))}})},
            {"previous_href", previous},
            {"next_href", to < shown.size() ? address(year, filter, to_text(shown[to - 1]->id)) : ""}};
}

}  // namespace

json kind_options(const language::Words& words, const std::optional<FullKind>& chosen)
{
    json options = json::array();
    for (const auto& kind : list_full_kinds())
        options.push_back(
            app::option(std::string(to_text(kind)), words.say(fmt::format("kind.{}", to_text(kind))), chosen == kind));
    return options;
}

json age_options(std::optional<AgeMark> chosen)
{
    json options = json::array();
    for (const auto mark : all_age_marks)
        options.push_back(app::option(std::string(to_text(mark)), std::string(to_text(mark)), chosen == mark));
    return options;
}

std::string joined_names(const std::vector<std::string>& names, std::string_view between)
{
    std::string text;
    for (const auto& name : names) {
        if (!text.empty()) text += between;
        text += name;
    }
    return text;
}

json warning_words(const language::Words& words, const std::vector<std::string>& ids)
{
    json list = json::array();
    for (const auto& id : ids) list.push_back(words.say(id));
    return list;
}

OfficeFilter office_filter_of(const web::Request& request)
{
    const auto text = [&](std::string_view name) {
        const auto* value = request.query_value(name);
        return value ? *value : std::string();
    };
    return {.text = text("q"),
            .section = text("section"),
            .kind = parse_full_kind(text("kind")),
            .state = text("state"),
            .warnings = text("warnings") == "1",
            .after = text("after")};
}

json office_list_model(const language::Words& words, int number, const OfficeYear& year, const OfficeFilter& filter,
                       const std::vector<std::string>& chosen, Day today)
{
    std::string section_title;
    for (const auto& section : year.sections)
        if (to_text(section.id) == filter.section) section_title = section.title;
    const std::string folded = fold_part(filter.text);
    std::vector<const Line*> shown;
    std::int64_t announced = 0, doubtful = 0;
    for (const auto& line : year.lines) {
        announced += line.announced();
        doubtful += !line.warnings.empty();
        if (matches(line, filter, folded, section_title, today)) shown.push_back(&line);
    }
    std::size_t from = 0;
    if (!filter.after.empty()) {
        const auto at =
            std::ranges::find_if(shown, [&](const Line* line) { return to_text(line->id) == filter.after; });
        from = at == shown.end() ? 0 : std::size_t(at - shown.begin()) + 1;
    }
    json rows = json::array();
    for (std::size_t i = from; i < std::min(from + page_rows, shown.size()); ++i)
        rows.push_back(
            row_model(words, *shown[i], std::ranges::find(chosen, to_text(shown[i]->id)) != chosen.end(), today));
    json alerts = alerts_model(words, number, year.lines, today);
    json years = json::array();
    for (const int other : year.years)
        if (other != number)
            years.push_back({{"title", std::to_string(other)}, {"href", fmt::format("/office/plan/{}", other)}});

    std::string summary =
        words.say("office.lines", std::int64_t(year.lines.size())) + ", " + words.say("office.announced", announced);
    if (doubtful > 0) summary += ", " + words.say("office.doubtful", doubtful);
    return {{"heading", words.say("plan.heading", {{"year", std::to_string(number)}})},
            {"summary", summary},
            {"new_href", fmt::format("/office/plan/{}/lines/new", number)},
            {"import_href", fmt::format("/office/plan/import?year={}", number)},
            {"conflicts_href", fmt::format("/office/plan/{}/conflicts", number)},
            {"document_href", year.plan ? fmt::format("/office/plan/{}/document", number) : ""},
            {"fact_href", fmt::format("/office/plan/{}/fact", number)},
            {"public_href", fmt::format("/plan/{}", number)},
            {"years", years},
            {"has_alerts", !alerts.empty()},
            {"alerts", std::move(alerts)},
            {"values", app::no_errors({"line", "kind", "age"})},
            {"errors", app::no_errors({"line", "kind", "age"})},
            {"error_list", json::array()},
            {"has_errors", false},
            {"filter", filter_model(words, number, year, filter)},
            {"nothing", shown.empty()},
            {"bulk",
             {{"action", fmt::format("/office/plan/{}/lines", number)},
              {"back", address(number, filter, filter.after)},
              {"kinds", kind_options(words, std::nullopt)},
              {"ages", age_options(std::nullopt)}}},
            {"rows", rows},
            {"pager", pager_model(words, number, filter, shown, from)}};
}

json office_line_model(const language::Words& words, int year, Id<Line> id, const std::optional<Line>& line, Day today)
{
    const LineContent content = line ? line->content : LineContent{};
    const std::string list = fmt::format("/office/plan/{}", year);
    const auto number = content.number ? std::to_string(*content.number) : "";
    return {{"is_new", !line},
            {"heading", !line            ? words.say("office.new_line")
                        : number.empty() ? content.title
                                         : words.say("office.line_number", {{"number", number}})},
            {"back_href", list},
            {"public_href", line && line->announced() ? line_path(*line) : ""},
            {"state", line ? life_state_model(words, *line, today)
                           : json{{"code", "planned"}, {"title", words.say("office.not_saved")}}},
            {"announced", line && line->announced()},
            {"action", list + "/lines/" + to_text(id)},
            {"life", false},
            {"clashes", json::array()},
            {"has_clashes", false},
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
    app::Choices ages{{"", words.say("office.age_unset")}}, kinds;
    for (const auto mark : all_age_marks) ages.push_back({std::string(to_text(mark)), std::string(to_text(mark))});
    for (const auto& kind : list_full_kinds())
        kinds.push_back({std::string(to_text(kind)), words.say(fmt::format("kind.{}", to_text(kind)))});
    made.choices = {{"age", std::move(ages)},
                    {"kind", std::move(kinds)},
                    {"time_change",
                     {{"move", words.say("office.time_move")}, {"correction", words.say("office.time_correction")}}}};
    return made;
}

}  // namespace veche::plan
