#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace veche {

/// 0 to 15; -1 of what is no hexadecimal digit.
constexpr int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Two lower-case digits of each byte.
std::string to_hex(std::string_view bytes);
std::string to_hex(std::span<const unsigned char> bytes);

/// The bytes whose digits, of either case, these are.
std::optional<std::string> from_hex(std::string_view digits);

/// Whether these are as many digits and nothing else, as to_hex writes them.
bool is_hex(std::string_view text, std::size_t digits);

}  // namespace veche
