// Public pages: parse, call, render.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/feature.hpp"
#include "app/object.hpp"
#include "app/site.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/portal.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/write.hpp"
#include "features/plan/photos/queries.hpp"
#include "features/plan/portal/pages.hpp"

namespace veche::plan {

using app::Context;
using app::Page;
using nlohmann::json;

Day today_of(const Context& context)
{
    return context.town.zone.local(context.now).day;
}

Filter filter_of(const web::Request& request)
{
    const auto text = [&](std::string_view name) {
        const auto* value = request.query_value(name);
        return value ? *value : std::string();
    };
    return {.kind = parse_full_kind(text("kind")),
            .place = text("place"),
            .audience = text("audience"),
            .group = parse_audience_group(text("group"))};
}

std::vector<app::Occasion> occasions_between(const std::vector<Line>& lines, Day first, Day last)
{
    std::vector<app::Occasion> all;
    for (const auto& line : lines)
        for (const auto& one : line.happenings)
            if (one.period && one.period->first <= last && first <= one.period->last)
                all.push_back(occasion_of(line, one));
    return all;
}

Clock clock_of(const Context& context)
{
    return clock_of(context.town.zone, context.now);
}

namespace {

json lines_json(const std::vector<Line>& lines, const Filter& filter, const std::string& base_url)
{
    json all = json::array();
    for (const auto& line : lines)
        if (filter.matches(line.content)) all.push_back(line_json(line, base_url));
    return all;
}

Page no_plan(Context& context, int year)
{
    const auto years = context.read([](app::View& view) { return list_public_years(view); });
    json links = json::array();
    for (const auto& other : years)
        links.push_back({{"title", context.words.say("plan.heading", {{"year", std::to_string(other.year)}})},
                         {"href", fmt::format("/plan/{}", other.year)}});
    const auto heading = context.words.say("plan.heading", {{"year", std::to_string(year)}});
    return {.view = "plan/portal_empty",
            .model = {{"heading", heading}, {"text", context.words.say("plan.no_plan_text")}, {"years", links}},
            .title = heading,
            .status = 404,
            .section = "plan"};
}

std::shared_ptr<const YearBook> book_of(Context& context, int year)
{
    return context.keep<YearBook>(
        fmt::format("{}/{}", year, language::to_text(context.words.code())), [&](app::View& view) {
            const Clock now = clock_of(context);
            auto found = find_public_year(view, year);
            if (found) true_for_now(view, found->lines);
            return make_year_book(context.words, context.site.templates(), std::move(found), now);
        });
}

/// Of happenings that have any to show.
struct KeptPhotos {
    app::album::Shelf shelf;

    std::size_t bytes() const
    {
        std::size_t bytes = sizeof(*this);
        for (const auto& [happening, pictures] : shelf) bytes += 128 + pictures.size() * 2 * 1024;
        return bytes;
    }
};

std::shared_ptr<const KeptPhotos> shown_photos(Context& context, const Year& year)
{
    return context.keep<KeptPhotos>("photos/" + to_text(year.plan.id), [&](app::View& view) {
        return KeptPhotos{list_public_photos(view, year.plan.id)};
    });
}

std::shared_ptr<const LineBodies> bodies_of(Context& context, const Year& year)
{
    return context.keep<LineBodies>(to_text(year.plan.id),
                                    [&](app::View& view) { return read_line_bodies(view, year.plan.id); });
}

/// By line, what the act in force says of its time.
struct KeptTimes {
    std::map<Id<Line>, std::string> times;

