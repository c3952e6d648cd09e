#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace veche::outside {

/// A drawing of our own as a PNG of that width, on white. Not for what strangers send: there is no limit on anything. Throws
/// std::runtime_error when it is no SVG.
std::string draw_svg(std::string_view svg, int width);

/// A drawing as points: 32 bits each, premultiplied, as cairo's ARGB32; `side` in each direction, on nothing.
struct DrawnSquare {
    int side = 0, stride = 0;
    std::string points;
};
/// A coat of arms that somebody handed in, fitted into a square. Drawn once: a poster that is asked for again costs nothing of it. nullptr
/// when it cannot be drawn, or would take too long (clean_svg). Any thread.
std::shared_ptr<const DrawnSquare> drawn_coat(const std::string& svg, int side);

}  // namespace veche::outside
