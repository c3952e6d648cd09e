#pragma once

#include <string>
#include <string_view>

namespace veche::outside {

/// A drawing of our own as a PNG of that width, on white. Not for what strangers send: there is no limit on anything. Throws
/// std::runtime_error when it is no SVG.
std::string draw_svg(std::string_view svg, int width);

}  // namespace veche::outside
