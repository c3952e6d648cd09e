#include "features/figures/shown.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/feature.hpp"
#include "core/errors.hpp"
#include "core/percent.hpp"

namespace veche::figures {

using nlohmann::json;

namespace {

const app::Dimension* find_dimension(const app::Figure& figure, std::string_view id)
{
    const auto found = std::ranges::find(figure.dimensions, id, &app::Dimension::id);
    return found == figure.dimensions.end() ? nullptr : &*found;
}

bool is_all(const app::Scope& scope)
{
    const auto all = app::every_day();
    return scope.first == all.first && scope.last == all.last;
}

outside::Sheet empty_sheet(const language::Words& words, const Shown& shown)
{
    const auto& figure = *shown.figure;
    return {.name = words.say(figure.title),
            .heading = {words.say(figure.title) + ": " + words.number(shown.value) + " " +
                            noun_of(words, figure, shown.value),
                        period_words(words, shown.asked), words.say(figure.definition)},
            .columns = {{words.say("figures.record"), 60},
                        {words.say("figures.day"), 14},
                        {words.say("figures.amount"), 12},
                        {words.say("figures.address"), 50}},
            .rows = {}};
}

}  // namespace

std::string Shown::path() const
{
    return "/figures/" + std::string(figure->id);
}

Shown look_at(app::View& view, const app::Figure& figure, Asked asked)
{
    Shown shown{.figure = &figure, .asked = std::move(asked), .value = 0, .before = {}};
    shown.value = app::count(figure, view, shown.asked.scope);
    if (const auto before = year_before(shown.asked); before && !figure.standing)
        if (const auto value = app::count(figure, view, *before); value != 0) shown.before = value;
    return shown;
}

std::vector<const app::Figure*> open_figures(const std::vector<app::Feature>& features)
{
    std::vector<const app::Figure*> open;
    for (const auto& feature : features)
        for (const auto& figure : feature.figures)
            if (figure.open_part) open.push_back(&figure);
    return open;
}

const app::Figure& get_open(const std::vector<app::Feature>& features, std::string_view id)
{
    for (const auto* figure : open_figures(features))
        if (figure->id == id) return *figure;
    throw NotFound("figure " + std::string(id));
}

std::string noun_of(const language::Words& words, const app::Figure& figure, std::int64_t count)
{
    const auto said = words.say(figure.unit, count);
    const auto space = said.rfind(words.number(count), 0) == 0 ? words.number(count).size() : said.find(' ');
    return space == std::string::npos ? said : std::string(trimmed(said.substr(space)));
}

std::string period_words(const language::Words& words, const Asked& asked)
{
    if (asked.year != 0) return words.say("figures.of_year", {{"year", std::to_string(asked.year)}});
    if (is_all(asked.scope)) return words.say("figures.now");
    return words.day_range(asked.scope.first, asked.scope.last);
}

std::string dimension_title(const language::Words& words, const app::Figure& figure, std::string_view id)
{
    const auto* dimension = find_dimension(figure, id);
    return words.say(dimension ? dimension->title : "figures.by_month");
}

std::string value_title(const language::Words& words, const Shown& shown, std::string_view id, const std::string& value)
{
    const auto& figure = *shown.figure;
    const bool of_year = shown.asked.year != 0;
    const auto* dimension = find_dimension(figure, id);
    if (!dimension) {
        const auto first = parse_iso_day(value + "-01");
        if (!first) return value;
        const auto month = words.month(unsigned(first->month()));
        return of_year ? month : fmt::format("{} {}", month, int(first->year()));
    }
    const auto message = std::string(dimension->values) + value;
    return dimension->values.empty() || !words.has(message) ? value : words.say(message);
}

json figure_json(const language::Words& words, const Shown& shown)
{
    const auto& figure = *shown.figure;
    return {{"id", figure.id},
            {"value", shown.value},
            {"unit", noun_of(words, figure, shown.value)},
            {"title", words.say(figure.title)},
            {"definition", words.say(figure.definition)},
            {"records", shown.path() + "/records.json" + query_of(figure, shown.asked)}};
}

json records_json(const Shown& shown, const app::FigureList& list, const std::string& base_url)
{
    json records = json::array();
    for (const auto& record : list.records)
        records.push_back({{"object", record.object},
                           {"title", record.title},
                           {"url", base_url + record.url},
                           {"day", iso_day(record.day)},
                           {"amount", record.amount}});
    json next = nullptr;
    if (!list.next.empty()) {
        const auto query = query_of(*shown.figure, shown.asked);
        next = shown.path() + "/records.json" + query + (query.empty() ? "?" : "&") +
               "after=" + percent_encoded(list.next);
    }
    return {{"records", std::move(records)}, {"next", std::move(next)}};
}

outside::Sheet records_sheet(app::View& view, const language::Words& words, const Shown& shown)
{
    auto sheet = empty_sheet(words, shown);
    std::string after;
    do {
        const auto page = app::list(*shown.figure, view, shown.asked.scope, after);
        for (const auto& record : page.records)
            sheet.rows.push_back(
                {outside::Sheet::RowKind::line,
                 {record.title, iso_day(record.day), std::to_string(record.amount), view.town.base_url + record.url}});
        after = page.next;
    } while (!after.empty() && sheet.rows.size() < sheet_most);
    if (!after.empty())
        sheet.rows.push_back({outside::Sheet::RowKind::section,
                              {words.say("figures.more", {{"count", words.number(std::int64_t(sheet_most))}})}});
    return sheet;
}

}  // namespace veche::figures
