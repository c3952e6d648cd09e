// What programs read: calendars, feeds, tables.

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/export/calendar_feed.hpp"
#include "features/plan/export/feeds.hpp"
#include "features/plan/export/sheet.hpp"

namespace veche::plan {

using app::Context;

namespace {

web::Response file(std::string_view type, std::string text, std::string_view name)
{
    auto response = web::respond(200, type, std::move(text));
    if (!name.empty()) response.with("content-disposition", fmt::format("attachment; filename=\"{}\"", name));
    return response;
}

Year get_year(Context& context)
{
    const int number = year_of(context);
    auto year = context.read([&](app::View& view) { return find_public_year(view, number); });
    if (!year) throw NotFound("year");
    const Filter filter = filter_of(context.request);
    std::erase_if(year->lines, [&](const Line& line) { return !filter.matches(line.content); });
    return std::move(*year);
}

/// The year's plan, and what the plans of other years say of these days: a rink is open past New Year.
std::vector<Line> lines_of_calendar(Context& context, Year year)
{
    const std::chrono::year number(year.plan.year);
    const Day first(number, std::chrono::January, std::chrono::day(1)),
        last(number, std::chrono::December, std::chrono::day(31));
    const Filter filter = filter_of(context.request);
    auto around = context.read([&](app::View& view) { return list_public_months(view, first, last, filter); });
    std::erase_if(around, [&](const Line& line) { return line.plan == year.plan.id; });
    std::ranges::move(around, std::back_inserter(year.lines));
    return std::move(year.lines);
}

web::Response year_ics(Context& context)
{
    Year year = get_year(context);
    const auto title =
        context.words.say("plan.heading", {{"year", std::to_string(year.plan.year)}}) + " — " + context.town.name;
    return file("text/calendar; charset=utf-8",
                calendar_text(context.words, context.town, title, context.town.base_url + context.request.target,
                              lines_of_calendar(context, std::move(year))),
                {});
}

/// All years' lines, from a year back: whoever subscribes to this address sees the next plan as soon as it is announced.
web::Response whole_ics(Context& context)
{
    const Day since = Day(std::chrono::sys_days(today_of(context)) - std::chrono::days(366));
    const auto lines =
        context.read([&](app::View& view) { return list_public_since(view, since, filter_of(context.request)); });
    const auto title = context.words.say("plan.calendar_title", {{"town", context.town.name}});
    return file(
        "text/calendar; charset=utf-8",
        calendar_text(context.words, context.town, title, context.town.base_url + context.request.target, lines), {});
}

web::Response line_ics(Context& context)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    const auto line = context.read([&](app::View& view) { return get_public_line(view, year, id); });
    return file("text/calendar; charset=utf-8",
                calendar_text(context.words, context.town, line.content.title,
                              context.town.base_url + context.request.target, {line}),
                fmt::format("{}.ics", to_text(id)));
}

web::Response year_xlsx(Context& context)
{
    const Year year = get_year(context);
    return file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                outside::write_xlsx(plan_sheet(context.words, context.town, year)),
                fmt::format("plan-{}.xlsx", year.plan.year));
}

web::Response year_csv(Context& context)
{
    const Year year = get_year(context);
    return file("text/csv; charset=utf-8", outside::write_csv(plan_sheet(context.words, context.town, year)),
                fmt::format("plan-{}.csv", year.plan.year));
}

web::Response year_json_file(Context& context)
{
    const Year year = get_year(context);
    return file("application/json; charset=utf-8", year_json(year, {}, context.town.base_url).dump(2), {});
}

template <std::string (*Write)(const FeedHead&, const std::vector<Line>&)>
web::Response feed(Context& context, std::string_view type)
{
    const Filter filter = filter_of(context.request);
    Instant changed;
    const auto lines = context.read([&](app::View& view) {
        changed = last_public_change(view);
        return list_recent(view, filter, 100);
    });
    const FeedHead head{.words = context.words,
                        .town = context.town,
                        .address = context.town.base_url + context.request.target,
                        .title = context.words.say("plan.feed_title", {{"town", context.town.name}}),
                        .choice = filter.query(),
                        .changed = changed};
    return file(type, Write(head, lines), {});
}

}  // namespace

void mount_api(app::Routes& routes)
{
    using app::anyone;
    using app::Caching;
    routes.get("/plan.ics", anyone, whole_ics, Caching::page_cache).takes(filter_parameters);
    routes.get("/plan/{year}.ics", anyone, year_ics, Caching::page_cache).takes(filter_parameters);
    routes.get("/plan/{year}.xlsx", anyone, year_xlsx, Caching::page_cache).takes(filter_parameters).takes_long();
    routes.get("/plan/{year}.csv", anyone, year_csv, Caching::page_cache).takes(filter_parameters);
    routes.get("/plan/{year}.json", anyone, year_json_file, Caching::page_cache).takes(filter_parameters);
    routes.get("/plan/{year}/lines/{id}.ics", anyone, line_ics, Caching::page_cache);
    routes
        .get(
            "/feed.atom", anyone,
            [](Context& context) { return feed<write_atom>(context, "application/atom+xml; charset=utf-8"); },
            Caching::page_cache)
        .takes(filter_parameters);
    routes
        .get(
            "/feed.rss", anyone,
            [](Context& context) { return feed<write_rss>(context, "application/rss+xml; charset=utf-8"); },
            Caching::page_cache)
        .takes(filter_parameters);
    routes
        .get(
            "/feed.json", anyone,
            [](Context& context) { return feed<write_json_feed>(context, "application/feed+json; charset=utf-8"); },
            Caching::page_cache)
        .takes(filter_parameters);
}

}  // namespace veche::plan
