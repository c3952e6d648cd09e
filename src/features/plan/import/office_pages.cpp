#include "features/plan/import/office_pages.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/office/pages.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

constexpr std::size_t page_lines = 100;

json steps_model(const language::Words& words, int current)
{
    json steps = json::array();
    for (int i = 1; i <= 3; ++i)
        steps.push_back(
            {{"title", words.say(fmt::format("import.step_{}", i))}, {"current", i == current}, {"done", i < current}});
    return steps;
}

json columns_model(const language::Words& words, const Draft& draft, const outside::Table& table)
{
    static constexpr Column meanings[] = {Column::number, Column::title,       Column::when,
                                          Column::place,  Column::responsible, Column::audience,
                                          Column::kind,   Column::age,         Column::other};
    json columns = json::array();
    for (std::size_t i = 0; i < draft.columns.size(); ++i) {
        json options = json::array();
        for (const auto meaning : meanings)
            options.push_back({{"value", to_text(meaning)},
                               {"title", words.say(fmt::format("import.column_{}", to_text(meaning)))},
                               {"chosen", draft.columns[i] == meaning}});
        std::string sample;
        for (std::size_t row = std::size_t(draft.header_row); row < table.rows.size() && sample.empty(); ++row)
            if (table.rows[row].size() > i && table.rows[row].size() > 1 && !table.rows[row][1].text.empty())
                sample = shortened(one_line(table.rows[row][i].text), 60);
        columns.push_back({{"index", i},
                           {"header", i < draft.header.size() && !draft.header[i].empty()
                                          ? draft.header[i]
                                          : words.say("import.no_header", {{"number", std::to_string(i + 1)}})},
                           {"sample", sample.empty() ? "" : words.say("import.sample", {{"text", sample}})},
                           {"meanings", std::move(options)}});
    }
    return columns;
}

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
    return {{"options", std::move(options)}};
}

json draft_line_model(const language::Words& words, const DraftLine& line, const Match& match, const Line* old,
                      bool section_begins)
{
    const auto content = content_of(line);
    std::string dates;
    for (const auto& date : dates_in_words(words, line.when)) dates += (dates.empty() ? "" : "; ") + date;
    const bool doubtful = !line.warnings.empty();
    return {{"row", line.key},
            {"number", line.number ? std::to_string(*line.number) : ""},
            {"section_begins", section_begins ? line.section : ""},
            {"title", line.title},
            {"place", line.place},
            {"responsible", joined_names(line.responsible, "; ")},
            {"audience", line.audience},
            {"kind", words.say(fmt::format("kind.{}", to_text(content.kind)))},
            {"when_words", dates.empty() ? words.say("plan.no_date") : dates},
            {"when_text", words.say("import.in_file", {{"text", line.when.text}})},
            {"status",
             {{"code", status_code(match)}, {"title", words.say(fmt::format("import.status_{}", status_code(match)))}}},
            {"changes", changes_model(words, match, old, content)},
            {"warnings", warning_words(words, line.warnings)},
            {"open", doubtful},
            {"fields",
             {{"title", line.title},
              {"when", line.when.text},
              {"place", line.place},
              {"responsible", joined_names(line.responsible, "; ")},
              {"audience", line.audience}}}};
}

std::string file_words_of(const language::Words& words, const std::string& file, const Draft& draft)
{
    if (draft.tables.size() < 2)
        return words.say("import.source", {{"file", file}, {"row", std::to_string(draft.header_row)}});
    constexpr std::size_t named = 30;
    std::string names;
    for (std::size_t i = 0; i < draft.tables.size() && i < named; ++i)
        names += (names.empty() ? "" : ", ") + draft.tables[i].name;
    if (draft.tables.size() > named) names += "…";
    return words.say("import.source_joined", std::int64_t(draft.tables.size()), {{"file", file}, {"tables", names}});
}

/// Of the whole file: what is doubtful, and every table and column that was left out.
json file_warnings(const language::Words& words, const Draft& draft)
{
    constexpr std::size_t told = 100;
    json warnings = warning_words(words, draft.warnings);
    for (std::size_t i = 0; i < draft.remarks.size() && i < told; ++i)
        warnings.push_back(words.say(draft.remarks[i].message, draft.remarks[i].values));
    if (draft.remarks.size() > told)
        warnings.push_back(words.say("import.more_left_out", std::int64_t(draft.remarks.size() - told)));
    return warnings;
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

bool is_shown(const Match& match, const DraftLine& line, const std::string& show)
{
    if (show == "warnings") return is_doubtful(match, line);
    if (show == "new") return match.kind == Match::Kind::fresh;
    if (show == "changed") return match.kind == Match::Kind::changed;
    return show != "gone";
}

json tabs_model(const language::Words& words, const std::string& action, const Draft& draft, const Counts& counts,
                const std::string& show)
{
    json tabs = json::array();
    const auto add = [&](const char* code, std::size_t count) {
        tabs.push_back({{"title", words.say(fmt::format("import.tab_{}", *code ? code : "all"))},
                        {"count", count},
                        {"href", *code ? action + "?show=" + code : action},
                        {"current", show == code}});
    };
    add("", draft.lines.size());
    add("warnings", counts.doubtful);
    add("new", counts.fresh);
    add("changed", counts.changed);
    add("gone", counts.gone);
    return tabs;
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
        if (match.kind != Match::Kind::gone || gone.size() >= page_lines) continue;
        const auto& line = lines[*match.line];
        gone.push_back({{"number", line.content.number ? std::to_string(*line.content.number) : ""},
                        {"title", line.content.title},
                        {"href", fmt::format("/office/plan/{}/lines/{}", year, to_text(line.id))},
                        {"when", line.content.when.text}});
    }
    return gone;
}

