#include "features/plan/import/office_pages.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/plan/import/mend_years.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/office/pages.hpp"

namespace veche::plan {

using app::import::Pending;
using nlohmann::json;

namespace {

const char* status_code(const Match& match)
{
    switch (match.kind) {
        case Match::Kind::fresh: return "new";
        case Match::Kind::changed: return "changed";
        case Match::Kind::gone: return "gone";
        case Match::Kind::same: break;
    }
    return "same";
}

std::string field_words(const language::Words& words, const LineContent& content, std::string_view field)
{
    const Imported said = imported_words(content);
    if (field == "number") return said.number;
    if (field == "section") return said.section;
    if (field == "title") return said.title;
    if (field == "when") return said.when;
    if (field == "place") return said.place;
    if (field == "kind") return words.say("kind." + said.kind);
    if (field == "age") return said.age_mark;
    return field == "audience" ? said.audience : said.responsible;
}

std::string number_or_dash(const LineContent& content)
{
    return content.number ? std::to_string(*content.number) : "—";
}

json changes_model(const language::Words& words, const Match& match, const Line* line, const LineContent& draft)
{
    json changes = json::array();
    if (!line) return changes;
    for (const auto& field : match.changed)
        changes.push_back({{"title", words.say(fmt::format("office.{}", field))},
                           {"old", field_words(words, line->content, field)},
                           {"new", field_words(words, draft, field)}});
    for (const auto& field : match.kept)
        changes.push_back({{"title", words.say("import.kept", {{"field", words.say(fmt::format("office.{}", field))}})},
                           {"old", field_words(words, draft, field)},
                           {"new", field_words(words, line->content, field)}});
    return changes;
}

/// "«Март», строка 5", when the plan was joined from several.
std::string where_words(const language::Words& words, const Draft& draft, const DraftLine& line)
{
    if (draft.tables.size() < 2) return {};
    const auto table = std::ranges::find(draft.tables, line.table, &DraftTable::table);
    return table == draft.tables.end()
               ? std::string()
               : words.say("import.where", {{"table", table->name}, {"row", std::to_string(line.row)}});
}

std::string said_of_pair(const Corrections& corrections, int key)
{
    const auto fields = corrections.find(key);
    if (fields == corrections.end()) return {};
    const auto said = fields->second.find("same");
    return said == fields->second.end() ? std::string() : said->second;
}

/// The question whether a line is one of the plan's under another name; false where there is nothing to ask.
json pair_model(const language::Words& words, const Match& match, const std::vector<Line>& lines,
                const std::string& said)
{
    const auto asked = match.perhaps ? match.perhaps : match.unsure || !said.empty() ? match.line : std::nullopt;
    if (!asked && said.empty()) return false;
    json options = json::array();
    const auto option = [&](const std::string& value, const std::string& title, bool chosen) {
        options.push_back({{"value", value}, {"title", title}, {"chosen", chosen}});
    };
    const bool paired = match.kind != Match::Kind::fresh;
    if (!asked) option("new", words.say("import.pair_new"), !paired);
    if (asked) {
        const auto& content = lines[*asked].content;
        option("new",
               words.say("import.pair_new_beside",
                         {{"number", number_or_dash(content)}, {"title", shortened(content.title, 100)}}),
               !paired);
        option(to_text(lines[*asked].id),
               words.say("import.pair_same", {{"number", number_or_dash(content)},
                                              {"title", shortened(content.title, 100)},
                                              {"when", content.when.text}}),
               paired);
    }
    return {{"question", words.say("import.pair")}, {"options", std::move(options)}};
}

json draft_line_model(const language::Words& words, const DraftLine& line, const Match& match, const Line* old,
                      bool section_begins)
{
    const auto content = content_of(line);
    std::string dates;
    for (const auto& date : dates_in_words(words, line.when)) dates += (dates.empty() ? "" : "; ") + date;
    json facts = json::array();
    for (const auto& fact : {line.place, joined_names(line.responsible, "; "), line.audience})
        if (!fact.empty()) facts.push_back(fact);
    return {{"row", line.key},
            {"number", line.number ? std::to_string(*line.number) : ""},
            {"section_begins", section_begins ? line.section : ""},
            {"title", line.title},
            {"facts", std::move(facts)},
            {"kind", words.say(fmt::format("kind.{}", to_text(content.kind)))},
            {"aside", dates.empty() ? words.say("plan.no_date") : dates},
            {"aside_note", words.say("import.in_file", {{"text", line.when.text}})},
            {"status", app::import::status_model(words, status_code(match))},
            {"changes", changes_model(words, match, old, content)},
            {"warnings", warning_words(words, line.warnings)},
            {"open", !line.warnings.empty()},
            {"fields", app::import::fields_model(words, draft_fields,
                                                 [&](std::string_view name) { return draft_field(line, name); })}};
}

struct Counts {
    std::size_t fresh = 0, changed = 0, gone = 0, doubtful = 0;
    std::size_t asked = 0;  // of the doubtful: a person has not said yet whether the line is a new one
};

/// Whether a person may say that the line is another one of the plan, or a new one.
bool is_asked(const Match& match)
{
    return match.perhaps || match.unsure;
}

bool is_doubtful(const Match& match, const DraftLine& line)
{
    return !line.warnings.empty() || is_asked(match);
}

Counts count_matches(const std::vector<Match>& matches, const Draft& draft, const Corrections& corrections)
{
    Counts counts;
    for (const auto& match : matches) {
        counts.fresh += match.kind == Match::Kind::fresh;
        counts.changed += match.kind == Match::Kind::changed;
        counts.gone += match.kind == Match::Kind::gone;
        if (!match.draft) continue;
        const auto& line = draft.lines[*match.draft];
        counts.doubtful += is_doubtful(match, line);
        counts.asked += is_asked(match) && said_of_pair(corrections, line.key).empty();
    }
    return counts;
}

bool is_shown(const Match& match, const DraftLine& line, const std::string& show, bool mended)
{
    // What was mended a moment ago stays in its place, marked, and does not vanish unspoken.
    if (show == "warnings") return is_doubtful(match, line) || mended;
    if (show == "new") return match.kind == Match::Kind::fresh;
    if (show == "changed") return match.kind == Match::Kind::changed;
    return show != "gone";
}

/// "12 строк в 3 разделах, у 2 есть замечания"; a plan without sections says so among the warnings.
std::string summary_words(const language::Words& words, const Draft& draft, const Counts& counts)
{
    std::string summary = words.say("office.lines", std::int64_t(draft.lines.size()));
    if (!draft.sections.empty()) summary += " " + words.say("plan.in_sections", std::int64_t(draft.sections.size()));
    if (counts.doubtful > 0) summary += ", " + words.say("office.doubtful", std::int64_t(counts.doubtful));
    return summary;
}

json gone_model(const std::vector<Match>& matches, const std::vector<Line>& lines, int year)
{
    json gone = json::array();
    for (const auto& match : matches) {
        if (match.kind != Match::Kind::gone || gone.size() >= app::import::page_rows) continue;
        const auto& line = lines[*match.line];
        gone.push_back({{"number", line.content.number ? std::to_string(*line.content.number) : ""},
                        {"title", line.content.title},
                        {"href", fmt::format("/office/plan/{}/lines/{}", year, to_text(line.id))},
                        {"note", line.content.when.text}});
    }
    return gone;
}

}  // namespace

std::string draft_field(const DraftLine& line, std::string_view field)
{
    if (field == "title") return line.title;
    if (field == "when") return line.when.text;
    if (field == "place") return line.place;
    return field == "audience" ? line.audience : joined_names(line.responsible, "; ");
}

json import_upload_model(const language::Words& words, int year, const OfficeYear& existing)
{
    const auto count = std::int64_t(existing.lines.size());
    return {{"heading", words.say("import.title_1")},
            {"lead", words.say("import.lead_1")},
            {"existing", count > 0 ? words.say("import.existing", count, {{"year", std::to_string(year)}}) : ""},
            {"back_href", year > 0 ? fmt::format("/office/plan/{}", year) : "/office/plan"},
            {"next", {words.say("import.about_1"), words.say("import.about_2"), words.say("import.about_3")}}};
}

namespace {

json lines_model(const language::Words& words, const Pending& pending, const Draft& draft,
                 const std::vector<Match>& matches, const OfficeYear& existing, const app::import::Choice& choice,
                 std::size_t& shown)
{
    json lines = json::array();
    std::string section;
    for (const auto& match : matches) {
        if (!match.draft) continue;
        const auto& line = draft.lines[*match.draft];
        const bool mended = pending.corrections.contains(line.key);
        if (!is_shown(match, line, choice.show, mended)) continue;
        if (shown >= choice.first() && shown < choice.first() + app::import::page_rows) {
            const Line* old = match.line ? &existing.lines[*match.line] : nullptr;
            lines.push_back(draft_line_model(words, line, match, old, line.section != section));
            lines.back()["where"] = where_words(words, draft, line);
            lines.back()["mended"] = mended;
            lines.back()["pair"] =
                pair_model(words, match, existing.lines, said_of_pair(pending.corrections, line.key));
            section = line.section;
        }
        ++shown;
    }
    return lines;
}

/// "Год не тот" in many lines, mended or taken back by one button; each is shown before.
json mend_model(const language::Words& words, const UnderstoodImport& understood, int year)
{
    constexpr std::size_t shown_most = 50;
    const auto mend = find_year_mend(understood, year);
    if (!mend) return false;
    const auto count = std::int64_t(mend->lines.size());
    const language::Values years = {{"from", std::to_string(mend->from)}, {"to", std::to_string(mend->to)}};
    json samples = json::array();
    for (std::size_t i = 0; i < std::min(mend->lines.size(), shown_most); ++i)
        samples.push_back({{"old", mend->lines[i].now}, {"new", mend->lines[i].then}});
    return {{"text", words.say(mend->undoes ? "import.years_mended" : "import.years_wrong", count, years)},
            {"deed_title", words.say(mend->undoes ? "import.years_back" : "import.years_mend", count, years)},
            {"samples", std::move(samples)}};
}

json shown_columns(const language::Words& words, const Pending& pending, const Draft& draft)
{
    app::Choices meanings;
    for (const auto meaning : {Column::number, Column::title, Column::when, Column::place, Column::responsible,
                               Column::audience, Column::kind, Column::age, Column::other})
        meanings.push_back(
            {std::string(to_text(meaning)), words.say(fmt::format("import.column_{}", to_text(meaning)))});
    std::vector<std::string> columns;
    for (const auto column : draft.columns) columns.emplace_back(to_text(column));
    return app::import::columns_model(
        words, {std::move(columns), draft.header, pending.tables[draft.table], draft.header_row}, meanings);
}

}  // namespace

json import_draft_model(const language::Words& words, const Pending& pending, const OfficeYear& existing,
                        const app::import::Choice& choice)
{
    const auto understood = plan::understood(pending);
    const Draft& draft = understood.draft;
    const auto matches = match_import(existing.lines, understood.incoming);
    const auto counts = count_matches(matches, draft, pending.corrections);
    std::size_t shown = 0;
    json lines = lines_model(words, pending, draft, matches, existing, choice, shown);
    const auto count = std::int64_t(draft.lines.size());
    const std::string action = "/office/plan/import/" + to_text(pending.id);
    const app::import::Tab tabs[] = {{"", draft.lines.size()},
                                     {"warnings", counts.doubtful},
                                     {"new", counts.fresh},
                                     {"changed", counts.changed},
                                     {"gone", counts.gone}};
    std::vector<std::string> tables;
    for (const auto& table : draft.tables) tables.push_back(table.name);
    json gone = gone_model(matches, existing.lines, year_of(pending));
    return {{"heading", words.say("import.understood")},
            {"summary", summary_words(words, draft, counts)},
            {"asked", counts.asked > 0 ? words.say("import.asked", std::int64_t(counts.asked)) : ""},
            {"asked_href", action + "?show=warnings#lines"},
            {"source", app::import::source_words(words, pending.file_name, draft.header_row, tables)},
            {"has_warnings", !draft.warnings.empty() || !draft.remarks.empty()},
            {"warnings", app::import::file_warnings(words, draft.warnings, draft.remarks)},
            {"mend", mend_model(words, understood, year_of(pending))},
            {"columns", shown_columns(words, pending, draft)},
            {"tabs", app::import::tabs_model(words, action, tabs, choice.show)},
            {"nothing", shown == 0 && choice.show != "gone" ? words.say("import.nothing_here") : ""},
            {"lines", std::move(lines)},
            {"has_gone", !gone.empty()},
            {"gone_text", words.say("import.gone_text")},
            {"gone", std::move(gone)},
            {"pager", app::import::pager_model(words, action, choice, shown)},
            {"confirm_title", words.say("import.confirm", count)}};
}

namespace {

/// What the town does not see yet, and the deed that changes it.
json waiting_model(const language::Words& words, const std::string& list, const YearStanding& standing)
{
    if (standing.ready + standing.without_age == 0) return false;
    std::string text;
    if (standing.ready > 0) text = words.say("import.waiting_ready", standing.ready);
    if (standing.without_age > 0)
        text += (text.empty() ? "" : " ") + words.say("import.waiting_age", standing.without_age);
    return {{"text", text},
            {"action", list + "/lines"},
            {"announce_title", standing.ready > 0 ? words.say("import.announce_all", standing.ready) : ""},
            {"drafts_href", list + "?state=planned"}};
}

}  // namespace

json import_done_model(const language::Words& words, const std::string& year, const ImportResult& result,
                       const YearStanding& standing)
{
    const std::string list = "/office/plan/" + year;
    json figures = json::array();
    const auto add = [&](int value, const char* message, const std::string& href) {
        app::import::add_figure(figures, words, value, message, href);
    };
    add(result.fresh, "import.figure_new", list);
    add(result.changed, "import.figure_changed", list);
    add(result.same, "import.figure_same", list);
    add(result.gone, "import.figure_gone", list + "?warnings=1");
    add(result.doubtful, "import.figure_doubtful", list + "?warnings=1");
    const auto count = std::int64_t(result.fresh + result.changed + result.same);
    return {{"heading", words.say("import.done")},
            {"text", words.say("import.done_text", count, {{"year", year}})},
            {"figures", std::move(figures)},
            {"list_href", list},
            {"list_title", words.say("import.to_lines")},
            {"public_href", standing.announced > 0 ? "/plan/" + year : ""},
            {"waiting", waiting_model(words, list, standing)}};
}

}  // namespace veche::plan
