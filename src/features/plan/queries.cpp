#include "features/plan/queries.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "core/percent.hpp"
#include "features/plan/store.hpp"
#include "features/plan/store_document.hpp"

namespace veche::plan {

bool Filter::matches(const LineContent& content) const
{
    return (!kind || content.kind == *kind) && (place.empty() || content.place == place) &&
           (audience.empty() || content.audience == audience);
}

std::string Filter::query(std::string_view extra) const
{
    std::string text;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        text += text.empty() ? '?' : '&';
        text += name;
        text += '=';
        text += percent_encoded(value);
    };
    if (!extra.empty()) text = "?" + std::string(extra);
    if (kind) add("kind", to_text(*kind));
    add("place", place);
    add("audience", audience);
    return text;
}

std::optional<Year> find_public_year(app::View& view, int year)
{
    view.built_from("plan");
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) return std::nullopt;
    Year result{.plan = *plan,
                .sections = {},
                .lines = store::list_public_lines(view.db, view.town.id, plan->id),
                .other_years = {},
                .approval = store::find_approval(view.db, view.town.id, plan->id)};
    if (result.lines.empty()) return std::nullopt;
    result.sections = store::list_sections(view.db, view.town.id, plan->id);
    for (const auto& other : store::list_public_years(view.db, view.town.id))
        if (other.year != year) result.other_years.push_back(other.year);
    return result;
}

Line get_public_line(app::View& view, int year, Id<Line> id)
{
    view.built_from("plan");
    view.built_from("line/" + to_text(id));
    auto line = store::find_public_line(view.db, view.town.id, id);
    if (!line || line->year != year) throw NotFound("line");
    return std::move(*line);
}

std::vector<Line> list_public_between(app::View& view, Day first, Day last)
{
    view.built_from("plan");
    return store::list_public_between(view.db, view.town.id, first, last, 500);
}

std::vector<Line> list_recent(app::View& view, int limit)
{
    view.built_from("plan");
    return store::list_public_recent(view.db, view.town.id, limit);
}

std::vector<YearCount> list_public_years(app::View& view)
{
    view.built_from("plan");
    return store::list_public_years(view.db, view.town.id);
}

OfficeYear office_year(app::View& view, int year)
{
    OfficeYear result;
    result.plan = store::find_plan(view.db, view.town.id, year);
    for (const auto& plan : store::list_plans(view.db, view.town.id)) result.years.push_back(plan.year);
    if (!result.plan) return result;
    result.sections = store::list_sections(view.db, view.town.id, result.plan->id);
    result.lines = store::list_lines(view.db, view.town.id, result.plan->id);
    return result;
}

Line get_line(app::View& view, Id<Line> id)
{
    auto line = store::find_line(view.db, view.town.id, id);
    if (!line) throw NotFound("line");
    return *line;
}

}  // namespace veche::plan
