#include "features/plan/life/queries.hpp"

namespace veche::plan {

namespace {

Day first_of_last_year(Day today)
{
    return {today.year() - std::chrono::years(1), std::chrono::January, std::chrono::day(1)};
}

}  // namespace

std::vector<Overdue> list_overdue(app::View& view, Day today, const std::optional<OverdueKey>& after, int limit)
{
    return store::list_overdue(view.db, view.town.id, first_of_last_year(today), today, after, limit);
}

std::int64_t count_overdue(app::View& view, Day today)
{
    return store::count_overdue(view.db, view.town.id, first_of_last_year(today), today);
}

}  // namespace veche::plan
