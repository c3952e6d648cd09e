#include <algorithm>

#include <fmt/format.h>

#include "features/plan/document/pages.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

std::string fact_path(int year, Side side)
{
    return fmt::format("{}/plan/{}/fact", side == Side::office ? "/office" : "", year);
}

/// What a table of one unit has in all its rows.
struct FactTold {
    std::vector<FactState> columns;
    bool people = false;  // somebody has come to something
    std::string path;
};

std::string row_title(const language::Words& words, FactBy by, const FactRow& row)
{
    switch (by) {
        case FactBy::section: return row.title.empty() ? words.say("fact.no_section") : row.title;
        case FactBy::kind:
        case FactBy::subkind: return words.say("kind." + row.key);
        case FactBy::quarter: return words.say("fact.quarter_" + row.key);
    }
    return row.title;
}

/// The columns of a plan: what is nowhere but nought is left out.
std::vector<FactState> columns_of(const FactCounts& all)
{
    std::vector<FactState> shown;
    for (const auto state : all_fact_states)
        if (state == FactState::planned || state == FactState::held || all[state] > 0) shown.push_back(state);
    return shown;
}

/// The cells of one row: each a figure and the address of its records, "" where there is nothing to open.
json cells_model(const language::Words& words, const FactCounts& figures, FactChoice choice, const FactTold& told)
{
    json cells = json::array();
    for (const auto state : told.columns) {
        choice.state = state;
        const auto value = figures[state];
        cells.push_back({{"title", words.say(fmt::format("fact.{}", to_text(state)))},
                         {"value", words.number(value)},
                         {"href", value > 0 ? told.path + "/records" + choice.query() : ""}});
    }
    if (told.people)
        cells.push_back(
            {{"title", words.say("fact.participants")}, {"value", words.number(figures.participants)}, {"href", ""}});
    return cells;
}

/// A bar of thousandths: held, cancelled, overdue, ahead, each with its words and number below. Drawn by the server; the table says the
/// same in figures.
json bar_model(const language::Words& words, const FactCounts& figures)
{
    const auto all = std::max<std::int64_t>(figures[FactState::planned], 1);
    json parts = json::array();
    std::int64_t before = 0;
    for (const auto state : {FactState::held, FactState::cancelled, FactState::overdue, FactState::ahead}) {
        const auto from = 1000 * before / all, to = 1000 * (before + figures[state]) / all;
        before += figures[state];
        if (to > from)
            parts.push_back({{"code", to_text(state)},
                             {"x", std::to_string(from)},
                             {"width", std::to_string(to - from)},
                             {"title", words.say(fmt::format("fact.{}", to_text(state)))},
                             {"value", words.number(figures[state])}});
    }
    return {{"parts", parts},
            {"words", words.say("fact.bar", figures[FactState::planned],
                                {{"held", words.number(figures[FactState::held])},
                                 {"planned", words.number(figures[FactState::planned])}})}};
}

/// Nothing has come of it yet: such rows are folded away together.
bool is_without_results(const FactCounts& counts)
{
    return counts[FactState::planned] == counts[FactState::ahead] && counts[FactState::moved] == 0;
}

json table_model(const language::Words& words, const PlanFact& fact, FactBy by, const FactTold& told)
{
    json rows = json::array(), quiet = json::array();
    for (const auto& row : fact.by(by)) {
        auto& where = is_without_results(row.counts) ? quiet : rows;
        where.push_back(
            {{"title", row_title(words, by, row)},
             {"cells", cells_model(words, row.counts, {.unit = fact.unit, .by = by, .key = row.key}, told)}});
    }
    const auto folded = std::int64_t(quiet.size());
    // One row that waits takes no more room than the words that would hide it.
    if (folded == 1 || rows.empty()) {
        for (auto& row : quiet) rows.push_back(std::move(row));
        quiet = json::array();
    }
    const bool has_quiet = !quiet.empty();
    return {{"title", words.say(fmt::format("fact.by_{}", to_text(by)))},
            {"id", fmt::format("{}-{}", to_text(fact.unit), to_text(by))},
            {"rows", std::move(rows)},
            {"has_quiet", has_quiet},
            {"quiet", std::move(quiet)},
            {"quiet_words", has_quiet ? words.say("fact.without_results", folded) : ""},
            {"all", cells_model(words, fact.all, {.unit = fact.unit}, told)}};
}

json unit_model(const language::Words& words, const PlanFact& fact, const std::string& path)
{
    const FactTold told{.columns = columns_of(fact.all), .people = fact.all.participants > 0, .path = path};
    json tables = json::array();
    for (const auto by : all_fact_by) {
        // A plan that tells no kind more exactly has nothing to show there.
        const auto& rows = fact.by(by);
        if (by == FactBy::subkind && rows.size() == 1 && rows[0].key == "none") continue;
        tables.push_back(table_model(words, fact, by, told));
    }
    json columns = json::array();
    for (const auto state : told.columns) columns.push_back(words.say(fmt::format("fact.{}", to_text(state))));
    if (told.people) columns.push_back(words.say("fact.participants"));
    const auto count = std::to_string(columns.size());
    return {{"columns", std::move(columns)},
            {"columns_class", "columns-" + count},
            {"tables", std::move(tables)},
            {"bar", bar_model(words, fact.all)}};
}

