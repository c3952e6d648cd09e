#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace veche::outside {

inline constexpr std::size_t svg_most_bytes = 100 * 1024;
inline constexpr int svg_most_drawn = 20'000;  // elements, each as often as it is drawn

/// A drawing (a coat of arms) with nothing in it but shapes: elements and attributes of an allow-list, no scripts, no styles,
/// no references but to its own parts. What is not on the list is left out. Refusals at `field`: svg.broken, svg.too_large,
/// svg.too_complex: its parts use each other again and again.
Result<std::string> clean_svg(std::string_view text, std::string_view field);

}  // namespace veche::outside
