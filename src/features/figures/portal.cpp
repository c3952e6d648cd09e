// The pages of figures: parse, call, render.

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "app/site.hpp"
#include "features/figures/access.hpp"
#include "features/figures/edges.hpp"
#include "features/figures/shown.hpp"

namespace veche::figures {

using app::Context;
using app::Page;
using nlohmann::json;

Day today_of(const Context& context)
{
    return context.town.zone.local(context.now).day;
}

namespace {

json card_model(const language::Words& words, const Shown& shown)
{
    const auto query = query_of(*shown.figure, shown.asked);
    return app::object(
        {{"href", shown.path() + query},
         {"value", words.number(shown.value)},
         {"noun", noun_of(words, *shown.figure, shown.value)},
         {"title", words.say(shown.figure->title)},
         {"definition", words.say(shown.figure->definition)},
         {"standing", shown.figure->standing},
         {"before", shown.before ? words.say("figures.before", {{"year", std::to_string(shown.asked.year - 1)},
                                                                {"value", words.number(*shown.before)}})
                                 : std::string()}});
}

json year_link(const language::Words& words, int year)
{
    return app::object({{"href", fmt::format("/figures?year={}", year)},
                        {"title", words.say("figures.of_year", {{"year", std::to_string(year)}})}});
}

std::vector<Shown> look_at_all(Context& context, int year)
{
    const std::vector<std::pair<std::string, std::string>> of_year{{"year", std::to_string(year)}}, now;
    return context.read([&](app::View& view) {
        std::vector<Shown> all;
        for (const auto* figure : open_figures(context.site.features()))
            all.push_back(
                look_at(view, *figure, parse_asked(*figure, figure->standing ? now : of_year, today_of(context))));
        return all;
    });
}

/// A year of which anything is known leads to the one before it.
Page figures_page(Context& context)
{
    const Day today = today_of(context);
    const app::Figure none{.open_part = std::vector<app::Chosen>{}};
    const int year = parse_asked(none, context.request.query, today).year;
    if (year == 0) throw NotFound("figures of days");  // of one figure, not of all
    const auto all = look_at_all(context, year);
    Page page{.view = "figures/portal_figures",
              .title = context.words.say("figures.heading", {{"year", std::to_string(year)}}),
              .description = context.words.say("figures.lead", {{"town", context.town.name}}),
              .section = "figures"};
    if (context.wants_json()) {
        json figures = json::array();
        for (const auto& shown : all) figures.push_back(figure_json(context.words, shown));
        page.model = {{"figures", std::move(figures)}};
        return page;
    }
    json cards = json::array();
    for (const auto& shown : all) cards.push_back(card_model(context.words, shown));
    const bool earlier = std::ranges::any_of(all, [](const Shown& shown) { return shown.before.has_value(); });
    page.model = {{"heading", page.title},
                  {"lead", page.description},
                  {"figures", std::move(cards)},
                  {"earlier", earlier ? year_link(context.words, year - 1) : json(false)},
                  {"later", year < int(today.year()) ? year_link(context.words, year + 1) : json(false)},
                  {"package_href", fmt::format("/figures.zip?year={}", year)}};
    return page;
}

std::string with(const std::string& query, std::string_view name, const std::string& value)
{
    return query + (query.empty() ? "?" : "&") + std::string(name) + "=" + value;
}

/// The ways in which a page breaks its figure down: what has names of its own.
json ways_model(const language::Words& words, const Shown& shown)
{
    json ways = json::array();
    const auto query = query_of(*shown.figure, shown.asked);
    const auto add = [&](std::string_view id) {
        ways.push_back(app::object({{"href", shown.path() + with(query, "by", std::string(id))},
                                    {"title", dimension_title(words, *shown.figure, id)},
                                    {"current", app::is_asked(shown.asked.by, id)}}));
    };
    if (shown.asked.year != 0) add(app::by_month);
    for (const auto& dimension : shown.figure->dimensions)
        if (is_open(*shown.figure, dimension) && !dimension.of_records) add(dimension.id);
    return ways;
}

/// Each row leads to the records it counts.
json rows_model(const language::Words& words, const Shown& shown, std::vector<app::Sum> sums, std::string_view by)
{
    if (by != app::by_month) std::ranges::stable_sort(sums, std::greater<>(), &app::Sum::amount);
    std::int64_t most = 1;
    for (const auto& sum : sums) most = std::max(most, sum.amount);
    json rows = json::array();
    for (const auto& sum : sums) {
        auto narrower = shown.asked;
        narrower.scope.choices.push_back({std::string(by), sum.values.front()});
        rows.push_back(app::object({{"title", value_title(words, shown, by, sum.values.front())},
                                    {"href", shown.path() + query_of(*shown.figure, narrower)},
                                    {"value", words.number(sum.amount)},
                                    {"share", std::to_string(sum.amount * 100 / most)}}));
    }
    return rows;
}

json choices_model(const language::Words& words, const Shown& shown)
{
    json choices = json::array();
    for (const auto& choice : shown.asked.scope.choices) {
        auto wider = shown.asked;
        std::erase_if(wider.scope.choices, [&](const auto& one) { return one.dimension == choice.dimension; });
        const auto query = query_of(*shown.figure, wider);
        if (query == query_of(*shown.figure, shown.asked)) continue;  // of the open part
        choices.push_back(app::object({{"title", dimension_title(words, *shown.figure, choice.dimension) + ": " +
                                                     value_title(words, shown, choice.dimension, choice.value)},
                                       {"href", shown.path() + query}}));
    }
    return choices;
}

json records_model(const language::Words& words, const app::FigureList& list)
{
    json records = json::array();
    for (const auto& record : list.records)
        records.push_back(app::object({{"title", record.title},
                                       {"href", record.url},
                                       {"day", words.day_month_year(record.day)},
                                       {"amount", record.amount == 1 ? "" : words.number(record.amount)}}));
    return records;
}

Page figure_page(Context& context)
{
    const auto& figure = get_open(context.site.features(), context.path("id"));
    auto asked = parse_asked(figure, context.request.query, today_of(context));
    if (asked.by.empty() && asked.year != 0) asked.by.push_back(app::by_month);
    const auto* after = context.request.query_value("after");
    app::FigureList list;
    std::vector<app::Sum> sums;
    const auto shown = context.read([&](app::View& view) {
        auto found = look_at(view, figure, asked);
        if (!asked.by.empty()) sums = app::sums(figure, view, asked.scope, {asked.by.front()});
        list = app::list(figure, view, asked.scope, after ? *after : std::string());
        return found;
    });
    const auto& words = context.words;
    Page page{.view = "figures/portal_figure",
              .title = words.say(figure.title) + ", " + period_words(words, asked),
              .description = words.say(figure.definition),
              .section = "figures"};
    if (context.wants_json()) {
        page.model = figure_json(words, shown);
        return page;
    }
    const auto query = query_of(figure, asked);
    page.model = card_model(words, shown);
    page.model.update(app::object({{"period", period_words(words, asked)}}));
    page.model["ways"] = ways_model(words, shown);
    page.model["by_title"] = asked.by.empty() ? "" : dimension_title(words, figure, asked.by.front());
    page.model["rows"] = asked.by.empty() ? json::array() : rows_model(words, shown, std::move(sums), asked.by.front());
    page.model["has_rows"] = !page.model["rows"].empty();
    page.model["choices"] = choices_model(words, shown);
    page.model["records"] = records_model(words, list);
    page.model["has_records"] = !list.records.empty();
    page.model["next_href"] = list.next.empty() ? "" : shown.path() + with(query, "after", list.next);
    page.model["first_href"] = after ? shown.path() + query : "";
    for (const auto* type : {"csv", "xlsx", "json"})
        page.model[std::string(type) + "_href"] = shown.path() + "." + type + query;
    page.model["all_href"] = asked.year != 0 ? fmt::format("/figures?year={}", asked.year) : "/figures";
    return page;
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    routes.page("/figures", see, figures_page).takes({"year"});
    routes.page("/figures/{id}", see, figure_page).takes({VECHE_FIGURE_PARAMETERS});
}

}  // namespace veche::figures