json pager_model(const language::Words& words, const std::string& action, const DraftChoice& choice, std::size_t count)
{
    if (count <= page_lines) return false;
    const auto link = [&](std::size_t page) { return action + DraftChoice{choice.show, page}.query(); };
    const std::size_t first = (choice.page - 1) * page_lines + 1, last = std::min(choice.page * page_lines, count);
    return {{"text", words.say("office.rows", {{"first", words.number(std::int64_t(first))},
                                               {"last", words.number(std::int64_t(last))},
                                               {"all", words.number(std::int64_t(count))}})},
            {"previous_href", choice.page > 1 ? link(choice.page - 1) : ""},
            {"next_href", last < count ? link(choice.page + 1) : ""}};
}

}  // namespace

std::string DraftChoice::query() const
{
    std::string text = show.empty() ? "" : "?show=" + show;
    if (page > 1) text += fmt::format("{}page={}", text.empty() ? '?' : '&', page);
    return text;
}

DraftChoice draft_choice_of(const web::Request& request)
{
    DraftChoice choice;
    if (const auto* show = request.query_value("show"))
        for (const std::string_view known : {"warnings", "new", "changed", "gone"})
            if (*show == known) choice.show = *show;
    if (const auto* page = request.query_value("page")) {
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(page->data(), page->data() + page->size(), number);
        if (error == std::errc() && end == page->data() + page->size() && number >= 1 && number <= 1000)
            choice.page = number;
    }
    return choice;
}

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
    return {{"action", "/office/plan/import"},
            {"steps", steps_model(words, 1)},
            {"existing", count > 0 ? words.say("import.existing", count, {{"year", std::to_string(year)}}) : ""},
            {"file_limit", words.say("import.file_limit")},
            {"back_href", fmt::format("/office/plan/{}", year)},
            {"values", {{"year", std::to_string(year)}, {"file", ""}}},
            {"errors", {{"year", ""}, {"file", ""}}},
            {"error_list", json::array()},
            {"has_errors", false}};
}

json import_draft_model(const language::Words& words, const std::string& action, const PendingImport& pending,
                        const OfficeYear& existing, const DraftChoice& choice)
{
    const auto understood = pending.understood();
    const Draft& draft = understood.draft;
    const auto matches = match_import(existing.lines, understood.incoming);
    const auto counts = count_matches(matches, draft, pending.corrections);
    json lines = json::array();
    std::size_t shown = 0;
    std::string section;
    const std::size_t first = (choice.page - 1) * page_lines;
    for (const auto& match : matches) {
        if (!match.draft) continue;
        const auto& line = draft.lines[*match.draft];
        if (!is_shown(match, line, choice.show)) continue;
        if (shown >= first && shown < first + page_lines) {
            const Line* old = match.line ? &existing.lines[*match.line] : nullptr;
            lines.push_back(draft_line_model(words, line, match, old, line.section != section));
            lines.back()["where"] = where_words(words, draft, line);
            lines.back()["pair"] =
                pair_model(words, match, existing.lines, said_of_pair(pending.corrections, line.key));
            section = line.section;
        }
        ++shown;
    }
    const auto count = std::int64_t(draft.lines.size());
    const outside::Table& table = pending.tables[draft.table];
    const json gone = gone_model(matches, existing.lines, pending.row.year);
    return {{"version", std::to_string(pending.row.version)},
            {"action", action + choice.query()},
            {"steps", steps_model(words, 2)},
            {"heading", words.say("import.understood")},
            {"summary", summary_words(words, draft, counts)},
            {"asked", counts.asked > 0 ? words.say("import.asked", std::int64_t(counts.asked)) : ""},
            {"asked_href", action + "?show=warnings#lines"},
            {"source", file_words_of(words, pending.row.file_name, draft)},
            {"has_warnings", !draft.warnings.empty() || !draft.remarks.empty()},
            {"warnings", file_warnings(words, draft)},
            {"values", {{"column", ""}}},
            {"errors", {{"column", ""}}},
            {"error_list", json::array()},
            {"has_errors", false},
            {"columns", columns_model(words, draft, table)},
            {"tabs", tabs_model(words, action, draft, counts, choice.show)},
            {"nothing", shown == 0 && choice.show != "gone" ? words.say("import.nothing_here") : ""},
            {"lines", lines},
            {"has_gone", !gone.empty()},
            {"gone", gone},
            {"pager", pager_model(words, action, choice, shown)},
            {"confirm_title", words.say("import.confirm", count)}};
}

json import_done_model(const language::Words& words, int year, const ImportResult& result)
{
    const std::string list = fmt::format("/office/plan/{}", year);
    json figures = json::array();
    const auto add = [&](int value, const char* message, const std::string& href) {
        if (value > 0)
            figures.push_back({{"value", words.number(value)}, {"title", words.say(message, value)}, {"href", href}});
    };
    add(result.fresh, "import.figure_new", list);
    add(result.changed, "import.figure_changed", list);
    add(result.same, "import.figure_same", list);
    add(result.gone, "import.figure_gone", list + "?warnings=1");
    add(result.doubtful, "import.figure_doubtful", list + "?warnings=1");
    const auto count = std::int64_t(result.fresh + result.changed + result.same);
    return {{"steps", steps_model(words, 3)},
            {"heading", words.say("import.done")},
            {"text", words.say("import.done_text", count, {{"year", std::to_string(year)}})},
            {"figures", figures},
            {"list_href", list},
            {"year_href", fmt::format("/plan/{}", year)}};
}

}  // namespace veche::plan
