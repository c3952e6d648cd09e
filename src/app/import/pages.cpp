#include "app/import/pages.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app::import {

using nlohmann::json;

std::string Choice::query() const
{
    std::string text = show.empty() ? "" : "?show=" + show;
    if (page > 1) text += fmt::format("{}page={}", text.empty() ? '?' : '&', page);
    return text;
}

Choice choice_of(const web::Request& request, std::span<const std::string_view> shows)
{
    constexpr std::size_t most_pages = 1000;
    Choice choice;
    if (const auto* show = request.query_value("show"))
        for (const auto known : shows)
            if (*show == known) choice.show = *show;
    if (const auto* page = request.query_value("page"))
        choice.page = parse_whole<std::size_t>(*page, 1, most_pages).value_or(1);
    return choice;
}

json tabs_model(const language::Words& words, const std::string& action, std::span<const Tab> tabs,
                const std::string& show)
{
    json models = json::array();
    for (const auto& tab : tabs)
        models.push_back({{"title", words.say(fmt::format("import.tab_{}", tab.code.empty() ? "all" : tab.code))},
                          {"count", tab.count},
                          {"href", tab.code.empty() ? action : action + "?show=" + std::string(tab.code)},
                          {"current", show == tab.code}});
    return models;
}

json pager_model(const language::Words& words, const std::string& action, const Choice& choice, std::size_t count)
{
    if (count <= page_rows) return false;
    const auto link = [&](std::size_t page) { return action + Choice{choice.show, page}.query(); };
    const std::size_t first = choice.first() + 1, last = std::min(choice.page * page_rows, count);
    return {{"text", words.say("office.rows", {{"first", words.number(std::int64_t(first))},
                                               {"last", words.number(std::int64_t(last))},
                                               {"all", words.number(std::int64_t(count))}})},
            {"previous_href", choice.page > 1 ? link(choice.page - 1) : ""},
            {"next_href", last < count ? link(choice.page + 1) : ""}};
}

json columns_model(const language::Words& words, const ShownColumns& shown, const app::Choices& meanings)
{
    constexpr std::size_t longest_sample = 60;
    json columns = json::array();
    for (std::size_t i = 0; i < shown.meanings.size(); ++i) {
        json options = json::array();
        for (const auto& one : meanings)
            options.push_back({{"value", one.value}, {"title", one.title}, {"chosen", shown.meanings[i] == one.value}});
        std::string sample;
        for (std::size_t row = std::size_t(shown.first_row); row < shown.table.rows.size() && sample.empty(); ++row) {
            const auto& cells = shown.table.rows[row];
            // A row of one text is a section, not an example.
            if (cells.size() > i && cells.size() > 1 && !cells[1].text.empty())
                sample = shortened(one_line(cells[i].text), longest_sample);
        }
        columns.push_back({{"index", i},
                           {"header", i < shown.header.size() && !shown.header[i].empty()
                                          ? shown.header[i]
                                          : words.say("import.no_header", {{"number", std::to_string(i + 1)}})},
                           {"sample", sample.empty() ? "" : words.say("import.sample", {{"text", sample}})},
                           {"meanings", std::move(options)}});
    }
    return columns;
}

json fields_model(const language::Words& words, std::span<const RowField> fields,
                  const std::function<std::string(std::string_view name)>& text)
{
    json models = json::array();
    for (const auto& field : fields)
        if (!field.is_answer)
            models.push_back({{"name", field.name}, {"label", words.say(field.label)}, {"value", text(field.name)}});
    return models;
}

json status_model(const language::Words& words, std::string_view code)
{
    return {{"code", code}, {"title", words.say(fmt::format("import.status_{}", code))}};
}

json file_warnings(const language::Words& words, const std::vector<std::string>& warnings,
                   const std::vector<Remark>& remarks)
{
    constexpr std::size_t told = 100;
    json list = json::array();
    for (const auto& warning : warnings) list.push_back(words.say(warning));
    for (std::size_t i = 0; i < remarks.size() && i < told; ++i)
        list.push_back(words.say(remarks[i].message, remarks[i].values));
    if (remarks.size() > told) list.push_back(words.say("import.more_left_out", std::int64_t(remarks.size() - told)));
    return list;
}

std::string source_words(const language::Words& words, const std::string& file, int header_row,
                         const std::vector<std::string>& tables)
{
    constexpr std::size_t named = 30;
    if (tables.size() < 2) return words.say("import.source", {{"file", file}, {"row", std::to_string(header_row)}});
    std::string names;
    for (std::size_t i = 0; i < tables.size() && i < named; ++i) names += (names.empty() ? "" : ", ") + tables[i];
    if (tables.size() > named) names += "…";
    return words.say("import.source_joined", std::int64_t(tables.size()), {{"file", file}, {"tables", names}});
}

void add_figure(json& figures, const language::Words& words, std::int64_t value, std::string_view message,
                const std::string& href)
{
    if (value > 0)
        figures.push_back({{"value", words.number(value)}, {"title", words.say(message, value)}, {"href", href}});
}

json steps_model(const language::Words& words, int current)
{
    json steps = json::array();
    for (int i = 1; i <= 3; ++i)
        steps.push_back(
            {{"title", words.say(fmt::format("import.step_{}", i))}, {"current", i == current}, {"done", i < current}});
    return steps;
}

}  // namespace veche::app::import
