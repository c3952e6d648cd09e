#include "core/fold.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/fold_letters.hpp"
#include "core/letters.hpp"

namespace veche {

namespace {

using Range = std::pair<char32_t, char32_t>;

bool is_within(char32_t c, std::span<const Range> ranges)
{
    return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.second; });
}

bool is_one(char32_t c, std::u32string_view set)
{
    return set.find(c) != std::u32string_view::npos;
}

/// Marks on letters, soft hyphen, zero-width signs, directions, kinds of emoji: no letter by themselves, so nothing is lost for the
/// eye. The breve and the diaeresis are looked at before.
constexpr Range unseen[] = {{0xAD, 0xAD},       {0x300, 0x36F},    {0x483, 0x489},   {0x61C, 0x61C},   {0x180B, 0x180E},
                            {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF},  {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
                            {0x20D0, 0x20FF},   {0xFE00, 0xFE0F},  {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
                            {0xE0000, 0xE0FFF}, {0x1F3FB, 0x1F3FF}};
constexpr Range spaces[] = {{0, 0x20},        {0x7F, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                            {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x2800, 0x2800},
                            {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFFF0, 0xFFFF}};
constexpr std::u32string_view dashes =
    U"-\u058A\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2E3A\u2E3B\u30FC\uFE58\uFE63";
constexpr std::u32string_view quotes =
    U"\"\u00AB\u00BB\u201C\u201D\u201E\u201F\u2033\u2036\u2039\u203A\u300C\u300D\u300E\u300F\u301D\u301E\u301F";
/// Between two letters they are part of the word (О'Генри), elsewhere quotes.
constexpr std::u32string_view apostrophes = U"'`\u00B4\u02B9\u02BB\u02BC\u02BD\u2018\u2019\u201A\u201B\u2032\u2035";

/// Latin letters and the Cyrillic ones that look the same, small or capital.
constexpr std::pair<char32_t, char32_t> look_alikes[] = {{U'a', U'а'}, {U'b', U'в'}, {U'c', U'с'}, {U'e', U'е'},
                                                         {U'h', U'н'}, {U'k', U'к'}, {U'm', U'м'}, {U'o', U'о'},
                                                         {U'p', U'р'}, {U't', U'т'}, {U'x', U'х'}, {U'y', U'у'}};

std::optional<char32_t> cyrillic_twin(char32_t latin)
{
    for (const auto& [twin, cyrillic] : look_alikes)
        if (twin == latin) return cyrillic;
    return std::nullopt;
}

std::optional<char32_t> latin_twin(char32_t cyrillic)
{
    for (const auto& [latin, twin] : look_alikes)
        if (twin == cyrillic) return latin;
    return std::nullopt;
}

bool is_latin(char32_t c)
{
    return c >= U'a' && c <= U'z';
}

bool is_digit_sign(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

/// Broken bytes are U+FFFF, which is a space here.
char32_t take_code_point(std::string_view text, std::size_t& at)
{
    const Utf8Letter letter = utf8_letter(text, at);
    at += letter.length > 0 ? letter.length : 1;
    return letter.length > 0 ? letter.point : 0xFFFF;
}

bool is_plain_already(char32_t c)
{
    return (c >= U'а' && c <= U'я') || is_latin(c) || is_digit_sign(c);
}

/// One code point after another becomes plain; what is unseen is dropped, runs of spaces are one.
std::u32string plain_text(std::string_view text)
{
    std::u32string plain;
    plain.reserve(text.size());
    const auto space = [&] {
        if (!plain.empty() && plain.back() != U' ') plain += U' ';
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = folding::plain_form(take_code_point(text, at));
        if (is_plain_already(c)) {
            plain += c;
        } else if (c == 0x306 && !plain.empty() && plain.back() == U'и') {
            plain.back() = U'й';  // the way Macs write it
        } else if (is_within(c, unseen)) {
            continue;
        } else if (is_within(c, spaces) || is_one(c, quotes)) {
            space();
        } else if (is_one(c, dashes)) {
            plain += U'-';
        } else if (is_one(c, apostrophes)) {
            plain += U'\'';
        } else if (const auto letters = folding::expanded(c); !letters.empty()) {
            plain += letters;
        } else {
            plain += folding::plain_letter(c);
        }
    }
    return plain;
}

bool is_letter_of_word(char32_t c)
{
    return is_latin(c) || folding::is_cyrillic(c);
}

/// A run of letters, of one or both alphabets, becomes what depends on its looks alone: the letters that exist in one alphabet only
/// say which it is, and without such letters it is Cyrillic. Where both have their own, a letter goes with the one before it.
void settle_script(std::span<char32_t> word)
{
    std::optional<bool> latin;
    for (const char32_t c : word) {
        if (latin) break;
        if (is_latin(c) ? !cyrillic_twin(c) : !latin_twin(c)) latin = is_latin(c);
    }
    bool is_latin_now = latin.value_or(false);
    for (char32_t& c : word) {
        const auto twin = is_latin(c) ? cyrillic_twin(c) : latin_twin(c);
        if (!twin)
            is_latin_now = is_latin(c);
        else if (is_latin(c) != is_latin_now)
            c = *twin;
    }
}

void settle_scripts(std::u32string& text)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter_of_word(text[end])) ++end;
        if (end > at) settle_script(std::span(text).subspan(at, end - at));
        at = std::max(end, at + 1);
    }
}

/// Where a sign of number written otherwise ends ("N 5", "No. 5", "N°5", "#5"), 0 if none begins at `at`.
std::size_t after_number_sign(const std::u32string& text, std::size_t at)
{
    const auto have = [&](std::size_t i) { return i < text.size() ? text[i] : U' '; };
    if (at > 0 && (is_word_letter(have(at - 1)) || have(at - 1) == U'\'')) return 0;
    std::size_t end = at;
    if (have(at) == U'#') {
        ++end;
    } else if (have(at) == U'n') {
        ++end;
        if (is_one(have(end), U"o°")) ++end;
        if (have(end) == U'.') ++end;
    } else {
        return 0;
    }
    if (have(end) == U' ') ++end;
    return is_digit_sign(have(end)) ? end : 0;
}

void add_tidy(std::u32string& tidy, char32_t c)
{
    const bool nothing = tidy.empty() || tidy.back() == U' ' || tidy.back() == U'№';
    if (c != U' ' || !nothing) tidy += c;
}

/// An apostrophe stays between letters only: elsewhere it is a quote.
std::u32string without_quotes(const std::u32string& text)
{
    std::u32string tidy;
    tidy.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool within =
            at > 0 && at + 1 < text.size() && is_letter_of_word(text[at - 1]) && is_letter_of_word(text[at + 1]);
        add_tidy(tidy, text[at] == U'\'' && !within ? U' ' : text[at]);
    }
    return tidy;
}

