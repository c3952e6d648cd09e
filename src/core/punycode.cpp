#include "core/punycode.hpp"

#include <algorithm>
#include <cstdint>

namespace veche {

namespace {

// The parameters of RFC 3492 §5.
constexpr std::uint32_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700, initial_bias = 72;
constexpr std::uint32_t first_point = 0x80, last_point = 0x10FFFF;

constexpr std::uint32_t no_digit = base;

std::uint32_t digit_of(char c)
{
    if (c >= 'a' && c <= 'z') return std::uint32_t(c - 'a');
    if (c >= '0' && c <= '9') return std::uint32_t(c - '0') + 26;
    return no_digit;
}

std::uint32_t adapted(std::uint32_t delta, std::uint32_t count, bool first)
{
    delta = first ? delta / damp : delta / 2;
    delta += delta / count;
    std::uint32_t k = 0;
    for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
    return k + (base - t_min + 1) * delta / (delta + skew);
}

/// One variable-length number; `rest` goes on behind it.
std::optional<std::uint32_t> next_number(std::string_view& rest, std::uint32_t bias)
{
    std::uint64_t number = 0, weight = 1;
    for (std::uint32_t k = base;; k += base) {
        if (rest.empty()) return std::nullopt;
        const auto digit = digit_of(rest.front());
        rest.remove_prefix(1);
        if (digit == no_digit) return std::nullopt;
        number += digit * weight;
        if (number > last_point * 64ULL) return std::nullopt;
        const std::uint32_t t = k <= bias ? t_min : std::min(k - bias, t_max);
        if (digit < t) return std::uint32_t(number);
        weight *= base - t;
        if (weight > last_point * 64ULL) return std::nullopt;
    }
}

}  // namespace

std::optional<std::u32string> decode_punycode(std::string_view label)
{
    const auto dash = label.rfind('-');
    std::u32string out;
    if (dash != std::string_view::npos) out.assign(label.begin(), label.begin() + std::ptrdiff_t(dash));
    std::string_view rest = dash == std::string_view::npos ? label : label.substr(dash + 1);
    if (rest.empty() || label.size() > 63) return std::nullopt;
    std::uint32_t point = first_point, at = 0, bias = initial_bias;
    while (!rest.empty()) {
        const auto number = next_number(rest, bias);
        if (!number) return std::nullopt;
        const auto places = std::uint32_t(out.size()) + 1;
        bias = adapted(*number, places, at == 0 && point == first_point);
        point += (at + *number) / places;
        at = (at + *number) % places;
        if (point > last_point || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
        out.insert(out.begin() + std::ptrdiff_t(at++), char32_t(point));
    }
    return out;
}

}  // namespace veche
