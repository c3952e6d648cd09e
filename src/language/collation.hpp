#pragma once

#include <string>
#include <string_view>

namespace veche::language {

/// NFC (Unicode Annex 15). Broken UTF-8 becomes U+FFFD.
std::string normalized(std::string_view text);

/// Dictionary order of Russian (ICU collation, ё beside е): negative, zero, positive.
int compare(std::string_view a, std::string_view b);

}  // namespace veche::language
