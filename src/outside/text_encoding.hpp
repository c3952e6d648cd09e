#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veche::outside {

/// The text of a file as UTF-8 without a BOM: UTF-8, UTF-16 with a BOM (Excel's "Unicode text"), else Windows-1251, the
/// code page of Russian offices. nullopt when it is not text: NUL or other control characters, a broken UTF-16 pair,
/// bytes that mean nothing in Windows-1251, or bytes above 127 that are mostly not Russian letters there.
std::optional<std::string> decode_text(std::string_view bytes);

}  // namespace veche::outside
