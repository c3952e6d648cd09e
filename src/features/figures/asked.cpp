#include "features/figures/asked.hpp"

#include <algorithm>
#include <optional>

#include "core/errors.hpp"
#include "core/percent.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::figures {

namespace {

using namespace std::chrono;
using Query = std::vector<std::pair<std::string, std::string>>;

constexpr int first_year = 1990, last_year = 2100;

const std::string* value_of(const Query& query, std::string_view name)
{
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    return found == query.end() ? nullptr : &found->second;
}

void set_year(Asked& asked, int number)
{
    asked.year = number;
    asked.scope.first = Day(year(number) / January / 1);
    asked.scope.last = Day(year(number) / December / 31);
}

Day day_of(const std::string& text)
{
    const auto day = parse_iso_day(text);
    if (!day) throw NotFound("day " + text);
    return *day;
}

void read_days(Asked& asked, const Query& query, Day today, bool standing)
{
    const auto* number = value_of(query, "year");
    const auto *from = value_of(query, "from"), *to = value_of(query, "to");
    if (number && !from && !to) {
        const auto parsed = parse_whole<int>(*number, first_year, last_year);
        if (!parsed) throw NotFound("year " + *number);
        return set_year(asked, *parsed);
    }
    if (number) throw NotFound("a year and days");
    if (!from && !to) {
        if (!standing) return set_year(asked, int(today.year()));
        asked.scope = app::every_day();
        return;
    }
    if (!from || !to) throw NotFound("days without an end");
    asked.scope.first = day_of(*from);
    asked.scope.last = day_of(*to);
    if (asked.scope.last < asked.scope.first) throw NotFound("days that end before they begin");
    if (asked.scope.last >= asked.scope.first + years(Asked::years_most)) throw NotFound("too many years");
}

/// Words of an address that are no dimension.
bool is_taken(std::string_view name)
{
    constexpr std::string_view taken[] = {"year", "from", "to", "month", "by", "after"};
    return std::ranges::find(taken, name) != std::end(taken);
}

const app::Dimension* find_open(const app::Figure& figure, std::string_view id)
{
    const auto found = std::ranges::find(figure.dimensions, id, &app::Dimension::id);
    return found == figure.dimensions.end() || !is_open(figure, *found) ? nullptr : &*found;
}

void read_by(Asked& asked, const app::Figure& figure, const std::string& text)
{
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        const auto id = std::string_view(text).substr(at, end - at);
        at = end + 1;
        const auto* dimension = find_open(figure, id);
        if (!dimension && id != app::by_month) throw NotFound("dimension " + std::string(id));
        const std::string_view name = dimension ? dimension->id : app::by_month;
        if (app::is_asked(asked.by, name) || asked.by.size() == Asked::by_most) throw NotFound("too many dimensions");
        asked.by.push_back(name);
    }
    const bool standing = asked.year == 0 && asked.scope.last > asked.scope.first + years(Asked::years_most);
    if (standing && app::is_asked(asked.by, app::by_month)) throw NotFound("months without an end");
}

}  // namespace

bool is_open(const app::Figure& figure, const app::Dimension& dimension)
{
    return !is_taken(dimension.id) && figure.open_part && !dimension.of_office &&
           std::ranges::find(*figure.open_part, dimension.id, &app::Chosen::dimension) == figure.open_part->end();
}

Asked parse_asked(const app::Figure& figure, const Query& query, Day today)
{
    Asked asked;
    read_days(asked, query, today, figure.standing);
    for (const auto& dimension : figure.dimensions)
        if (const auto* value = is_taken(dimension.id) ? nullptr : value_of(query, dimension.id);
            value && !value->empty()) {
            if (!is_open(figure, dimension)) throw NotFound("dimension " + std::string(dimension.id));
            asked.scope.choices.push_back({std::string(dimension.id), *value});
        }
    if (const auto* month = value_of(query, app::by_month); month && !month->empty())
        asked.scope.choices.push_back({std::string(app::by_month), *month});
    asked.scope = app::open_scope(figure, std::move(asked.scope));
    if (const auto* by = value_of(query, "by"); by && !by->empty()) read_by(asked, figure, *by);
    return asked;
}

std::string query_of(const app::Figure& figure, const Asked& asked)
{
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        query += (query.empty() ? "?" : "&") + std::string(name) + "=" + percent_encoded(value);
    };
    const auto whole = app::every_day();
    if (asked.year != 0) {
        add("year", std::to_string(asked.year));
    } else if (asked.scope.first != whole.first || asked.scope.last != whole.last) {
        add("from", iso_day(asked.scope.first));
        add("to", iso_day(asked.scope.last));
    }
    for (const auto& choice : asked.scope.choices)
        if (choice.dimension == app::by_month || find_open(figure, choice.dimension))
            add(choice.dimension, choice.value);
    return query;
}

std::optional<app::Scope> year_before(const Asked& asked)
{
    if (asked.year <= first_year) return std::nullopt;
    Asked before;
    before.scope.choices = asked.scope.choices;
    std::erase_if(before.scope.choices, [](const auto& choice) { return choice.dimension == app::by_month; });
    if (before.scope.choices.size() != asked.scope.choices.size()) return std::nullopt;
    set_year(before, asked.year - 1);
    return before.scope;
}

}  // namespace veche::figures
