#pragma once

#include <string>
#include <string_view>

namespace veche::language {

/// NFC (Unicode Annex 15). Broken UTF-8 becomes U+FFFD.
std::string normalized(std::string_view text);

/// A text whose bytes stand in the order of compare(): for a database, which knows no dictionary.
std::string sort_key(std::string_view text);
/// What was made by another version is made anew.
int collation_version();

/// Dictionary order of Russian (ICU collation, ё beside е): negative, zero, positive.
int compare(std::string_view a, std::string_view b);

}  // namespace veche::language
