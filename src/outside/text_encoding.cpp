#include "outside/text_encoding.hpp"

#include <algorithm>

#include "core/letters.hpp"
#include "core/text.hpp"
#include "outside/russian_pages.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t letters_for_a_stray = 20;  // more damage than that is another encoding, or no text
constexpr char32_t replacement = 0xFFFD;

void append(std::string& text, char32_t point)
{
    text += utf8({&point, 1});
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

bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

std::string without_controls(std::string text)
{
    for (char& c : text)
        if (is_control(static_cast<unsigned char>(c))) c = ' ';
    return text;
}

/// Old programs of DOS end a text with 1A and fill its last block with whatever was there: mostly the same, or NUL.
std::string_view without_end_mark(std::string_view bytes)
{
    const auto last = bytes.find_last_not_of(std::string_view("\x1A\0", 2));
    return bytes.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Without a mark UTF-16 is told by its high bytes: nearly all are of Latin, Russian or the signs of print.
std::optional<bool> big_endian_utf16(std::string_view bytes)
{
    const std::size_t units = std::min<std::size_t>(bytes.size(), 64 * 1024) / 2;
    for (const bool big_endian : {false, true}) {
        std::size_t usual = 0, latin = 0;
        for (std::size_t at = 0; at < units; ++at) {
            const auto high = static_cast<unsigned char>(bytes[at * 2 + (big_endian ? 0 : 1)]);
            const auto low = static_cast<unsigned char>(bytes[at * 2 + (big_endian ? 1 : 0)]);
            usual += (high == 0 && low >= 0x09) || high == 4 || high == 0x20 || high == 0x21 ? 1 : 0;
            latin += high == 0 && low >= 0x09 && low < 0x7F ? 1 : 0;
        }
        if (units >= 4 && latin > 0 && usual * 100 >= units * 98) return big_endian;
    }
    return std::nullopt;
}

/// How long a sequence of UTF-8 begins here; 0 when none does.
std::size_t sequence_of_utf8(std::string_view bytes)
{
    for (std::size_t length = 1; length <= 4 && length <= bytes.size(); ++length) {
        const auto first = static_cast<unsigned char>(bytes[0]);
        if (is_control(first)) return 1;
        if (is_well_formed_utf8(bytes.substr(0, length))) return length;
    }
    return 0;
}

/// UTF-8 with some stray bytes in it; nullopt when there are too many of them for that.
std::optional<std::string> from_broken_utf8(std::string_view bytes)
{
    if (is_clean_utf8(bytes)) return std::string(bytes);
    std::string text;
    std::size_t strays = 0, sequences = 0;
    while (!bytes.empty()) {
        const auto length = sequence_of_utf8(bytes);
        sequences += length > 1 ? 1 : 0;
        strays += length == 0 ? 1 : 0;
        if (length == 0) {
            append(text, replacement);
        } else {
            text += bytes.substr(0, length);
        }
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    if (sequences < strays * letters_for_a_stray) return std::nullopt;
    return text;
}

/// "школа N 1": so it is written where the page has no №, and that is what is meant.
std::string with_number_signs(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = at == 0 || std::string_view(" \t\r\n;,\"(").find(text[at - 1]) != std::string_view::npos;
        const auto next = text.find_first_not_of(' ', at + 1);
        const bool counts = next != std::string_view::npos && text[next] >= '0' && text[next] <= '9';
        if (text[at] == 'N' && begins && counts) {
            result += "№";
        } else {
            result += text[at];
        }
    }
    return result;
}

std::optional<std::string> from_russian_page(std::string_view bytes)
{
    const auto page = russian_page_of(bytes);
    if (!page) return std::nullopt;
    std::string text;
    text.reserve(bytes.size() * 2);
    std::size_t high = 0, strays = 0;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        const char32_t point = code < 0x80 ? code : (*page)[code - 0x80U];
        high += code >= 0x80 ? 1 : 0;
        strays += point == replacement ? 1 : 0;
        append(text, point);
    }
    if (high < strays * letters_for_a_stray) return std::nullopt;
    return page->find(u'№') == std::u16string_view::npos ? with_number_signs(text) : text;
}

bool has_utf16_mark(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

}  // namespace

bool is_text(std::string_view bytes)
{
    if (has_utf16_mark(bytes) || big_endian_utf16(bytes)) return true;
    bytes = without_end_mark(bytes);
    const auto controls =
        std::count_if(bytes.begin(), bytes.end(), [](char c) { return is_control(static_cast<unsigned char>(c)); });
    return static_cast<std::size_t>(controls) * letters_for_a_stray <= bytes.size();
}

std::optional<std::string> decode_text(std::string_view bytes)
{
    if (!is_text(bytes)) return std::nullopt;
    std::optional<std::string> text;
    if (has_utf16_mark(bytes)) {
        text = from_utf16(bytes.substr(2), bytes.starts_with("\xFE\xFF"));
    } else if (const auto big_endian = big_endian_utf16(bytes)) {
        text = from_utf16(bytes, *big_endian);
    } else {
        bytes = without_end_mark(bytes);
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        text = from_broken_utf8(bytes);
        if (!text) text = from_russian_page(bytes);
    }
    if (!text) return std::nullopt;
    text = without_controls(std::string(without_end_mark(*text)));
    return is_well_formed_utf8(*text) ? text : std::nullopt;  // what no XML may hold is cleaned out of its cell
}

}  // namespace veche::outside
