#pragma once

#include <optional>
#include <string_view>

namespace veche::outside {

/// The code page of one byte a letter in which these bytes read most like Russian: Windows-1251, DOS (866), KOI8-R or
/// that of old Macs; what bytes 0x80..0xFF mean in it, U+FFFD where nothing. Told by how often letters come and by large
/// letters inside of words, so that one strange byte decides nothing. nullopt when they read like Russian in none.
std::optional<std::u16string_view> russian_page_of(std::string_view bytes);

}  // namespace veche::outside
