#include "core/printable.hpp"

#include <cstdint>

namespace veche {

namespace {

struct Letter {
    std::uint32_t code = 0;
    std::size_t length = 0;  // 0: no UTF-8 begins here
};

Letter letter_at(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || at + length > text.size()) return {};
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80) return {};
        code = code << 6 | (byte(at + i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    return overlong ? Letter{} : Letter{code, length};
}

bool may_be_printed(std::uint32_t code)
{
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    const bool control = code >= 0x7F && code < 0xA0;
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    const bool noncharacter = (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFEU) == 0xFFFE;
    return !control && !surrogate && !noncharacter && code <= 0x10FFFF;
}

}  // namespace

std::string printable(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Letter letter = letter_at(text, at);
        if (letter.length > 0 && may_be_printed(letter.code)) result += text.substr(at, letter.length);
        at += letter.length > 0 ? letter.length : 1;
    }
    return result;
}

}  // namespace veche
