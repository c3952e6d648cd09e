#include "outside/svg.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <unordered_map>

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

/// How many elements are drawn when the drawing is: `use`, masks and clips draw others again, and those others again; thirty lines
/// can make a thousand million.
class DrawnElements {
public:
    explicit DrawnElements(const pugi::xml_node& root) { learn(root); }

    /// Stops counting beyond `most`.
    int count(const pugi::xml_node& element, int most)
    {
        most_ = most;
        return cost_of(element);
    }

private:
    static constexpr int of_a_layer = 20;  // a mask, a clip, a group seen through: a picture of its own each

    void learn(const pugi::xml_node& element)
    {
        if (const auto id = element.attribute("id")) by_id_.emplace(id.value(), element);
        for (const auto& child : element.children()) learn(child);
    }

    int more(int count, int by) const { return std::min(most_ + 1, count + by); }

    /// An element that draws itself has no end.
    int cost_of_id(std::string_view id)
    {
        const auto found = by_id_.find(std::string(id));
        if (found == by_id_.end()) return 0;
        const auto [known, first] = costs_.emplace(found->first, most_ + 1);
        if (!first) return known->second;
        const int cost = cost_of(found->second);
        return costs_[found->first] = cost;
    }

    int cost_of(const pugi::xml_node& element)
    {
        int cost = 1;
        for (const auto& attribute : element.attributes()) {
            const std::string_view name = attribute.name(), value = attribute.value();
            if (name == "href" || name == "xlink:href") cost = more(cost, cost_of_id(value.substr(1)));
            if (name == "opacity") cost = more(cost, of_a_layer);
            if (const auto at = value.find("url(#"); at != std::string_view::npos) {
                const auto id = value.substr(at + 5, value.find(')', at) - at - 5);
                cost = more(more(cost, cost_of_id(id)), name == "mask" || name == "clip-path" ? of_a_layer : 1);
            }
        }
        for (const auto& child : element.children()) {
            const std::string_view name = child.name();
            // Of what is only kept to be used, each use counts.
            if (name != "defs" && name != "symbol" && name != "mask" && name != "clipPath")
                cost = more(cost, cost_of(child));
        }
        return cost;
    }

    std::unordered_map<std::string, pugi::xml_node> by_id_;
    std::unordered_map<std::string, int> costs_;
    int most_ = 0;
};

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
    if (DrawnElements(made).count(made, svg_most_drawn) > svg_most_drawn)
        return refuse(RefusalKind::invalid, "svg.too_complex", field);
    std::ostringstream out;
    clean.print(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

}  // namespace veche::outside
