// What programs read of figures: JSON, tables, the open-data package.

#include <fmt/format.h>

#include "app/read/openapi.hpp"
#include "app/site.hpp"
#include "features/figures/access.hpp"
#include "features/figures/edges.hpp"
#include "features/figures/shown.hpp"
#include "outside/zip_output.hpp"

namespace veche::figures {

using app::Context;
using nlohmann::json;
namespace openapi = app::openapi;

namespace {

web::Response answer(const json& model)
{
    return web::respond(200, "application/json; charset=utf-8", model.dump(2));
}

web::Response file(std::string_view type, std::string bytes, const std::string& name)
{
    auto response = web::respond(200, type, std::move(bytes));
    response.with("content-disposition", fmt::format("attachment; filename=\"{}\"", name));
    return response;
}

/// One figure as the address asks for it.
template <class Make>
auto of_figure(Context& context, Make make)
{
    const auto& figure = get_open(context.site.features(), context.path("id"));
    auto asked = parse_asked(figure, context.request.query, today_of(context));
    return context.read([&](app::View& view) { return make(view, look_at(view, figure, std::move(asked))); });
}

web::Response all_json(Context& context)
{
    json figures = json::array();
    context.read([&](app::View& view) {
        for (const auto* figure : open_figures(context.site.features())) {
            const auto asked =
                figure->standing ? std::vector<std::pair<std::string, std::string>>{} : context.request.query;
            figures.push_back(
                figure_json(context.words, look_at(view, *figure, parse_asked(*figure, asked, today_of(context)))));
        }
        return true;
    });
    return answer({{"figures", std::move(figures)}});
}

json groups_json(app::View& view, const Shown& shown)
{
    json groups = json::array();
    for (const auto& sum : app::sums(*shown.figure, view, shown.asked.scope, shown.asked.by)) {
        json values = json::object();
        for (std::size_t i = 0; i < shown.asked.by.size(); ++i)
            values[std::string(shown.asked.by[i])] = sum.values.at(i);
        groups.push_back({{"values", std::move(values)}, {"value", sum.amount}});
    }
    return groups;
}

web::Response one_json(Context& context)
{
    return answer(of_figure(context, [&](app::View& view, const Shown& shown) {
        json model = figure_json(context.words, shown);
        model["from"] = iso_day(shown.asked.scope.first);
        model["to"] = iso_day(shown.asked.scope.last);
        if (!shown.asked.by.empty()) model["groups"] = groups_json(view, shown);
        return model;
    }));
}

web::Response records(Context& context)
{
    const auto* after = context.request.query_value("after");
    return answer(of_figure(context, [&](app::View& view, const Shown& shown) {
        return records_json(shown, app::list(*shown.figure, view, shown.asked.scope, after ? *after : std::string()),
                            context.town.base_url);
    }));
}

outside::Sheet sheet_of(Context& context)
{
    return of_figure(context,
                     [&](app::View& view, const Shown& shown) { return records_sheet(view, context.words, shown); });
}

web::Response csv(Context& context)
{
    return file("text/csv; charset=utf-8", outside::write_csv(sheet_of(context)), context.path("id") + ".csv");
}

web::Response xlsx(Context& context)
{
    return file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                outside::write_xlsx(sheet_of(context)), context.path("id") + ".xlsx");
}

/// https://specs.frictionlessdata.io/tabular-data-resource/
json resource_of(const Context& context, const Shown& shown)
{
    const auto field = [](std::string_view name, std::string_view type) {
        return json{{"name", name}, {"type", type}};
    };
    auto name = std::string(shown.figure->id);
    std::ranges::replace(name, '.', '-');
    return {{"name", name},
            {"path", name + ".csv"},
            {"title", context.words.say(shown.figure->title)},
            {"description", context.words.say(shown.figure->definition)},
            {"profile", "tabular-data-resource"},
            {"format", "csv"},
            {"encoding", "utf-8"},
            {"dialect", {{"delimiter", ";"}}},
            {"schema",
             {{"fields",
               {field(context.words.say("figures.record"), "string"), field(context.words.say("figures.day"), "date"),
                field(context.words.say("figures.amount"), "integer"),
                field(context.words.say("figures.address"), "string")}}}}};
}

/// The tables of all figures with what they mean (Frictionless Data Package), for whoever collects open data.
web::Response package(Context& context)
{
    const Day today = today_of(context);
    outside::ZipOutput zip({day_number(today) * 86'400'000});  // the same bytes all day long
    json resources = json::array();
    context.read([&](app::View& view) {
        for (const auto* figure : open_figures(context.site.features())) {
            const auto asked =
                figure->standing ? std::vector<std::pair<std::string, std::string>>{} : context.request.query;
            const auto shown = look_at(view, *figure, parse_asked(*figure, asked, today));
            resources.push_back(resource_of(context, shown));
            zip.put(resources.back().at("path").get<std::string>(),
                    outside::write_csv(records_sheet(view, context.words, shown)));
        }
        return true;
    });
    const json descriptor{{"name", "figures-" + context.town.slug},
                          {"title", context.words.say("figures.package", {{"town", context.town.name}})},
                          {"homepage", context.town.base_url + "/figures"},
                          {"created", iso_day(today)},
                          {"profile", "tabular-data-package"},
                          {"resources", std::move(resources)}};
    zip.put("datapackage.json", descriptor.dump(2));
    return file("application/zip", zip.finish(), "figures-" + context.town.slug + ".zip");
}

}  // namespace

