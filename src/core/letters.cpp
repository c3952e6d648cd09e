#include "core/letters.hpp"

namespace veche {

Utf8Letter utf8_letter(std::string_view text, std::size_t at)
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
    char32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0u) != 0x80) return {};
        point = point << 6 | (byte(at + i) & 0x3Fu);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least[length] || point > 0x10FFFF || surrogate) return {};
    return {.point = point, .length = length};
}

bool may_stand_in_text(char32_t c)
{
    if (c < 0x20) return c == U'\t' || c == U'\n' || c == U'\r';
    const bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
    return c != 0x7F && !noncharacter;
}

std::u32string code_points(std::string_view text)
{
    std::u32string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? first : first & (0xFFu >> (length + 1));
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
            point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
        }
        result += point;
        at += length;
    }
    return result;
}

std::string utf8(std::u32string_view text)
{
    constexpr unsigned leads[] = {0, 0xC0, 0xE0, 0xF0};
    std::string result;
    for (const char32_t c : text) {
        if (c < 0x80) {
            result += static_cast<char>(c);
            continue;
        }
        const int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        result += static_cast<char>(leads[tails] | c >> (6 * tails));
        for (int i = tails; i-- > 0;) result += static_cast<char>(0x80 | (c >> (6 * i) & 0x3F));
    }
    return result;
}

char32_t small_letter(char32_t c)
{
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (c >= U'А' && c <= U'Я') return c + 32;
    if (c == U'Ё' || c == U'ё') return U'е';
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    return c;
}

std::string small_letters(std::string_view text)
{
    std::u32string points = code_points(text);
    for (char32_t& c : points) c = small_letter(c);
    return utf8(points);
}

}  // namespace veche
