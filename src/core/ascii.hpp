#pragma once

#include <algorithm>
#include <string_view>

namespace veche {

/// For the words of protocols and formats; words of people are compared otherwise.
constexpr bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// ASCII letters alone are compared without case.
inline bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    const auto same = [](char x, char y) { return ascii_lower(x) == ascii_lower(y); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

}  // namespace veche
