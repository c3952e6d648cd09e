#include "app/import/table_words.hpp"

#include <algorithm>
#include <functional>

#include "core/fold.hpp"
#include "core/text.hpp"

namespace veche::app::import {

namespace {

constexpr char32_t yo_small = 0x451;
constexpr char32_t numero = 0x2116;

/// The next code point of well-formed UTF-8; moves the view past it.
char32_t take(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length && i < text.size(); ++i)
        point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(std::min(length, text.size()));
    return point;
}

char32_t lower(char32_t point)
{
    if ((point >= 'A' && point <= 'Z') || (point >= 0x410 && point <= 0x42F)) return point + 32;
    return point == 0x401 || point == yo_small ? U'е' : point;
}

bool is_letter(char32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= 0x400 && point <= 0x52F);
}
bool is_digit(char32_t point)
{
    return point >= '0' && point <= '9';
}
bool is_upper(char32_t point)
{
    return is_letter(point) && (lower(point) != point) && point != yo_small;
}

/// How many bytes of a Roman numeral, Cyrillic look-alikes included, begin the text.
std::size_t roman_length(std::string_view text)
{
    std::string_view rest = text;
    std::size_t points = 0;
    while (!rest.empty()) {
        std::string_view next = rest;
        const char32_t point = take(next);
        const bool numeral =
            point == 'I' || point == 'V' || point == 'X' || point == 'L' || point == U'І' || point == U'Х';
        if (!numeral || ++points > 6) break;
        rest = next;
    }
    return text.size() - rest.size();
}

/// Bytes of "I.", "I)", "1.", "2.1." and the like at the start, with the space after; 0 when there is none.
std::size_t numeral_prefix(std::string_view text)
{
    std::size_t at = roman_length(text);
    const bool roman = at > 0;
    if (!roman) {
        while (at < text.size() && (is_digit(static_cast<unsigned char>(text[at])) || (at > 0 && text[at] == '.')))
            ++at;
        if (at == 0 || at > 6) return 0;
        if (text[at - 1] == '.') --at;
    }
    if (at >= text.size() || (text[at] != '.' && text[at] != ')')) return 0;
    ++at;
    const auto rest = trimmed(text.substr(at));
    if (rest.empty()) return 0;
    // "2.Культура" is a section too, "01.06 – 20.08" and "I.И. Иванов" are not.
    std::string_view next = rest;
    const char32_t first = take(next);
    const bool spaced = rest.data() != text.data() + at;
    if (!spaced && !is_upper(first)) return 0;
    return static_cast<std::size_t>(rest.data() - text.data());
}

/// The last line that has words.
std::string last_line(std::string_view text)
{
    std::string last;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = one_line(text.substr(0, end));
        if (!line.empty()) last = std::move(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return last;
}

std::string_view first_points(std::string_view text, std::size_t points)
{
    std::string_view rest = text;
    while (points-- > 0 && !rest.empty()) take(rest);
    return text.substr(0, text.size() - rest.size());
}

/// How many bytes of the text say this folded word at its start; 0 when it does not. (Look-alike letters are shorter.)
std::size_t length_of_word(std::string_view text, std::string_view word)
{
    std::string_view rest = text;
    while (!rest.empty()) {
        take(rest);
        if (fold(text.substr(0, text.size() - rest.size())) == word) return text.size() - rest.size();
    }
    return 0;
}

/// "Раздел", "Глава", "Часть", "Блок" and the numeral after it; 0 when there is none. "Глава города" has no numeral.
std::size_t named_prefix(std::string_view text)
{
    const std::string_view start = first_points(text, 20);
    const std::string lowered = fold(start);
    for (const std::string_view name : {"раздел", "подраздел", "глава", "часть", "блок", "направление"}) {
        if (!lowered.starts_with(name)) continue;
        const std::size_t length = length_of_word(start, name);
        std::string_view rest = trimmed(text.substr(length));
        if (rest.starts_with("№")) rest = trimmed(rest.substr(std::string_view("№").size()));
        std::size_t numeral = roman_length(rest);
        if (numeral == 0)
            while (numeral < rest.size() && is_digit(static_cast<unsigned char>(rest[numeral]))) ++numeral;
        if (numeral == 0) continue;
        rest.remove_prefix(numeral);
        const auto text_at = rest.find_first_not_of(".:) ");
        rest.remove_prefix(text_at == std::string_view::npos ? rest.size() : text_at);
        for (const std::string_view dash : {"—", "–", "-"})
            if (rest.starts_with(dash)) rest.remove_prefix(dash.size());
        return text.size() - trimmed(rest).size();
    }
    return 0;
}

bool is_initial(std::string_view& text)
{
    std::string_view rest = text;
    if (rest.empty() || !is_upper(take(rest)) || !rest.starts_with('.')) return false;
    text = trimmed(rest.substr(1));
    return true;
}

bool is_surname(std::string_view& text)
{
    std::string_view rest = text;
    if (rest.empty() || !is_upper(take(rest))) return false;
    std::size_t letters = 1;
    while (!rest.empty()) {
        std::string_view next = rest;
        const char32_t point = take(next);
        if (!is_letter(point) && point != '-') break;
        rest = next;
        ++letters;
    }
    if (letters < 3) return false;
    text = trimmed(rest);
    return true;
}

}  // namespace

