#pragma once

#include <string_view>

/// What single characters fold to; fold() puts them together.
namespace veche::folding {

bool is_cyrillic(char32_t c);

/// The small letter without its marks, but for й. What other Cyrillic alphabets share with Latin (і, ј, ѕ), and Greek letters with the
/// looks of Latin ones, are Latin: "ІІ" of a Ukrainian keyboard is a Roman two.
char32_t plain_letter(char32_t c);
/// The compatibility forms that come out of word processors and telephones; full-width ones from CJK keyboards.
char32_t plain_form(char32_t c);
/// What is several letters in one sign: "ⅻ", "ﬁ", "ß", "…". Empty for all others.
std::u32string_view expanded(char32_t c);

}  // namespace veche::folding
