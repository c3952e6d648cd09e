#include "outside/svg.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include <pugixml.hpp>

namespace veche::outside {

namespace {

constexpr std::array elements = {
    "circle",  "clipPath", "defs",           "desc", "ellipse", "g",   "line",   "linearGradient", "mask", "path",
    "polygon", "polyline", "radialGradient", "rect", "stop",    "svg", "symbol", "title",          "use"};

constexpr std::array attributes = {"class",
                                   "clip-path",
                                   "clip-rule",
                                   "cx",
                                   "cy",
                                   "d",
                                   "fill",
                                   "fill-opacity",
                                   "fill-rule",
                                   "fx",
                                   "fy",
                                   "gradientTransform",
                                   "gradientUnits",
                                   "height",
                                   "href",
                                   "id",
                                   "mask",
                                   "offset",
                                   "opacity",
                                   "points",
                                   "preserveAspectRatio",
                                   "r",
                                   "rx",
                                   "ry",
                                   "spreadMethod",
                                   "stop-color",
                                   "stop-opacity",
                                   "stroke",
                                   "stroke-dasharray",
                                   "stroke-linecap",
                                   "stroke-linejoin",
                                   "stroke-miterlimit",
                                   "stroke-opacity",
                                   "stroke-width",
                                   "transform",
                                   "version",
                                   "viewBox",
                                   "width",
                                   "x",
                                   "x1",
                                   "x2",
                                   "xlink:href",
                                   "xmlns",
                                   "xmlns:xlink",
                                   "y",
                                   "y1",
                                   "y2"};

bool is_safe(const std::string_view name, std::string_view value)
{
    if (std::ranges::find(attributes, name) == attributes.end()) return false;
    if (name == "href" || name == "xlink:href") return value.starts_with('#');
    if (name.starts_with("xmlns"))
        return value == "http://www.w3.org/2000/svg" || value == "http://www.w3.org/1999/xlink";
    // url(#part) is a reference to the drawing itself; any other url is to somebody else.
    for (auto at = value.find("url("); at != std::string_view::npos; at = value.find("url(", at + 1))
        if (value.substr(at + 4, 1) != "#") return false;
    return value.find("url ") == std::string_view::npos && value.find('\\') == std::string_view::npos;
}

/// False when there are more parts than any coat of arms has.
bool copy(const pugi::xml_node& from, pugi::xml_node into, int& left)
{
    if (--left < 0) return false;
    for (const auto& attribute : from.attributes())
        if (is_safe(attribute.name(), attribute.value())) into.append_attribute(attribute.name()) = attribute.value();
    for (const auto& child : from.children()) {
        if (child.type() == pugi::node_pcdata) {
            const std::string_view parent = from.name();
            if (parent == "title" || parent == "desc") into.append_child(pugi::node_pcdata).set_value(child.value());
        } else if (child.type() == pugi::node_element &&
                   std::ranges::find(elements, std::string_view(child.name())) != elements.end()) {
            if (!copy(child, into.append_child(child.name()), left)) return false;
        }
    }
    return true;
}

int depth_of(std::string_view text)
{
    int depth = 0, most = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '<' && text[i + 1] == '/')
            --depth;
        else if (text[i] == '<' && text[i + 1] != '!' && text[i + 1] != '?')
            most = std::max(most, ++depth);
        else if (text[i] == '/' && text[i + 1] == '>')
            --depth;
    }
    return most;
}

}  // namespace

Result<std::string> clean_svg(std::string_view text, std::string_view field)
{
    if (text.size() > svg_most_bytes) return refuse(RefusalKind::invalid, "svg.too_large", field);
    if (depth_of(text) > 100)
        return refuse(RefusalKind::invalid, "svg.broken", field);  // copy() goes down by calling itself
    pugi::xml_document parsed;
    if (!parsed.load_buffer(text.data(), text.size())) return refuse(RefusalKind::invalid, "svg.broken", field);
    const auto root = parsed.child("svg");
    if (!root || (!root.attribute("viewBox") && !root.attribute("width")))
        return refuse(RefusalKind::invalid, "svg.broken", field);
    pugi::xml_document clean;
    int left = 5'000;
    auto made = clean.append_child("svg");
    if (!copy(root, made, left)) return refuse(RefusalKind::invalid, "svg.too_large", field);
    if (!made.attribute("xmlns")) made.append_attribute("xmlns") = "http://www.w3.org/2000/svg";
    std::ostringstream out;
    clean.print(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

}  // namespace veche::outside