    std::size_t bytes() const
    {
        std::size_t bytes = sizeof(*this);
        for (const auto& [line, text] : times) bytes += 64 + text.size();
        return bytes;
    }
};

std::shared_ptr<const KeptTimes> planned_times(Context& context, const Year& year)
{
    return context.keep<KeptTimes>("times/" + to_text(year.plan.id),
                                   [&](app::View& view) { return KeptTimes{approved_times(view, year.plan.id)}; });
}

/// The words of the plan stay what they were, wherever the line was moved since: those of the act in force, else those before the first move.
std::string_view when_in_plan(const KeptTimes& kept, const Line& line)
{
    if (const auto found = kept.times.find(line.id); found != kept.times.end()) return found->second;
    return line.moves.empty() ? line.content.when.text : line.moves.front().former.text;
}

/// The year's page leaves behind what the pages of its lines want beside the book, so that they are made in the server's loop.
void leave_for_lines(Context& context, const Year& year)
{
    if (context.site.settings().kept_bytes == 0) return;
    bodies_of(context, year);
    shown_photos(context, year);
    planned_times(context, year);
}

Page year_page(Context& context)
{
    const int number = year_of(context);
    const auto book = book_of(context, number);
    const auto& year = book->year;
    if (!year) return no_plan(context, number);
    leave_for_lines(context, *year);
    const Filter filter = filter_of(context.request);
    const auto title = context.words.say("plan.heading", {{"year", std::to_string(number)}});
    Page page{.view = "plan/portal_year",
              .title = title,
              .description = context.words.say("plan.year_description", std::int64_t(year->lines.size()),
                                               {{"year", std::to_string(number)}, {"town", context.town.name}}),
              .section = "plan"};
    if (context.wants_json()) {
        page.model = year_json(*year, filter, context.town.base_url);
        return page;
    }
    const auto* by = context.request.query_value("by");
    const Grouping grouping = by && *by == "section" ? Grouping::section : Grouping::month;
    if (context.kept_only && !book->is_printed(grouping)) throw Context::NotKept{};
    page.made = year_model(context.words, context.site.templates(), book, filter, grouping, today_of(context));
    return page;
}

Page years_page(Context& context)
{
    const auto years = context.read([](app::View& view) { return list_public_years(view); });
    json models = json::array();
    for (const auto& year : years)
        models.push_back({{"year", year.year},
                          {"href", fmt::format("/plan/{}", year.year)},
                          {"title", context.words.say("plan.heading", {{"year", std::to_string(year.year)}})},
                          {"note", context.words.say("plan.things", year.lines)}});
    if (models.empty()) return no_plan(context, int(today_of(context).year()));
    return {.view = "plan/portal_years",
            .model = {{"years", models}},
            .title = context.words.say("plan.years"),
            .section = "plan"};
}

/// Whether the month has a page: the plan of its year is there, or a line of another plan reaches into it.
bool has_month(app::View& view, std::chrono::year_month of, const std::vector<YearCount>& years)
{
    return std::ranges::count(years, int(of.year()), &YearCount::year) > 0 ||
           !list_public_months(view, of / 1, of / std::chrono::last).empty();
}

std::optional<Month> find_month(app::View& view, std::chrono::year_month of)
{
    Month found{.year = {}, .month = of.month()};
    // Whatever year's plan it stands in; what goes on all the year is on the year's page.
    auto lines = list_public_months(view, of / 1, of / std::chrono::last);
    auto year = find_public_year(view, int(of.year()));
    if (!year && lines.empty()) return std::nullopt;
    found.has_plan = year.has_value();
    if (year) found.year = std::move(*year);
    found.year.plan.year = int(of.year());
    found.year.lines = std::move(lines);
    const auto years = list_public_years(view);
    found.before = has_month(view, of - std::chrono::months(1), years);
    found.after = has_month(view, of + std::chrono::months(1), years);
    return found;
}

Page calendar_page(Context& context)
{
    const auto of = month_of(context);
    const auto found = context.read([&](app::View& view) {
        auto month = find_month(view, of);
        if (month) true_for_now(view, month->year.lines);
        return month;
    });
    if (!found) return no_plan(context, int(of.year()));
    Page page{.view = "plan/portal_calendar",
              .title = fmt::format("{} {}", context.words.say(fmt::format("plan.month_title_{}", unsigned(of.month()))),
                                   int(of.year())),
              .section = "plan"};
    page.model = context.wants_json() ? year_json(found->year, {}, context.town.base_url)
                                      : calendar_model({context.words, clock_of(context)}, *found);
    return page;
}

struct Week {
    std::vector<Line> lines;
    app::SignUps sign_ups;
};

/// Another week is looked at with what was chosen.
void keep_filter(json& link, const Filter& filter)
{
    const auto query = filter.query();
    if (!query.empty()) link["href"] = link.at("href").get<std::string>() + "&" + query.substr(1);
}

Page week_page(Context& context, const Neighbours& neighbours)
{
    const auto* from = context.request.query_value("from");
    const auto asked = from ? parse_iso_day(*from) : std::optional(today_of(context));
    if (!asked) throw NotFound("week");
    const Day monday = monday_of(*asked);
    const Day sunday = Day(std::chrono::sys_days(monday) + std::chrono::days(6));
    const Filter filter = filter_of(context.request);
    const auto week = context.read([&](app::View& view) {
        Week found{list_public_between(view, monday, sunday, filter), {}};
        std::erase_if(found.lines, [&](const Line& line) { return !happens_between(line, monday, sunday); });
        true_for_now(view, found.lines);
        if (neighbours.sign_ups)
            found.sign_ups = neighbours.sign_ups(view, context.words, occasions_between(found.lines, monday, sunday));
        return found;
    });
    Page page{.view = "plan/portal_week",
              .title = context.words.say("plan.this_week") + ", " + context.words.day_range(monday, sunday),
              .section = "plan"};
    page.model = context.wants_json()
                     ? json{{"first", iso_day(monday)},
                            {"last", iso_day(sunday)},
                            {"lines", lines_json(week.lines, {}, context.town.base_url)}}
                     : week_model({context.words, clock_of(context), &week.sign_ups}, week.lines, monday);
    if (context.wants_json()) return page;
    const bool now = monday == monday_of(today_of(context));
    page.model["when_links"] = when_links_model(context.words, now ? "week" : "", filter);
    for (const auto* turn : {"previous", "next"}) keep_filter(page.model.at(turn), filter);
    return page;
}

/// Kept like the page, so that a page is printed in the server's loop without a question to the database.
struct KeptParts {
    std::vector<LinePart> parts;
    std::size_t bytes() const { return 200 + 400 * parts.size(); }
};

json portal_parts(Context& context, const Neighbours& neighbours, const Line& line)
{
    if (neighbours.portal_line.empty()) return json::array();
    const Clock now = clock_of(context);
    const auto kept = context.keep<KeptParts>(
        fmt::format("{}/{}", to_text(line.id), language::to_text(context.words.code())), [&](app::View& view) {
            KeptParts made;
            view.built_from("plan");
            std::vector<app::Occasion> occasions;  // nobody signs up for what is over
            for (const auto& one : line.happenings)
                if (is_live(shown_of(line, one, now).showing)) occasions.push_back(occasion_of(line, one));
            if (const auto until = shown_of(line, now).until) view.good_until(instant_of(view.town.zone, *until));
            for (const auto& of : neighbours.portal_line)
                for (auto& part : of(view, context.words, occasions)) made.parts.push_back(std::move(part));
            return made;
        });
    return parts_model(kept->parts);
}

const std::vector<bodies::Named>& partners_of(const LineBodies& bodies, const Line& line)
{
    static const std::vector<bodies::Named> none;
    const auto found = bodies.partners.find(line.id);
    return found == bodies.partners.end() ? none : found->second;
}

/// Who answers for it, in the plan's words, and who helps; with a link where the directory knows them.
void show_bodies(json& model, const LineBodies& bodies, const Line& line)
{
    json responsible = json::array(), partners = json::array();
    for (const auto& words : line.content.responsible) {
        const auto body = bodies.body_of(words);
        responsible.push_back(app::object({{"words", words}, {"href", body ? bodies::body_path(*body) : ""}}));
    }
    for (const auto& one : partners_of(bodies, line))
        partners.push_back(app::object({{"words", one.name}, {"href", bodies::body_path(one.id)}}));
    model["responsible"] = std::move(responsible);
    model["has_partners"] = !partners.empty();
    model["partners"] = std::move(partners);
}

/// The same for machines.
json bodies_json(const LineBodies& bodies, const Line& line, const std::string& base_url)
{
    json all = json::array();
    const auto add = [&](Id<bodies::Body> id, const std::string& name, const char* part) {
        all.push_back(app::object(
            {{"id", to_text(id)}, {"url", base_url + bodies::body_path(id)}, {"name", name}, {"part", part}}));
    };
    for (const auto& words : line.content.responsible)
        if (const auto body = bodies.body_of(words)) add(*body, words, "responsible");
    for (const auto& one : partners_of(bodies, line)) add(one.id, one.name, "partner");
    return all;
}

Page line_page(Context& context, const Neighbours& neighbours)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    const auto book = book_of(context, year);
    const auto place = book->index.find(id);
    if (place == book->index.end()) throw NotFound("line");
    const auto& lines = book->year->lines;
    const std::size_t i = place->second;
    const auto times = planned_times(context, *book->year);
    const PublicLine found{.line = lines[i],
                           .previous = i > 0 ? &lines[i - 1] : nullptr,
                           .next = i + 1 < lines.size() ? &lines[i + 1] : nullptr,
                           .now = clock_of(context),
                           .when_in_plan = when_in_plan(*times, lines[i])};
    const auto photos = photos_of(shown_photos(context, *book->year)->shelf, found.line);
    Page page{.view = "plan/portal_line", .title = found.line.content.title, .section = "plan"};
    const auto bodies = bodies_of(context, *book->year);
    if (context.wants_json()) {
        page.model = line_json(found.line, context.town.base_url);
        page.model["bodies"] = bodies_json(*bodies, found.line, context.town.base_url);
        page.model.update(life_of_line_json(context.town, found.line, photos, found.now));
        return page;
    }
    page.model = line_model(context.words, context.town, found, photos);
    page.model["parts"] = portal_parts(context, neighbours, found.line);
    show_bodies(page.model, *bodies, found.line);
    page.description = page.model.at("description");
    return page;
}

/// Where people signed up before occasions had addresses of their own; posters and letters say it still.
web::Response former_sign_up(Context& context)
{
    const auto id = occasion_id(context.path_id<Happening>("happening"));
    context.read([&](app::View& view) { return app::get_occasion(view, id); });
    return context.go(app::sign_up_path(id));
}

}  // namespace

