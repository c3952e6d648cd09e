#include "language/when/tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace veche::language::speech {

namespace {

char32_t next_code_point(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(at + i) & 0x3F);
    at += length;
    return code;
}

/// Letters of Russian and of Latin in lower case, ё as е. Other letters stay: they are in no word we know.
char32_t folded(char32_t c)
{
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (c >= U'А' && c <= U'Я') c += 32;
    if (c == U'Ё' || c == U'ё') return U'е';
    if (c == U'І' || c == U'і') return U'i';  // the Ukrainian letter stands for a Roman numeral
    return c;
}

bool is_letter(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0x400 && c <= 0x4FF);
}

bool is_space(char32_t c)
{
    return c <= 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Soft hyphens, zero-width marks and the breve left alone by decomposed "й": nothing the eye sees.
bool is_invisible(char32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x301 || c == 0x308;
}

std::optional<int> superscript_digit(char32_t c)
{
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return int(c - 0x2070);
    if (c == 0xB9) return 1;
    if (c == 0xB2 || c == 0xB3) return int(c - 0xB0);
    return std::nullopt;
}

Sign sign_of(char32_t c)
{
    switch (c) {
        case U'.': return Sign::dot;
        case U',': return Sign::comma;
        case U';': return Sign::semicolon;
        case U':': return Sign::colon;
        case U'/': return Sign::slash;
        case U'+': return Sign::plus;
        case U'>': return Sign::arrow;
        case U'(':
        case U'[': return Sign::open;
        case U')':
        case U']': return Sign::close;
        case U'-':
        case 0x2212:
        case 0xFE58:
        case 0xFE63:
        case 0xFF0D: return Sign::dash;
        default:
            if (c >= 0x2190 && c <= 0x21FF) return Sign::arrow;
            return c >= 0x2010 && c <= 0x2015 ? Sign::dash : Sign::other;
    }
}

/// "c 1 мая" typed with a Latin c is still a Russian preposition; a word of Latin letters alone may be a Roman numeral.
std::u32string unmasked(std::u32string word)
{
    constexpr std::array<std::pair<char32_t, char32_t>, 9> look_alikes = {{
        {U'a', U'а'},
        {U'c', U'с'},
        {U'e', U'е'},
        {U'o', U'о'},
        {U'p', U'р'},
        {U'x', U'х'},
        {U'y', U'у'},
        {U'k', U'к'},
        {U'b', U'в'},
    }};
    const bool russian = std::ranges::any_of(word, [](char32_t c) { return c >= 0x400; });
    if (!russian && word != U"c" && word != U"k" && word != U"b") return word;
    for (char32_t& c : word)
        for (const auto& [latin, cyrillic] : look_alikes)
            if (c == latin) c = cyrillic;
    return word;
}

/// The letters met in words lie below U+0800, so two bytes are enough.
std::string utf8(const std::u32string& word)
{
    std::string result;
    for (const char32_t c : word) {
        if (c < 0x80) {
            result += char(c);
        } else {
            result += char(0xC0 | (c >> 6));
            result += char(0x80 | (c & 0x3F));
        }
    }
    return result;
}

class Cutter {
public:
    std::vector<Token> take() && { return std::move(tokens_); }

    void feed(char32_t c)
    {
        if (is_invisible(c)) return;
        if (c == 0x306 && !word_.empty() && word_.back() == U'и') {  // "й" as two code points, the way Macs write it
            word_.back() = U'й';
        } else if (c >= U'0' && c <= U'9') {
            digit(int(c - U'0'));
        } else if (const auto raised = superscript_digit(c)) {
            if (!raised_ && in_number()) add(Sign::colon);  // "12⁰⁰" is 12:00
            raised_ = true;
            digit(*raised);
            return;
        } else if (is_letter(c)) {
            end_number();
            word_ += folded(c);
        } else {
            end();
            if (!is_space(c)) add(sign_of(c));
            glued_ = !is_space(c);
        }
        raised_ = false;
    }

    void end()
    {
        end_number();
        if (word_.empty()) return;
        const std::string word = utf8(unmasked(std::exchange(word_, {})));
        if (is_ordinal_ending(word)) return;
        add(Sign::word);
        tokens_.back().word = word;
    }

private:
    bool in_number() const { return number_open_; }
    void end_number() { number_open_ = false; }

    void digit(int value)
    {
        if (!word_.empty()) end();
        if (!number_open_) add(Sign::number);
        number_open_ = true;
        Token& token = tokens_.back();
        if (++token.digits <= 8) token.number = token.number * 10 + value;
    }

    void add(Sign sign)
    {
        Token token;
        token.sign = sign;
        token.glued = glued_ && !tokens_.empty();
        tokens_.push_back(token);
        glued_ = true;
        number_open_ = false;
    }

    /// Swallows "й" of "1-й", "го" of "II-го", "е" of "2е", when it is written together with its numeral.
    bool is_ordinal_ending(const std::string& word)
    {
        constexpr std::array<std::string_view, 20> endings = {"й",  "ый", "ой", "ий", "я", "ая", "е", "ое", "ые", "го",
                                                              "го", "му", "м",  "ом", "х", "ых", "ю", "ую", "ья", "ье"};
        if (!glued_ || tokens_.empty() || !std::ranges::count(endings, word)) return false;
        const bool dashed = tokens_.size() > 1 && tokens_.back().sign == Sign::dash && tokens_.back().glued;
        const Token& numeral = tokens_[tokens_.size() - (dashed ? 2 : 1)];
        const bool roman =
            dashed && numeral.sign == Sign::word && numeral.word.find_first_not_of("ivx") == std::string::npos;
        if (numeral.sign != Sign::number && !roman) return false;
        if (dashed) tokens_.pop_back();
        tokens_.back().ordinal = true;
        return true;
    }

    std::vector<Token> tokens_;
    std::u32string word_;
    bool glued_ = false;
    bool number_open_ = false;
    bool raised_ = false;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text)
{
    Cutter cutter;
    for (std::size_t at = 0; at < text.size();) cutter.feed(next_code_point(text, at));
    cutter.end();
    return std::move(cutter).take();
}

}  // namespace veche::language::speech
