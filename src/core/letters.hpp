#pragma once

#include <string>
#include <string_view>

namespace veche {

/// Code points of well-formed UTF-8.
std::u32string code_points(std::string_view text);
std::string utf8(std::u32string_view text);

/// Small letter of a Latin or Cyrillic capital, ё as е; other characters stay. Enough for addresses and passwords,
/// where two spellings must only never be told apart by case.
char32_t small_letter(char32_t c);
std::string small_letters(std::string_view text);

}  // namespace veche