json openapi_part()
{
    const std::string missing = "There is no such figure, or it is not open to everybody; or days that are none.";
    const openapi::Parameter id{"id", "path", "Of a figure, as /figures.json has it: plan.lines."};
    const std::vector<openapi::Parameter> days{{"year", "query", "A whole year; without it and days the present one."},
                                               {"from", "query", "The first day, 2026-01-01; with `to`."},
                                               {"to", "query", "The last day; at most ten years."}};
    auto narrowed = days, paged = days;
    narrowed.push_back({"by", "query", "Up to two dimensions, or month: kind,quarter."});
    paged.push_back({"after", "query", "As `next` has it."});
    for (auto* parameters : {&narrowed, &paged}) parameters->insert(parameters->begin(), id);
    const auto figure = openapi::object_of({{"id", openapi::text()},
                                            {"value", openapi::integer()},
                                            {"unit", openapi::text()},
                                            {"title", openapi::text()},
                                            {"definition", openapi::text()},
                                            {"records", openapi::text()}});
    const auto record = openapi::object_of({{"object", openapi::text()},
                                            {"title", openapi::text()},
                                            {"url", openapi::uri()},
                                            {"day", openapi::text()},
                                            {"amount", openapi::integer()}});
    const auto table = openapi::object_of({{"figures", openapi::list_of(openapi::ref("Figure"))}});
    const auto page_of_records = openapi::object_of(
        {{"records", openapi::list_of(openapi::ref("FigureRecord"))}, {"next", openapi::text_or_null()}});
    return {{"paths",
             {{"/figures.json",
               openapi::operation("Every figure that is open to all.", days, openapi::page(table), missing)},
              {"/figures/{id}.json", openapi::operation("One figure, broken down.", narrowed,
                                                        openapi::page(openapi::ref("Figure")), missing)},
              {"/figures/{id}/records.json",
               openapi::operation("The records behind a figure: the sum of their amounts is its value.", paged,
                                  openapi::page(page_of_records), missing)}}},
            {"schemas", {{"Figure", figure}, {"FigureRecord", record}}}};
}

void mount_api(app::Routes& routes)
{
    using app::Caching;
    routes.get("/figures.json", see, all_json, Caching::page_cache).takes({"year", "from", "to"});
    routes.get("/figures.zip", see, package, Caching::page_cache).takes({"year"}).takes_long();
    routes.get("/figures/{id}.json", see, one_json, Caching::page_cache).takes({VECHE_FIGURE_PARAMETERS});
    routes.get("/figures/{id}/records.json", see, records, Caching::page_cache).takes({VECHE_FIGURE_PARAMETERS});
    routes.get("/figures/{id}.csv", see, csv, Caching::page_cache).takes({VECHE_FIGURE_PARAMETERS}).takes_long();
    routes.get("/figures/{id}.xlsx", see, xlsx, Caching::page_cache).takes({VECHE_FIGURE_PARAMETERS}).takes_long();
}

}  // namespace veche::figures
