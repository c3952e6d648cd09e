#include "features/settings/model.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "core/text.hpp"

namespace veche::settings {

namespace {

double channel(std::string_view hex)
{
    const double value = double(std::strtol(std::string(hex).c_str(), nullptr, 16)) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

}  // namespace

double contrast_to_white(std::string_view colour)
{
    const double luminance = 0.2126 * channel(colour.substr(1, 2)) + 0.7152 * channel(colour.substr(3, 2)) +
                             0.0722 * channel(colour.substr(5, 2));
    return 1.05 / (luminance + 0.05);
}

Result<std::string> parse_colour(std::string_view text)
{
    std::string colour(trimmed(text));
    for (auto& c : colour) c = c >= 'A' && c <= 'F' ? char(c + 32) : c;
    const bool good =
        colour.size() == 7 && colour[0] == '#' && colour.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
    if (!good) return refuse(RefusalKind::invalid, "settings.colour_form", "colour");
    const double contrast = contrast_to_white(colour);
    if (contrast < 4.5)
        return refuse(RefusalKind::invalid, "settings.colour_pale", "colour",
                      {{"contrast", fmt::format("{:.1f}", contrast)}});
    return colour;
}

}  // namespace veche::settings
