#include "features/law/model.hpp"

#include <algorithm>
#include <map>

#include "core/expect.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::law {

namespace {

constexpr int number_most = 36'500;  // a hundred years of days

/// Later days win; of one day what was entered last.
bool takes_place_of(const Value& newer, const Value& older)
{
    return day_number(newer.since) >= day_number(older.since);
}

}  // namespace

const Norm* find_norm(std::string_view key)
{
    const Norm* found = nullptr;
    for (const auto& norm : shipped())
        if (norm.key == key) found = &norm;
    return found;
}

Result<Share> parse_share(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == text.npos) return refuse(RefusalKind::invalid, "law.value_share", "value");
    const auto part = parse_whole<std::int64_t>(text.substr(0, slash)),
               whole = parse_whole<std::int64_t>(text.substr(slash + 1));
    if (!part || !whole || *part < 1 || *whole > 1000 || *part > *whole)
        return refuse(RefusalKind::invalid, "law.value_share", "value");
    return Share{*part, *whole};
}

Result<std::chrono::month_day> parse_next_year(std::string_view text)
{
    using namespace std::chrono;
    const auto dot = text.find('.');
    const auto wrong = refuse(RefusalKind::invalid, "law.value_next_year", "value");
    if (dot == text.npos) return wrong;
    const auto of_month = parse_whole<std::int64_t>(text.substr(0, dot)),
               of_year = parse_whole<std::int64_t>(text.substr(dot + 1));
    if (!of_month || !of_year || *of_month < 1 || *of_year < 1 || *of_year > 12) return wrong;
    const month_day found{month(unsigned(*of_year)), day(unsigned(std::min<std::int64_t>(*of_month, 99)))};
    if (!found.ok() || found == February / 29) return wrong;  // each year has it
    return found;
}

Result<std::string> parse_value(Kind kind, std::string_view text)
{
    if (kind == Kind::words) return parse_line(text, "value", 1, 200);
    const std::string value(trimmed(text));
    if (kind == Kind::share) return parse_share(value).map([&](const Share&) { return value; });
    if (kind == Kind::next_year)
        return parse_next_year(value).map([&](const std::chrono::month_day&) { return value; });
    const auto number = parse_whole<std::int64_t>(value);
    if (!number || *number < 1 || *number > number_most)
        return refuse(RefusalKind::invalid, "law.value_number", "value",
                      {{"least", "1"}, {"most", std::to_string(number_most)}});
    return std::to_string(*number);
}

Profile::Profile(Day day, const std::vector<Value>& entered)
{
    std::map<std::string_view, std::size_t> places;
    const auto take = [&](Value value) {
        if (day_number(value.since) > day_number(day)) return;
        const auto* norm = find_norm(value.key);
        if (!norm) return;  // of a newer program
        const auto [place, fresh] = places.emplace(norm->key, values_.size());
        if (fresh)
            values_.push_back(std::move(value));
        else if (takes_place_of(value, values_[place->second]))
            values_[place->second] = std::move(value);
    };
    for (const auto& norm : shipped())
        take({.key = std::string(norm.key),
              .since = norm.since,
              .value = std::string(norm.value),
              .norm = std::string(norm.norm),
              .edition = std::string(norm.edition)});
    for (const auto& value : entered) take(value);
}

const Value& Profile::of(std::string_view key) const
{
    const auto found = std::ranges::find(values_, key, &Value::key);
    VECHE_EXPECT(found != values_.end());
    return *found;
}

int Profile::number(std::string_view key) const
{
    const auto number = parse_whole<std::int64_t>(of(key).value);
    VECHE_EXPECT(number.has_value());
    return int(*number);
}

Share Profile::share(std::string_view key) const
{
    const auto share = parse_share(of(key).value);
    VECHE_EXPECT(share.has_value());
    return *share;
}

Day Profile::day_of_next_year(std::string_view key, int year) const
{
    const auto found = parse_next_year(of(key).value);
    VECHE_EXPECT(found.has_value());
    return Day{std::chrono::year(year + 1), found->month(), found->day()};
}

}  // namespace veche::law
