#include "features/plan/life/queries.hpp"

#include "features/plan/figures.hpp"

namespace veche::plan {

namespace {

Day first_of_last_year(Day today)
{
    return {today.year() - std::chrono::years(1), std::chrono::January, std::chrono::day(1)};
}

}  // namespace

std::vector<store::Overdue> list_overdue(app::View& view, Day today, const std::optional<store::OverdueKey>& after,
                                         int limit)
{
    return store::list_overdue(view.db, view.town.id, first_of_last_year(today), today, after, limit);
}

std::int64_t count_overdue(app::View& view, Day today)
{
    auto scope = app::every_day({{"state", "overdue"}});
    scope.first = first_of_last_year(today);
    return app::count(figures::happenings(), view, scope);
}

}  // namespace veche::plan