json figures_json(const FactCounts& figures)
{
    json model = {{"participants", figures.participants}};
    for (const auto state : all_fact_states) model[std::string(to_text(state))] = figures[state];
    return model;
}

json unit_json(const PlanFact& fact)
{
    json model = {{"all", figures_json(fact.all)}};
    for (const auto by : all_fact_by) {
        json rows = json::array();
        for (const auto& row : fact.by(by)) {
            auto figures = figures_json(row.counts);
            figures["key"] = row.key;
            if (!row.title.empty()) figures["title"] = row.title;
            rows.push_back(std::move(figures));
        }
        model["by_" + std::string(to_text(by))] = std::move(rows);
    }
    return model;
}

}  // namespace

json fact_model(const language::Words& words, const YearFact& fact, Side side)
{
    const auto path = fact_path(fact.year, side);
    const auto year = std::to_string(fact.year);
    const bool several = fact.lines.all[FactState::planned] != fact.happenings.all[FactState::planned];
    return {{"heading", words.say("fact.heading", {{"year", year}})},
            {"back_href",
             side == Side::office ? fmt::format("/office/plan/{}", fact.year) : fmt::format("/plan/{}", fact.year)},
            {"pdf_href", path + ".pdf"},
            {"docx_href", side == Side::office ? path + ".docx" : ""},
            {"back_title", words.say("plan.heading", {{"year", year}})},
            {"lines", unit_model(words, fact.lines, path)},
            {"happenings", several ? unit_model(words, fact.happenings, path) : json(false)}};
}

json fact_json(const YearFact& fact)
{
    return {{"year", fact.year}, {"lines", unit_json(fact.lines)}, {"happenings", unit_json(fact.happenings)}};
}

namespace {

json record_model(const language::Words& words, const FactRecord& record, Side side, Day today)
{
    const Line& line = *record.line;
    std::string told;
    for (const auto& one : line.happenings)
        if (!record.happening || record.happening == &one) {
            const auto words_of = told_words(words, one);
            if (!words_of.empty()) told += (told.empty() ? "" : " ") + words_of;
        }
    return {
        {"number", line.content.number ? std::to_string(*line.content.number) : ""},
        {"title", line.content.title},
        {"href", side == Side::office ? office_line_path(line) : line_path(line)},
        {"when", record.happening ? time_words(words, line, *record.happening) : time_words(words, line.content.when)},
        {"state", record.happening ? happening_state(words, line, *record.happening, today)
                                   : life_state_model(words, line, today)},
        {"told", told}};
}

}  // namespace

std::string records_path(int year, const FactChoice& choice, Side side, const std::string& after)
{
    const auto query = choice.query();
    return fact_path(year, side) + "/records" + query +
           (after.empty() ? "" : fmt::format("{}after={}", query.empty() ? '?' : '&', after));
}

json records_model(const language::Words& words, int year, const FactRecords& found, const FactChoice& choice,
                   Side side, Day today)
{
    json rows = json::array();
    for (const auto& record : found.rows) rows.push_back(record_model(words, record, side, today));
    const auto state = words.say(fmt::format("fact.{}", to_text(choice.state)));
    return {{"heading", words.say("fact.records_heading", {{"state", state}, {"year", std::to_string(year)}})},
            {"summary",
             words.say(choice.unit == Unit::lines ? "fact.records_lines" : "fact.records_happenings", found.count)},
            {"back_href", fact_path(year, side)},
            {"rows", rows},
            {"nothing", found.count == 0},
            {"next_href", found.next.empty() ? "" : records_path(year, choice, side, found.next)}};
}

json copy_model(const language::Words& words, int from, int to, const std::vector<CopiedLine>& lines)
{
    json rows = json::array();
    std::int64_t fresh = 0;
    for (const auto& line : lines) {
        json warnings = json::array();
        for (const auto& warning : line.warnings) warnings.push_back(words.say(warning));
        if (!line.cancelled.empty()) warnings.push_back(words.say("copy.cancelled", {{"reason", line.cancelled}}));
        fresh += !line.there;
        rows.push_back({{"title", line.content.title},
                        {"former", line.source->content.when.text},
                        {"present", line.content.when.text},
                        {"exact", time_words(words, line.content.when)},
                        {"there", line.there},
                        {"warnings", warnings}});
    }
    return {{"heading", words.say("copy.heading", {{"from", std::to_string(from)}, {"to", std::to_string(to)}})},
            {"summary", words.say("copy.summary", fresh)},
            {"back_href", fmt::format("/office/plan/{}/document", from)},
            {"action", fmt::format("/office/plan/{}/copy", from)},
            {"rows", rows},
            {"ready", fresh > 0}};
}

}  // namespace veche::plan