/// № in one form, with nothing between it and its number; no space at the end.
std::u32string with_number_signs(const std::u32string& text)
{
    std::u32string tidy;
    tidy.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto after = after_number_sign(text, at);
        add_tidy(tidy, after ? U'№' : text[at]);
        at = after ? after : at + 1;
    }
    while (!tidy.empty() && tidy.back() == U' ') tidy.pop_back();
    return tidy;
}

}  // namespace

bool is_pictograph(char32_t c)
{
    constexpr Range pictures[] = {
        {0x2190, 0x21FF}, {0x2300, 0x23FF}, {0x2600, 0x27BF}, {0x2B00, 0x2BFF}, {0x1F000, 0x1FAFF}};
    return is_within(c, pictures);
}

bool is_word_letter(char32_t c)
{
    if (c < 0x80) return is_latin(c) || is_digit_sign(c);
    constexpr Range none[] = {{0x80, 0xA9},     {0xAB, 0xB4},      {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
                              {0xF7, 0xF7},     {0x2B0, 0x36F},    {0x482, 0x489},   {0x589, 0x58A},   {0x2000, 0x2BFF},
                              {0x2E00, 0x2E7F}, {0x3000, 0x3020},  {0xD800, 0xF8FF}, {0xFE10, 0xFE6F}, {0xFF00, 0xFF0F},
                              {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}};
    return !is_within(c, none);
}

std::string fold(std::string_view text)
{
    std::u32string plain = plain_text(text);
    settle_scripts(plain);
    return utf8(with_number_signs(without_quotes(plain)));
}

std::string fold_part(std::string_view text)
{
    std::u32string points = code_points(fold(text));
    for (char32_t& c : points)
        if (is_latin(c)) c = cyrillic_twin(c).value_or(c);
    return utf8(points);
}

std::vector<std::string> folded_words(std::string_view text)
{
    std::vector<std::string> words;
    std::u32string word;
    for (const char32_t c : code_points(fold(text)) + U" ") {
        if (is_word_letter(c)) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(utf8(word));
            word.clear();
        }
    }
    return words;
}

std::string folded_together(std::string_view text)
{
    std::string together;
    for (const auto& word : folded_words(text)) together += word;
    return together;
}

}  // namespace veche
