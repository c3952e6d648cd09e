#include "features/law/office_papers.hpp"

#include <fmt/format.h>

namespace veche::law {

using app::erasure::Holding;
using nlohmann::json;

namespace {

outside::Paper paper_of(const language::Words& words, const app::Town& town, std::string title, Instant now)
{
    outside::Paper paper;
    paper.title = title;
    paper.author = town.name;
    paper.language = words.code() == language::Code::ru ? "ru-RU" : "en-GB";
    paper.made = now;
    paper.footer = town.name;
    paper.blocks.push_back(
        outside::PaperHeading{.text = std::move(title), .below = app::moment_words(words, town, now)});
    return paper;
}

void add_rows(const language::Words& words, outside::PaperTable& table, const Holding& holding)
{
    table.rows.push_back({.kind = outside::PaperTable::RowKind::section,
                          .cells = {{{.text = words.say(fmt::format("personal.table_{}", holding.table->name))}}}});
    for (std::size_t i = 0; i < holding.table->columns.size(); ++i) {
        const auto& column = holding.table->columns[i];
        const auto& cell = holding.row.cells[i];
        if (!column.personal() || column.kind == "secret" || !cell || cell->empty()) continue;
        table.rows.push_back({.cells = {{{.text = words.say(fmt::format("personal.kind_{}", column.kind))}},
                                        {{.text = std::string(column.name), .small = true}},
                                        {{.text = *cell}}}});
    }
    for (const auto& one : holding.belongings) add_rows(words, table, one);
}

json row_json(const Holding& holding)
{
    json columns = json::object();
    for (std::size_t i = 0; i < holding.table->columns.size(); ++i) {
        const auto& column = holding.table->columns[i];
        if (column.kind == "secret") continue;
        const auto& cell = holding.row.cells[i];
        columns[std::string(column.name)] = cell ? json(*cell) : json(nullptr);
    }
    json row = {{"table", holding.table->name},
                {"key", holding.row.key},
                {"columns", std::move(columns)},
                {"belongings", json::array()}};
    for (const auto& one : holding.belongings) row["belongings"].push_back(row_json(one));
    return row;
}

}  // namespace

std::string table_title(const language::Words& words, const app::erasure::Table& table)
{
    const auto about = words.say(fmt::format("personal.table_{}", table.name));
    return about.substr(0, about.find(':'));
}

outside::Paper holdings_paper(const language::Words& words, const app::Town& town, const std::vector<Holding>& holdings,
                              Instant now)
{
    auto paper = paper_of(words, town, words.say("law.paper_holdings", {{"town", town.name}}), now);
    outside::PaperTable table;
    table.columns = {
        {words.say("personal.kind"), 2}, {words.say("personal.column"), 2}, {words.say("law.paper_value"), 5}};
    for (const auto& holding : holdings) add_rows(words, table, holding);
    if (holdings.empty())
        paper.blocks.push_back(outside::PaperParagraph{.text = {{.text = words.say("law.holds_nothing")}}});
    else
        paper.blocks.push_back(std::move(table));
    return paper;
}

json holdings_json(const app::Town& town, const std::vector<Holding>& holdings, Instant now)
{
    json rows = json::array();
    for (const auto& holding : holdings) rows.push_back(row_json(holding));
    return {{"town", town.name}, {"made", iso_instant(now)}, {"rows", std::move(rows)}};
}

outside::Paper act_paper(const language::Words& words, const app::Town& town, const SubjectRequest& request,
                         const std::vector<SubjectDeed>& deeds, Instant now)
{
    auto paper = paper_of(words, town, words.say("law.paper_act"), now);
    const auto say = [&](std::string_view message, const std::string& text) {
        if (!text.empty())
            paper.blocks.push_back(
                outside::PaperParagraph{.text = {{.text = words.say(message) + ": ", .bold = true}, {.text = text}}});
    };
    say("law.field_name", request.name);
    say("law.field_email", request.email);
    say("law.field_phone", request.phone);
    say("law.field_identified", request.identified);
    say("law.request_wish", words.say(fmt::format("law.wish_{}", to_text(request.wish))));
    say("law.field_received", words.day_month_year(request.received));
    say("law.request_due", words.day_month_year(request.due));
    say("law.field_because", request.longer_because);
    say("law.request_stage", words.say(fmt::format("law.stage_{}", to_text(request.stage))));
    say("law.field_answer", request.answer);
    outside::PaperTable table;
    table.columns = {{words.say("law.deed_at"), 2},
                     {words.say("law.deed"), 3},
                     {words.say("law.deed_details"), 4},
                     {words.say("law.deed_actor"), 2}};
    for (const auto& deed : deeds)
        table.rows.push_back({.cells = {{{.text = app::moment_words(words, town, deed.at)}},
                                        {{.text = words.say("audit.law.request_" + deed.deed)}},
                                        {{.text = deed.details, .small = true}},
                                        {{.text = deed.actor}}}});
    paper.blocks.push_back(outside::PaperHeading{.text = words.say("law.paper_log"), .below = ""});
    paper.blocks.push_back(std::move(table));
    paper.blocks.push_back(outside::PaperSignatures{.signatures = {{}, {}}});
    return paper;
}

}  // namespace veche::law
