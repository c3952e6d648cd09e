#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veche::outside {

/// The text of a file as clean UTF-8 without a BOM: UTF-8, UTF-16 with or without a BOM, or one of the code pages in which
/// Russian offices saved (russian_pages.hpp). A mark of DOS at the end is left out. What is broken here and there stays
/// readable: a stray byte becomes U+FFFD, a control character a space. nullopt when it is no text, or none that we know.
std::optional<std::string> decode_text(std::string_view bytes);

/// Whether these bytes are text at all, whatever its encoding.
bool is_text(std::string_view bytes);

}  // namespace veche::outside