std::string title_key(std::string_view title)
{
    constexpr std::size_t compared = 300;  // code points
    const auto start = first_points(title, compared);
    std::string key = folded_together(start);
    const auto rest = title.substr(start.size());
    if (!rest.empty())
        key += "…" + std::to_string(rest.size()) + "/" + std::to_string(std::hash<std::string_view>{}(rest));
    return key;
}

std::string squeezed(std::string_view text)
{
    const std::string folded_text = fold(text);
    std::string result;
    for (std::string_view rest = folded_text; !rest.empty();) {
        const std::string_view from = rest;
        const char32_t point = take(rest);
        if (is_letter(point) || is_digit(point) || point == numero || point == '#')
            result += from.substr(0, from.size() - rest.size());
    }
    return result;
}

std::optional<int> year_in(std::string_view text)
{
    std::optional<int> year;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(static_cast<unsigned char>(text[end]))) ++end;
        const auto digits = text.substr(at, end - at);
        if (digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"))) {
            const int found = std::stoi(std::string(digits));
            if (year && *year != found) return std::nullopt;
            year = found;
        }
        at = std::max(end, at + 1);
    }
    return year;
}

bool heading_is_numbered(std::string_view heading)
{
    return begins_like_section(last_line(heading));
}

std::string section_of_heading(std::string_view heading)
{
    constexpr std::size_t longest_heading = 150;
    std::string last = last_line(heading);
    if (last.empty() || count_code_points(last) > longest_heading || is_signature(last)) return {};
    if (begins_like_section(last)) return section_title(last);
    const std::string text = fold(last);
    for (const std::string_view word : {"план", "продолжение", "приложение", "утвержд", "таблица", "администрац"})
        if (text.find(word) != std::string::npos) return {};
    if (year_in(last) || text.ends_with('.') || begins_lower(last)) return {};
    while (last.ends_with(':')) last = trimmed(std::string_view(last).substr(0, last.size() - 1));
    return section_title(last);
}

bool is_dash_or_empty(std::string_view text)
{
    text = trimmed(text);
    return text.empty() || text == "—" || text == "–" || text == "-" || text == "−" || text == "--";
}

std::optional<RowNumber> parse_number(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("№")) text = trimmed(text.substr(std::string_view("№").size()));
    RowNumber number{0, 0};
    while (!text.empty() && is_digit(static_cast<unsigned char>(text.front()))) {
        std::size_t digits = 0;
        number.value = 0;
        for (; digits < text.size() && is_digit(static_cast<unsigned char>(text[digits])); ++digits) {
            if (digits == 6) return std::nullopt;
            number.value = number.value * 10 + (text[digits] - '0');
        }
        text.remove_prefix(digits);
        ++number.parts;
        if (!text.starts_with('.')) break;
        text.remove_prefix(1);
    }
    if (text.starts_with(')')) text.remove_prefix(1);
    if (text.starts_with('.')) text.remove_prefix(1);
    if (number.parts == 0 || number.parts > 4 || !trimmed(text).empty()) return std::nullopt;
    return number;
}

bool is_roman(std::string_view text)
{
    text = trimmed(text);
    const auto length = roman_length(text);
    const auto rest = text.substr(length);
    return length > 0 && (rest.empty() || rest == "." || rest == ")");
}

bool begins_like_section(std::string_view text)
{
    text = trimmed(text);
    return named_prefix(text) > 0 || (roman_length(text) > 0 && numeral_prefix(text) > 0);
}

std::string section_title(std::string_view raw)
{
    const std::string line = one_line(raw);
    std::string_view text = line;
    for (const auto prefix : {named_prefix(text), numeral_prefix(text)})
        if (prefix > 0 && prefix < text.size()) return std::string(text.substr(prefix));
    return line;
}

bool is_total(std::string_view text)
{
    const std::string lowered = fold(first_points(trimmed(text), 40));
    for (const std::string_view word :
         {"итого", "всего", "и т о г о", "в с е г о", "общий итог", "общее количество", "общее число"}) {
        if (!lowered.starts_with(word)) continue;
        std::string_view rest = std::string_view(lowered).substr(word.size());
        if (rest.empty() || !is_letter(take(rest))) return true;
    }
    return false;
}

bool is_name(std::string_view text)
{
    text = trimmed(text);
    std::string_view before = text;
    if (is_initial(before) && is_initial(before) && is_surname(before) && before.empty()) return true;
    return is_surname(text) && is_initial(text) && is_initial(text) && text.empty();
}

bool is_signature(std::string_view text)
{
    if (text.find("___") != std::string_view::npos || is_name(text)) return true;
    const std::string lowered = fold(first_points(trimmed(text), 40));
    for (const std::string_view start : {"исполнитель:", "исп.", "исполнил", "согласован", "утвержд", "подпись", "м.п.",
                                         "составил", "подготовил", "тел.", "телефон:"})
        if (lowered.starts_with(start)) return true;
    return false;
}

bool begins_lower(std::string_view text)
{
    text = trimmed(text);
    if (text.empty()) return false;
    const char32_t first = take(text);
    return is_letter(first) && !is_upper(first);
}

}  // namespace veche::app::import
