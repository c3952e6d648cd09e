#include "outside/text_encoding.hpp"

#include <array>

#include "core/text.hpp"

namespace veche::outside {

namespace {

// Windows-1251, bytes 0x80..0xBF; 0xC0..0xFF are А..я in order. 0x98 means nothing.
constexpr std::array<char16_t, 64> windows_1251 = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x0000, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

void append(std::string& text, char32_t point)
{
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian)
{
    if (bytes.size() % 2 != 0) return std::nullopt;
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        char32_t point = unit(at);
        if (point >= 0xD800 && point < 0xE000) {
            if (point >= 0xDC00 || at + 4 > bytes.size()) return std::nullopt;
            const char32_t low = unit(at + 2);
            if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
            point = 0x10000 + ((point - 0xD800) << 10 | (low - 0xDC00));
            at += 2;
        }
        append(text, point);
    }
    return text;
}

std::optional<std::string> from_windows_1251(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    std::size_t high = 0;
    std::size_t russian = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            append(text, byte);
            continue;
        }
        const char32_t point = byte >= 0xC0 ? 0x0410U + (byte - 0xC0U) : windows_1251[byte - 0x80U];
        if (point == 0) return std::nullopt;
        ++high;
        if (byte >= 0xC0 || byte == 0xA8 || byte == 0xB8) ++russian;
        append(text, point);
    }
    if (russian * 2 < high) return std::nullopt;
    return text;
}

}  // namespace

std::optional<std::string> decode_text(std::string_view bytes)
{
    std::optional<std::string> text;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        text = from_utf16(bytes.substr(2), bytes.starts_with("\xFE\xFF"));
    } else {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        if (is_clean_utf8(bytes)) return std::string(bytes);
        text = from_windows_1251(bytes);
    }
    if (text && !is_clean_utf8(*text)) return std::nullopt;
    return text;
}

}  // namespace veche::outside
