// What waits for its report, and which lines get in each other's way.

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/office_pages.hpp"

namespace veche::plan {

using app::Context;

namespace {

std::optional<OverdueKey> key_of(const web::Request& request)
{
    const auto* after = request.query_value("after");
    if (!after || after->size() < 12) return std::nullopt;
    const auto day = parse_iso_day(std::string_view(*after).substr(0, 10));
    const auto id = parse_id<Happening>(std::string_view(*after).substr(11));
    if (!day || !id) return std::nullopt;
    return OverdueKey{.ended = *day, .happening = *id};
}

web::Response overdue_page(Context& context)
{
    constexpr int page_rows = 50;
    const Day today = today_of(context);
    const auto after = key_of(context.request);
    std::int64_t all = 0;
    Reporting reporting;
    auto shown = context.read([&](app::View& view) {
        all = count_overdue(view, today);
        reporting = reporting_of(view);
        return list_overdue(view, today, after, page_rows + 1);
    });
    const bool more = shown.size() > std::size_t(page_rows);
    if (more) shown.pop_back();
    auto model = overdue_model(context.words, shown, more, all, today, reporting);
    const std::string title = model["heading"];
    return context.show(
        {.view = "plan/office_overdue", .model = std::move(model), .title = title, .section = "office.plan"});
}

web::Response conflicts_page(Context& context)
{
    const int number = year_of(context);
    const auto year = context.read([&](app::View& view) { return office_year(view, number); });
    auto model = conflicts_model(context.words, number, find_conflicts(year.lines));
    const std::string title = model["heading"];
    return context.show(
        {.view = "plan/office_conflicts", .model = std::move(model), .title = title, .section = "office.plan"});
}

}  // namespace

void mount_office_life_lists(app::Routes& routes)
{
    routes.get("/office/plan/overdue", see_office, overdue_page);
    routes.get("/office/plan/{year}/conflicts", see_office, conflicts_page);
}

}  // namespace veche::plan
