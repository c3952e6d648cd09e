#include "app/figures/figure.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/errors.hpp"
#include "core/expect.hpp"

namespace veche::app {

namespace {

using std::chrono::days, std::chrono::months;

Day last_of_month(Day first)
{
    return Day(first.year() / first.month() / std::chrono::last);
}

/// "2021-05"
std::optional<Day> parse_month(std::string_view text)
{
    return text.size() == 7 ? parse_iso_day(std::string(text) + "-01") : std::nullopt;
}

bool has_dimension(const Figure& figure, std::string_view id)
{
    return std::ranges::find(figure.dimensions, id, &Dimension::id) != figure.dimensions.end();
}

/// The scope with each choice once and the month as its days; nullopt when nothing can be in it.
std::optional<Scope> plain(const Figure& figure, const Scope& asked)
{
    Scope scope{asked.first, asked.last};
    for (const auto& choice : asked.choices) {
        if (choice.dimension == by_month) {
            const auto first = parse_month(choice.value);
            if (!first) return std::nullopt;
            scope.first = std::max(scope.first, *first);
            scope.last = std::min(scope.last, last_of_month(*first));
            continue;
        }
        VECHE_EXPECT(has_dimension(figure, choice.dimension));
        const auto former = scope.chosen(choice.dimension);
        if (choice.value.empty() || (!former.empty() && former != choice.value)) return std::nullopt;
        if (former.empty()) scope.choices.push_back(choice);
    }
    return scope.first <= scope.last ? std::optional(std::move(scope)) : std::nullopt;
}

std::optional<Scope> told_to(const Figure& figure, const View& view, const Scope& asked)
{
    if (figure.permission.allows(view.actor)) return plain(figure, asked);
    if (!figure.open_part) throw Forbidden(std::string(figure.permission.name));
    return plain(figure, open_scope(figure, asked));
}

std::vector<Sum> sums_by_month(const Figure& figure, View& view, const Scope& scope,
                               const std::vector<std::string_view>& by)
{
    auto others = by;
    const auto at = std::ranges::find(others, by_month) - others.begin();
    others.erase(others.begin() + at);
    std::vector<Sum> result;
    int count = 0;
    for (Day first = scope.first; first <= scope.last;) {
        VECHE_EXPECT(++count <= months_most);
        Scope month = scope;
        month.first = first;
        month.last = std::min(scope.last, last_of_month(first));
        for (auto& sum : figure.sums(view, month, others)) {
            sum.values.insert(sum.values.begin() + at, iso_day(first).substr(0, 7));
            result.push_back(std::move(sum));
        }
        first = Day(std::chrono::sys_days(last_of_month(first)) + days(1));
    }
    return result;
}

}  // namespace

std::string_view Scope::chosen(std::string_view dimension) const
{
    const auto found = std::ranges::find(choices, dimension, &Chosen::dimension);
    return found == choices.end() ? std::string_view() : std::string_view(found->value);
}

Scope every_day(std::vector<Chosen> choices)
{
    using namespace std::chrono;
    return {Day(year(1900) / January / 1), Day(year(2999) / December / 31), std::move(choices)};
}

Moments moments_of(const Town& town, const Scope& scope)
{
    return {town.zone.instant(scope.first, 0), town.zone.instant(Day(std::chrono::sys_days(scope.last) + days(1)), 0)};
}

std::int64_t count(const Figure& figure, View& view, const Scope& scope)
{
    std::int64_t amount = 0;
    for (const auto& sum : sums(figure, view, scope, {})) amount += sum.amount;
    return amount;
}

std::vector<Sum> sums(const Figure& figure, View& view, const Scope& scope, const std::vector<std::string_view>& by)
{
    for (const auto dimension : by) VECHE_EXPECT(dimension == by_month || has_dimension(figure, dimension));
    const auto told = told_to(figure, view, scope);
    if (!told) return {};
    return is_asked(by, by_month) ? sums_by_month(figure, view, *told, by) : figure.sums(view, *told, by);
}

FigureList list(const Figure& figure, View& view, const Scope& scope, const std::string& after)
{
    const auto told = told_to(figure, view, scope);
    if (!told) return {};
    FigureList result{figure.records(view, *told, after, records_of_page + 1), {}};
    if (result.records.size() > std::size_t(records_of_page)) {
        result.records.resize(records_of_page);
        result.next = result.records.back().key;
    }
    return result;
}

Scope open_scope(const Figure& figure, Scope scope)
{
    VECHE_EXPECT(figure.open_part.has_value());
    scope.choices.insert(scope.choices.end(), figure.open_part->begin(), figure.open_part->end());
    return scope;
}

bool parse_place(std::string_view text, std::span<std::int64_t> place)
{
    std::ranges::fill(place, std::numeric_limits<std::int64_t>::min());
    if (text.empty()) return true;
    for (std::size_t i = 0; i < place.size(); ++i) {
        const auto end = i + 1 == place.size() ? text.size() : text.find('.');
        if (end == std::string_view::npos) return false;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + end, place[i]);
        if (error != std::errc() || stop != text.data() + end) return false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

std::vector<Sum> folded(const std::vector<Sum>& rows, std::span<const Dimension> own,
                        std::span<const std::string_view> by)
{
    std::vector<std::size_t> places;
    for (const auto dimension : by)
        places.push_back(std::size_t(std::ranges::find(own, dimension, &Dimension::id) - own.begin()));
    std::map<std::vector<std::string>, std::int64_t> amounts;
    for (const auto& row : rows) {
        std::vector<std::string> values;
        for (const auto place : places) values.push_back(row.values.at(place));
        amounts[std::move(values)] += row.amount;
    }
    std::vector<Sum> result;
    for (const auto& [values, amount] : amounts)
        if (amount != 0) result.push_back({values, amount});
    return result;
}

bool is_asked(std::span<const std::string_view> by, std::string_view dimension)
{
    return std::ranges::find(by, dimension) != by.end();
}

}  // namespace veche::app
