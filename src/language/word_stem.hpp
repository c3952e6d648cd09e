#pragma once

#include <string>

namespace veche::language {

/// What the forms of a word have in common, for finding and never for showing: "саженец" and "саженцев" are "саженц". `word` is one
/// word as fold() leaves it; Russian where it has a Cyrillic letter, else English. Snowball, and for Russian the vowels that come and go.
std::string word_stem(const std::string& word);

}  // namespace veche::language
