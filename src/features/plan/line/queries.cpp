#include "features/plan/line/queries.hpp"

#include <algorithm>
#include <tuple>

#include "core/errors.hpp"
#include "core/percent.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

bool Filter::matches(const LineContent& content) const
{
    return (!kind || kind->holds(content.kind)) && (place.empty() || content.place == place) &&
           (audience.empty() || content.audience == audience) && (!group || names_group(content.audience, *group));
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
    if (group) add("group", to_text(*group));
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

namespace {

constexpr int days_most = 500, months_most = 2'000, choices_most = 500, audiences_most = 2'000;

/// The audiences of the town's lines that name the group: which they are is told by the words alone, so it is asked of the words.
std::vector<std::string> audiences_of(app::View& view, std::optional<AudienceGroup> group)
{
    if (!group) return {};
    auto all = store::list_audiences(view.db, view.town.id, audiences_most);
    std::erase_if(all, [&](const std::string& one) { return !names_group(one, *group); });
    return all;
}

store::Choice choice_of(app::View& view, const Filter& filter)
{
    const auto subkind = filter.kind ? filter.kind->subkind : std::nullopt;
    return {.kind = filter.kind ? to_text(filter.kind->kind) : std::string_view(),
            .subkind = subkind ? to_text(*subkind) : std::string_view(),
            .place = filter.place,
            .audience = filter.audience,
            .one_of_audiences = filter.group.has_value(),
            .audiences = audiences_of(view, filter.group)};
}

std::vector<Line> in_order(std::vector<Line> lines)
{
    std::ranges::sort(lines, {}, [](const Line& line) {
        const auto& periods = line.content.when.periods;
        const auto first = periods.empty() ? 0 : day_number(periods.front().first);
        const int minute = periods.empty() ? -1 : periods.front().start_minute.value_or(-1);
        return std::tuple(first, minute, line.position, line.id);
    });
    return lines;
}

}  // namespace

std::vector<Line> list_public_between(app::View& view, Day first, Day last, const Filter& filter)
{
    view.built_from("plan");
    return in_order(store::list_public_between(
        view.db, view.town.id, {.first = first, .last = last, .choice = choice_of(view, filter)}, days_most));
}

std::vector<Line> list_public_between(app::View& view, Day first, Day last)
{
    return list_public_between(view, first, last, Filter{});
}

std::vector<Line> list_public_ahead(app::View& view, Day first, Day last, const Filter& filter)
{
    view.built_from("plan");
    return in_order(store::list_public_between(
        view.db, view.town.id, {.first = first, .last = last, .open_only = true, .choice = choice_of(view, filter)},
        days_most));
}

std::vector<Line> list_public_months(app::View& view, Day first, Day last, const Filter& filter)
{
    view.built_from("plan");
    return in_order(store::list_public_between(
        view.db, view.town.id, {.first = first, .last = last, .vague = true, .choice = choice_of(view, filter)},
        months_most));
}

Choices list_public_choices(app::View& view, Day first, Day last)
{
    view.built_from("plan");
    const store::Stretch stretch{.first = first, .last = last, .choice = {}};
    return {.kinds = store::list_public_kinds(view.db, view.town.id, stretch),
            .places = store::list_public_places(view.db, view.town.id, stretch, choices_most),
            .audiences = store::list_public_audiences(view.db, view.town.id, stretch, choices_most)};
}

std::vector<Line> list_public_since(app::View& view, Day since, const Filter& filter)
{
    view.built_from("plan");
    return store::list_public_since(view.db, view.town.id, since, choice_of(view, filter), months_most);
}

std::vector<Line> list_recent(app::View& view, const Filter& filter, int limit)
{
    view.built_from("plan");
    return store::list_public_recent(view.db, view.town.id, choice_of(view, filter), limit);
}

Instant last_public_change(app::View& view)
{
    view.built_from("plan");
    const Day today = view.town.zone.local(view.now).day;
    return store::last_public_change(view.db, view.town.id)
        .value_or(view.town.zone.instant(Day(today.year(), std::chrono::January, std::chrono::day(1)), 0));
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

OfficePage office_page(app::View& view, int year, const store::OfficeChoice& choice, const std::string& after,
                       std::size_t rows)
{
    OfficePage page;
    page.plan = store::find_plan(view.db, view.town.id, year);
    for (const auto& plan : store::list_plans(view.db, view.town.id)) page.years.push_back(plan.year);
    if (!page.plan) return page;
    const auto plan = page.plan->id;
    page.sections = store::list_sections(view.db, view.town.id, plan);
    const auto key = parse_id<Line>(after);
    const auto from = key ? store::find_place(view.db, view.town.id, plan, *key) : std::nullopt;
    const auto chosen = [&](const store::LinePlace& place, store::Way way) {
        return store::list_chosen(view.db, view.town.id, plan, choice, place, way, int(rows) + 1);
    };
    auto ids = chosen(from.value_or(store::LinePlace{}), store::Way::onward);
    page.more = ids.size() > rows;
    if (page.more) ids.resize(rows);
    std::vector<std::int64_t> keys;
    for (const auto id : ids) keys.push_back(id.value());
    page.lines = store::list_lines_with(view.db, view.town.id, keys);
    if (from) {
        // The page before ends with the line `after`; it begins after the one that stands so many rows before its first.
        const auto before = chosen(*from, store::Way::back);
        page.previous = before.size() >= rows ? to_text(before[rows - 1]) : std::string();
    }
    return page;
}

OfficeStart office_start(app::View& view, int this_year)
{
    if (store::find_plan(view.db, view.town.id, this_year)) return {.year = this_year, .has_plan = true};
    const auto plans = store::list_plans(view.db, view.town.id);
    return plans.empty() ? OfficeStart{.year = this_year} : OfficeStart{.year = plans.front().year, .has_plan = true};
}

std::vector<std::string> list_section_titles(app::View& view, int year)
{
    std::vector<std::string> titles;
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) return titles;
    for (auto& section : store::list_sections(view.db, view.town.id, plan->id))
        titles.push_back(std::move(section.title));
    return titles;
}

std::vector<Line> list_lines_around(app::View& view, const Line& line)
{
    const auto first = line.content.when.starts(), last = line.content.when.ends();
    if (!first || !last) return {};
    return store::list_lines_between(view.db, view.town.id, line.plan, *first, *last, months_most);
}

std::optional<Line> find_line(app::View& view, Id<Line> id)
{
    return store::find_line(view.db, view.town.id, id);
}

Line get_line(app::View& view, Id<Line> id)
{
    auto line = find_line(view, id);
    if (!line) throw NotFound("line");
    return *line;
}

}  // namespace veche::plan
