#include "features/plan/when.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "features/plan/when_weighing.hpp"

namespace veche::plan {

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

/// "(вторник)", "(в 12.00)": a weekday or a time in brackets belongs to the day beside it.
bool tells_of_day(const Tokens& remark, int year)
{
    const auto found = speech::read_words(remark, year);
    const bool dates = !found.spans.empty() || found.repeat || !found.filter.empty();
    return !dates && !found.unknown && !found.no_date && (!found.clocks.empty() || !found.weekdays.empty());
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
        const Tokens remark(at + 1, close);
        auto& into = tells_of_day(remark, year) ? parts.words : parts.remarks;
        into.push_back(Token{.sign = Sign::other});
        into.insert(into.end(), remark.begin(), remark.end());
        at = close == tokens.end() ? close : close + 1;
        parts.words.push_back(Token{.sign = Sign::other});
    }
    return parts;
}

When understood(std::string_view text, int year)
{
    auto [words, remarks] = without_brackets(speech::tokenize(text), year);
    When when = speech::weigh(speech::read_words(std::move(words), year), year);
    if (!when.periods.empty() || remarks.empty()) return when;
    // "каникулы (март)", "уточняется (ориентировочно май)": the only date there is stands in the brackets.
    auto found = speech::read_words(std::move(remarks), year);
    found.unknown = false;
    When remarked = speech::weigh(std::move(found), year);
    return remarked.periods.empty() ? when : remarked;
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

}  // namespace veche::plan
