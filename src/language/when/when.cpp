#include "language/when/when.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "language/when/weighing.hpp"
#include "language/when/zones.hpp"

namespace veche::language {

namespace {

using speech::Sign;
using speech::Token;
using Tokens = std::vector<Token>;

constexpr std::size_t most_code_points = 500;

constexpr std::array<std::string_view, 6> precisions = {"minute", "day", "month", "quarter", "year", "none"};
constexpr std::array<std::string_view, 5> repeats = {"none", "daily", "weekly", "monthly", "quarterly"};

template <class Value, std::size_t size>
std::optional<Value> named(const std::array<std::string_view, size>& names, std::string_view text)
{
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt : std::optional(Value(found - names.begin()));
}

/// "(вторник)", "(пн–пт)", "(в 12.00)": a weekday or a time in brackets belongs to the day beside it.
bool tells_of_day(const Tokens& remark, int year)
{
    const auto found = speech::read_words(remark, year);
    const bool others = !found.filter.days.empty() || !found.filter.ordinals.empty() ||
                        found.repeat.value_or(Repeat::weekly) != Repeat::weekly;
    const bool some = !found.clocks.empty() || !found.weekdays.empty() || !found.filter.weekdays.empty();
    return some && found.spans.empty() && !others && !found.unknown && !found.no_date;
}

/// "(перенесено на 12 июля)", "(кроме праздничных дней)", "(понедельник – выходной)": what changes the date is no remark.
bool changes(const Tokens& remark)
{
    bool weekday = false, day_off = false, altered = false, date = false;
    for (std::size_t i = 0; i < remark.size(); ++i) {
        const std::string_view word = remark[i].word;
        const std::string_view next = i + 1 < remark.size() ? std::string_view(remark[i + 1].word) : std::string_view();
        if (speech::tells_of_change(word)) return true;
        if (word == "не" && speech::starts_with_one_of(next, {"состо", "провод", "проведен", "работа"})) return true;
        date = date || remark[i].sign == Sign::number || speech::month_of(word) != 0;
        weekday = weekday || speech::weekday_of(word);
        day_off = day_off || word.starts_with("выходн");
        altered = altered || word.starts_with("измен") || (word == "не" && next.empty());
    }
    return (weekday && day_off) || (date && altered);
}

struct Parts {
    Tokens words;
    Tokens remarks;  // what stands in brackets
};

/// Takes the brackets out; one that is never closed runs to the end.
Parts without_brackets(const Tokens& tokens, int year)
{
    Parts parts;
    for (auto at = tokens.begin(); at != tokens.end();) {
        if (at->sign != Sign::open) {
            parts.words.push_back(*at++);
            continue;
        }
        const auto close = std::find_if(at, tokens.end(), [](const Token& token) { return token.sign == Sign::close; });
        Tokens remark(at + 1, close);
        std::ranges::copy_if(remark, std::back_inserter(parts.words),
                             [](const Token& token) { return token.sign == Sign::zone; });
        auto& into = changes(remark) || tells_of_day(remark, year) ? parts.words : parts.remarks;
        into.push_back(Token{.sign = Sign::other});
        into.insert(into.end(), remark.begin(), remark.end());
        at = close == tokens.end() ? close : close + 1;
        parts.words.push_back(Token{.sign = Sign::other});
    }
    return parts;
}

/// "12 июня (в клубе – 13 июня)": a remark names days that the words beside it do not.
bool tells_other_days(const When& remarked, const When& when)
{
    return std::ranges::any_of(remarked.periods, [&](const Period& other) {
        return std::ranges::none_of(when.periods, [&](const Period& period) {
            return period.first <= other.first && other.last <= period.last;
        });
    });
}

When understood(std::string_view text, int year)
{
    auto [words, remarks] = without_brackets(speech::without_zones(speech::tokenize(text)), year);
    When when = speech::weigh(speech::read_words(std::move(words), year), year);
    if (remarks.empty()) return when;
    // "15.05 (резервная дата 16.05)" is clear: the other day is for the worst.
    const bool reserved =
        std::ranges::any_of(remarks, [](const Token& token) { return token.word.starts_with("резерв"); });
    auto found = speech::read_words(std::move(remarks), year);
    found.unknown = false;
    const bool dated = !found.spans.empty();
    When remarked = speech::weigh(std::move(found), year);
    // "каникулы (март)", "уточняется (ориентировочно май)": the only date there is stands in the brackets.
    if (when.periods.empty() && remarked.periods.empty()) return when;
    if (when.periods.empty()) {
        if (std::ranges::count(when.warnings, "when.altered") > 0) speech::warn(remarked.warnings, "when.altered");
        return remarked;
    }
    if (dated && !reserved && tells_other_days(remarked, when)) speech::warn(when.warnings, "when.partly_understood");
    return when;
}

}  // namespace

std::optional<Day> When::starts() const
{
    return periods.empty() ? std::nullopt : std::optional(periods.front().first);
}

std::optional<Day> When::ends() const
{
    if (periods.empty()) return std::nullopt;
    return std::ranges::max(periods, {}, &Period::last).last;
}

bool has_daily_hours(const When& when, const Period& period)
{
    return when.repeat == Repeat::daily && period.first != period.last && period.start_minute && !period.open_start &&
           !period.open_end;
}

std::string_view to_text(Precision precision)
{
    return precisions[std::size_t(precision)];
}
std::optional<Precision> parse_precision(std::string_view text)
{
    return named<Precision>(precisions, text);
}
std::string_view to_text(Repeat repeat)
{
    return repeats[std::size_t(repeat)];
}
std::optional<Repeat> parse_repeat(std::string_view text)
{
    return named<Repeat>(repeats, text);
}

When parse_when(std::string_view text, int year)
{
    const std::string_view words = trimmed(text);
    When when;
    if (!is_clean_utf8(words)) {
        when.warnings = {"when.not_understood"};
    } else if (count_code_points(words) > most_code_points) {
        when.warnings = {"when.too_long"};
    } else {
        when = understood(words, std::clamp(year, speech::least_year, speech::most_year));
    }
    when.text = words;
    return when;
}

}  // namespace veche::language