json parts_model(const std::vector<LinePart>& parts)
{
    json models = json::array();
    bool led = false;  // a page has one main deed: of several dates the next one's
    for (const auto& part : parts) {
        const bool main = part.main && !led;
        led = led || main;
        models.push_back(app::object(
            {{"title", part.title}, {"text", part.text}, {"href", part.href}, {"look", main ? "" : "quiet"}}));
    }
    return models;
}

json year_json(const Year& year, const Filter& filter, const std::string& base_url)
{
    json sections = json::array();
    for (const auto& section : year.sections) sections.push_back(section.title);
    return {{"year", year.plan.year},
            {"url", fmt::format("{}/plan/{}", base_url, year.plan.year)},
            {"sections", sections},
            {"lines", lines_json(year.lines, filter, base_url)}};
}

void mount_portal(app::Routes& routes, SharedNeighbours neighbours)
{
    using app::anyone;
    routes.page("/plan", anyone, years_page);
    routes.page("/plan/week", anyone, [neighbours](Context& context) { return week_page(context, *neighbours); })
        .takes(filter_parameters)
        .takes({"from"});
    routes.page("/plan/{year}", anyone, year_page, app::Caching::page_cache_of_kept)
        .takes(filter_parameters)
        .takes({"by"});
    routes.get("/plan/{year}/lines/{id}/sign-up/{happening}", anyone, former_sign_up);
    routes.page("/plan/{year}/calendar/{month}", anyone, calendar_page);
    routes.page(
        "/plan/{year}/lines/{id}", anyone, [neighbours](Context& context) { return line_page(context, *neighbours); },
        app::Caching::page_cache_of_kept);
}

}  // namespace veche::plan
