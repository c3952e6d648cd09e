#pragma once

#include <string>
#include <string_view>

namespace veche::outside {

/// A QR code (ISO/IEC 18004, correction level M) as a whole SVG document, black on white with the quiet zone of four
/// modules that the standard asks for. text: 1..2,331 bytes, the most that level M holds.
std::string qr_svg(std::string_view text);

}  // namespace veche::outside
