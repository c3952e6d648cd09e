#include "outside/russian_pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace veche::outside {

namespace {

// Bytes 0x80..0xFF of the code pages in which Russian was ever saved; U+FFFD means nothing there.
constexpr std::u16string_view windows_1251 =
    u"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ"
    u"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
    u"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    u"абвгдежзийклмнопрстуфхцчшщъыьэюя";
constexpr std::u16string_view dos_866 =
    u"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    u"абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    u"рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00A0";
constexpr std::u16string_view koi8_r =
    u"─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00A0⌡°²·÷"
    u"═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
    u"юабцдефгхийклмнопярстужвьызшэщчъ"
    u"ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";
constexpr std::u16string_view mac_cyrillic =
    u"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    u"†°Ґ£§•¶І®©™Ђђ≠Ѓѓ∞±≤≥іµґЈЄєЇїЉљЊњ"
    u"јЅ¬√ƒ≈∆«»…\u00A0ЋћЌќѕ–—“”‘’÷„ЎўЏџ№Ёёя"
    u"абвгдежзийклмнопрстуфхцчшщъыьэю€";

// How often each letter from а to я comes in Russian, in ten thousands (National Corpus); ё counts as е.
constexpr std::array<int, 32> frequencies = {801, 159, 454, 170,  298, 845, 94,  165, 735, 121, 349,
                                             440, 321, 670, 1097, 281, 473, 547, 626, 262, 26,  97,
                                             48,  144, 73,  36,   4,   190, 174, 32,  64,  201};

// Signs that Russian texts have beside letters.
constexpr std::u16string_view usual_signs = u"№«»—–…“”„’•°§\u00A0\u00AD";

constexpr double strange_sign = -4;       // nobody writes it
constexpr double large_after_small = -4;  // "пРАЗДНИК" is how another code page looks
constexpr double least_for_a_letter = -0.3;

bool is_small_russian(char16_t c)
{
    return (c >= u'а' && c <= u'я') || c == u'ё';
}

bool is_large_russian(char16_t c)
{
    return (c >= u'А' && c <= u'Я') || c == u'Ё';
}

double weight_of(char16_t letter)
{
    if (letter == u'ё' || letter == u'Ё') letter = u'е';
    const int frequency = frequencies[static_cast<std::size_t>(letter - (letter >= u'а' ? u'а' : u'А'))];
    return std::log(frequency * 32 / 10'000.0);
}

/// How much a text reads like Russian in this page, for each byte above 127.
double likeness(std::string_view bytes, std::u16string_view page)
{
    double sum = 0;
    std::size_t high = 0, letters = 0;
    bool after_small = false;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        const char16_t c = code < 0x80 ? code : page[code - 0x80U];
        const bool small = is_small_russian(c), large = is_large_russian(c);
        if (code >= 0x80) {
            ++high;
            letters += small || large ? 1 : 0;
            if (small || large) sum += large && after_small ? large_after_small : weight_of(c);
            if (!small && !large && usual_signs.find(c) == std::u16string_view::npos) sum += strange_sign;
        }
        after_small = small;
    }
    return high == 0 || letters * 2 < high ? strange_sign : sum / static_cast<double>(high);
}

}  // namespace

std::optional<std::u16string_view> russian_page_of(std::string_view bytes)
{
    const auto looked_at = bytes.substr(0, 256 * 1024);
    std::u16string_view best;
    double most = least_for_a_letter;
    // Of equals the first: small letters are the same bytes in Windows and on a Mac.
    for (const auto page : {windows_1251, dos_866, koi8_r, mac_cyrillic}) {
        const double found = likeness(looked_at, page);
        if (found <= most) continue;
        most = found;
        best = page;
    }
    return best.empty() ? std::nullopt : std::optional(best);
}

}  // namespace veche::outside
