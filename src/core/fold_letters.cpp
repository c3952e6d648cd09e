#include "core/fold_letters.hpp"

#include <cstddef>
#include <utility>

#include "core/letters.hpp"

namespace veche::folding {

namespace {

/// Letters with marks as the letters without, so that é is e whether it comes as one code point or as two. '.' stays itself.
constexpr std::u32string_view latin_from_c0 =
    U"aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"   // U+00C0
    U"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"   // U+0100
    U"lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // U+0140
constexpr std::u32string_view latin_from_1e00 =
    U"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"   // U+1E00
    U"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"   // U+1E40
    U"wwwwwwwwwwxxxxyyzzzzzzhtwyas....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"   // U+1E80
    U"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";  // U+1EC0

constexpr std::pair<char32_t, char32_t> marked_cyrillic[] = {
    {U'ё', U'е'}, {U'ѐ', U'е'}, {U'ѝ', U'и'}, {U'ѓ', U'г'}, {U'ќ', U'к'}, {U'ў', U'у'}, {U'ї', U'і'},
    {U'ӂ', U'ж'}, {U'ӑ', U'а'}, {U'ӓ', U'а'}, {U'ӗ', U'е'}, {U'ӛ', U'ә'}, {U'ӝ', U'ж'}, {U'ӟ', U'з'},
    {U'ӣ', U'и'}, {U'ӥ', U'и'}, {U'ӧ', U'о'}, {U'ӫ', U'ө'}, {U'ӭ', U'э'}, {U'ӯ', U'у'}, {U'ӱ', U'у'},
    {U'ӳ', U'у'}, {U'ӵ', U'ч'}, {U'ӹ', U'ы'}, {U'ѷ', U'ѵ'}};

constexpr std::pair<char32_t, char32_t> strangers[] = {
    {U'і', U'i'}, {U'ј', U'j'}, {U'ѕ', U's'}, {U'һ', U'h'}, {U'ԛ', U'q'}, {U'ԝ', U'w'}, {U'ӏ', U'l'},
    {U'α', U'a'}, {U'β', U'b'}, {U'ε', U'e'}, {U'ζ', U'z'}, {U'η', U'h'}, {U'ι', U'i'}, {U'κ', U'k'},
    {U'μ', U'm'}, {U'ν', U'n'}, {U'ο', U'o'}, {U'ρ', U'p'}, {U'τ', U't'}, {U'υ', U'y'}, {U'χ', U'x'}};

template <std::size_t size>
char32_t mapped(char32_t c, const std::pair<char32_t, char32_t> (&table)[size])
{
    for (const auto& [from, to] : table)
        if (from == c) return to;
    return c;
}

char32_t small_cyrillic(char32_t c)
{
    if (c < 0x410) return c + 80;
    if (c < 0x430) return c + 32;
    if (c == 0x4C0) return 0x4CF;
    if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 1 ? c + 1 : c;
    const bool paired = (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x52F);
    return paired && c % 2 == 0 ? c + 1 : c;
}

}  // namespace

bool is_cyrillic(char32_t c)
{
    return c >= 0x400 && c <= 0x52F;
}

char32_t plain_letter(char32_t c)
{
    if (is_cyrillic(c)) return mapped(mapped(small_cyrillic(c), marked_cyrillic), strangers);
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return mapped(c + 32, strangers);
    if (c == U'ς') return U'σ';
    if (c >= 0x3B1 && c <= 0x3C9) return mapped(c, strangers);
    if (c >= 0xC0 && c < 0xC0 + latin_from_c0.size()) {
        const char32_t plain = latin_from_c0[c - 0xC0];
        return plain != U'.' ? plain : small_letter(c);
    }
    if (c >= 0x1E00 && c < 0x1E00 + latin_from_1e00.size()) {
        const char32_t plain = latin_from_1e00[c - 0x1E00];
        return plain != U'.' ? plain : c;
    }
    return small_letter(c);
}

char32_t plain_form(char32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c == 0xB9) return U'1';
    if (c == 0xB2 || c == 0xB3) return U'0' + (c - 0xB0);
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return U'0' + (c - 0x2070);
    if (c >= 0x2080 && c <= 0x2089) return U'0' + (c - 0x2080);
    if (c >= 0x1D400 && c <= 0x1D6A3) return U'a' + (c - 0x1D400) % 26;  // letters of formulas, sent as "bold"
    if (c >= 0x1D7CE && c <= 0x1D7FF) return U'0' + (c - 0x1D7CE) % 10;
    if (c == 0x2044 || c == 0x2215) return U'/';
    if (c == U'ª') return U'a';
    if (c == U'º') return U'o';
    return c;
}

std::u32string_view expanded(char32_t c)
{
    constexpr std::u32string_view roman[] = {U"i",  U"ii", U"iii", U"iv",  U"v", U"vi", U"vii", U"viii",
                                             U"ix", U"x",  U"xi",  U"xii", U"l", U"c",  U"d",   U"m"};
    constexpr std::u32string_view ligatures[] = {U"ff", U"fi", U"fl", U"ffi", U"ffl", U"st", U"st"};
    if (c >= 0x2160 && c <= 0x217F) return roman[(c - 0x2160) % 16];
    if (c >= 0xFB00 && c <= 0xFB06) return ligatures[c - 0xFB00];
    if (c == U'ß' || c == 0x1E9E) return U"ss";
    if (c == U'æ' || c == U'Æ') return U"ae";
    if (c == U'œ' || c == U'Œ') return U"oe";
    if (c == U'…') return U"...";
    if (c == U'™') return U"tm";
    return {};
}

}  // namespace veche::folding
