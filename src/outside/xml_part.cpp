#include "outside/xml_part.hpp"

#include <algorithm>

#include "core/whole.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

XmlPart::XmlPart(std::string content) : content_(std::move(content))
{
    // White space alone may be a word gap between two runs of one sentence.
    constexpr unsigned flags = pugi::parse_default | pugi::parse_ws_pcdata_single;
    const auto parsed = document_.load_buffer_inplace(content_.data(), content_.size(), flags);
    if (parsed.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!parsed || !root()) throw Unreadable("file.broken");
}

std::string_view local_name(std::string_view name)
{
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name)
{
    for (const auto& inner : node.children())
        if (is(inner, name)) return inner;
    return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name)
{
    for (const auto& one : node.attributes())
        if (local_name(one.name()) == name) return one.value();
    return {};
}

std::size_t number_attribute(const pugi::xml_node& node, std::string_view name, std::size_t otherwise)
{
    const auto value = parse_whole<std::size_t>(attribute(node, name));
    return value ? std::min<std::size_t>(*value, 10'000'000) : otherwise;
}

bool is_on(std::string_view value)
{
    return value == "1" || value == "true" || value == "on";
}

}  // namespace veche::outside
