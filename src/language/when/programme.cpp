#include "language/when/programme.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::language {

namespace {

constexpr int hour = 60, evening = 18 * hour, morning = 6 * hour;
constexpr std::size_t quoted_most = 60;
constexpr std::array<std::string_view, 5> dashes = {"–", "—", "-", "‑", "−"};
constexpr std::string_view digits = "0123456789";

/// Takes the first of these words that `rest` begins with, and the spaces after it.
template <class Words>
bool take(std::string_view& rest, const Words& words)
{
    for (const std::string_view word : words)
        if (rest.starts_with(word)) {
            rest = trimmed(rest.substr(word.size()));
            return true;
        }
    return false;
}

/// Signs that stand between an hour and its words, or before a line of a list.
void skip_signs(std::string_view& rest)
{
    constexpr std::array<std::string_view, 6> signs = {":", ";", ",", ". ", "•", "·"};
    rest = trimmed(rest);
    while (take(rest, dashes) || take(rest, signs)) {
    }
}

struct Clock {
    bool written = false;       // it looks like one
    std::optional<int> minute;  // and is one
};

bool is_digit_at(std::string_view text, std::size_t at)
{
    return at < text.size() && digits.find(text[at]) != std::string_view::npos;
}

/// "9:05", "10.30": one or two digits, a colon or a point, two digits; "10.05.2021" is none.
Clock take_clock(std::string_view& rest)
{
    const std::size_t hours = is_digit_at(rest, 0) ? (is_digit_at(rest, 1) ? 2 : 1) : 0;
    if (hours == 0 || hours == rest.size() || (rest[hours] != ':' && rest[hours] != '.')) return {};
    const auto after = rest.substr(hours + 1);
    const bool goes_on = after.size() > 2 && (after[2] == ':' || after[2] == '.') && is_digit_at(after, 3);
    if (!is_digit_at(after, 0) || !is_digit_at(after, 1) || is_digit_at(after, 2) || goes_on) return {};
    const auto whole = parse_whole(rest.substr(0, hours), 0, 23);
    const auto minutes = parse_whole(after.substr(0, 2), 0, 59);
    rest = trimmed(after.substr(2));
    return {true, whole && minutes ? std::optional(*whole * hour + *minutes) : std::nullopt};
}

/// "–12:00", "до 12:00"; what is no hour after a dash is left to the words.
Clock take_end(std::string_view& rest)
{
    constexpr std::array<std::string_view, 1> until = {"до"};
    auto after = rest;
    if (!take(after, dashes) && !take(after, until)) return {};
    const auto end = take_clock(after);
    if (end.written) rest = after;
    return end;
}

bool is_past_midnight(int before, int after)
{
    return before >= evening && after <= morning;
}

using Wrong = tl::unexpected<std::string_view>;  // a message id

/// One line of it.
tl::expected<ProgrammeHour, std::string_view> parse_hour(std::string_view rest)
{
    constexpr std::array<std::string_view, 4> at = {"с", "С", "в", "В"};
    skip_signs(rest);
    take(rest, at);
    const auto start = take_clock(rest);
    if (!start.minute) return Wrong("programme.no_hour");
    auto end = take_end(rest);
    skip_signs(rest);
    if (!end.written) end = take_end(rest);
    skip_signs(rest);
    if (end.written && !end.minute) return Wrong("programme.no_hour");
    if (end.minute && *end.minute <= *start.minute && !is_past_midnight(*start.minute, *end.minute))
        return Wrong("programme.reversed");
    if (rest.empty()) return Wrong("programme.no_title");
    if (count_code_points(rest) > programme_title_limit) return Wrong("programme.long_title");
    return ProgrammeHour{*start.minute, end.minute, std::string(rest)};
}

}  // namespace

Result<Programme> parse_programme(std::string_view text, std::string_view field)
{
    Programme programme;
    bool night = false;  // after midnight of the day on which it began
    std::size_t number = 0;
    for (const auto& typed : split_lines(text)) {
        ++number;
        const auto line = one_line(typed);
        if (line.empty()) continue;
        const auto wrong = [&](std::string_view message) {
            return refuse(RefusalKind::invalid, message, field,
                          {{"line", std::to_string(number)}, {"words", shortened(line, quoted_most)}});
        };
        if (programme.size() == programme_most)
            return refuse(RefusalKind::invalid, "programme.too_many", field,
                          {{"most", std::to_string(programme_most)}});
        auto next = parse_hour(line);
        if (!next) return wrong(next.error());
        if (!programme.empty() && next->start < programme.back().start) {
            if (night || !is_past_midnight(programme.back().start, next->start)) return wrong("programme.out_of_order");
            night = true;
        }
        if (night && next->start > morning) return wrong("programme.out_of_order");
        programme.push_back(std::move(*next));
    }
    return programme;
}

std::string hours_text(const ProgrammeHour& one)
{
    const auto clock = [](int minute) { return fmt::format("{}:{:02}", minute / hour, minute % hour); };
    return clock(one.start) + (one.end ? "–" + clock(*one.end) : std::string());
}

std::string programme_text(const Programme& programme)
{
    std::string text;
    for (const auto& one : programme) {
        if (!text.empty()) text += '\n';
        text += hours_text(one) + " " + one.title;
    }
    return text;
}

Programme load_programme(std::string_view text)
{
    auto programme = parse_programme(text, {});
    VECHE_EXPECT(programme.has_value());
    return std::move(*programme);
}

}  // namespace veche::language
