#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace veche {

/// One letter of a text and the bytes it takes.
struct Utf8Letter {
    char32_t point = 0;
    std::size_t length = 0;  // 0: no well-formed UTF-8 begins there (Unicode 15, table 3-7)
};
/// `at` < text.size().
Utf8Letter utf8_letter(std::string_view text, std::size_t at);

/// What a text of people may hold: no control characters but tab, line feed and carriage return, no noncharacters.
bool may_stand_in_text(char32_t c);

/// Code points of well-formed UTF-8.
std::u32string code_points(std::string_view text);
std::string utf8(std::u32string_view text);

/// Small letter of a Latin or Cyrillic capital, ё as е; other characters stay. Enough for addresses and passwords,
/// where two spellings must only never be told apart by case.
char32_t small_letter(char32_t c);
std::string small_letters(std::string_view text);

}  // namespace veche
