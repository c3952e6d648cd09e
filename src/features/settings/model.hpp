#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace veche::settings {

/// "#0b5d66" in small letters. Refusals at "colour": settings.colour_form, settings.colour_pale {contrast} when white text on
/// it would have a contrast under 4.5 : 1 (WCAG 2.1, 1.4.3).
Result<std::string> parse_colour(std::string_view text);

/// Contrast ratio to white, 1..21 (WCAG 2.1, relative luminance). `colour` as parse_colour gives it.
double contrast_to_white(std::string_view colour);

}  // namespace veche::settings
