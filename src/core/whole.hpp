#pragma once

#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace veche {

/// The whole text as a number between bounds, both included: digits and nothing beside them, but for a '-' where negative ones
/// are allowed. Nothing when it is another text.
template <std::integral Number>
std::optional<Number> parse_whole(std::string_view text, Number least = 0,
                                  Number most = std::numeric_limits<Number>::max())
{
    Number number{};
    const auto* end = text.data() + text.size();
    if (text.empty() || (text[0] == '-' && least >= 0)) return std::nullopt;
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end || number < least || number > most) return std::nullopt;
    return number;
}

/// As a form or a table has it: "" of none.
template <std::integral Number>
std::string digits_or_none(const std::optional<Number>& number)
{
    return number ? std::to_string(*number) : std::string();
}

}  // namespace veche
