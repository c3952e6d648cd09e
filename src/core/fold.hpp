#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veche {

/// How words are compared everywhere: two texts that a reader takes for the same fold to the same (docs/rules/words.md). Case, ё and
/// е, й of two code points, accents, signs nobody sees, kinds of dashes, quotes and spaces, №, full-width forms, and letters of another
/// alphabet that look alike make no difference. Never shown: "TOC" and "ТОС" both become Cyrillic. Broken UTF-8 is a space. Pure, and
/// folding twice is folding once.
std::string fold(std::string_view text);

/// What is kept folded is made anew at the start of a program with a higher one: raise it when fold() or the stems of the search change.
inline constexpr int folding_version = 1;

/// For beginnings and parts of words ("co" of "COVID", which says no more which alphabet it is): fold() with every letter that looks alike
/// made Cyrillic, whatever its word. Equal texts stay equal.
std::string fold_part(std::string_view text);

/// The runs of letters and digits of fold(), in their order; № is none. "Школа № 7-я" -> "школа", "7", "я".
std::vector<std::string> folded_words(std::string_view text);

/// The same written together: equal for texts that differ in spaces, quotes and marks alone. "" when there are no letters and digits.
std::string folded_together(std::string_view text);

/// Letters and digits of any script, as fold() leaves them.
bool is_word_letter(char32_t c);
/// Emoji and pictures: no part of a word, a word of its own.
bool is_pictograph(char32_t c);

}  // namespace veche
