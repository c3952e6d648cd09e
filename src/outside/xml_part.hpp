#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace veche::outside {

/// One XML part of an office file. pugixml knows only the five entities of XML and character references: it reads no
/// DTD, expands no entity of a document and opens no other file. Throws Unreadable (file.broken) when it is not
/// well-formed.
class XmlPart {
public:
    explicit XmlPart(std::string content);
    pugi::xml_node root() const { return document_.document_element(); }

private:
    std::string content_;  // parsed in place: must outlive the document
    pugi::xml_document document_;
};

/// Name without the prefix: "x:worksheet" and "worksheet" are the same part of speech, writers choose the prefix
/// freely.
std::string_view local_name(std::string_view name);
inline bool is(const pugi::xml_node& node, std::string_view name)
{
    return local_name(node.name()) == name;
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
std::string_view attribute(const pugi::xml_node& node, std::string_view name);
/// A decimal number, `otherwise` when there is none; at most 10 million, which is beyond every sheet.
std::size_t number_attribute(const pugi::xml_node& node, std::string_view name, std::size_t otherwise);
/// "1", "true", "on".
bool is_on(std::string_view value);

/// Deeper nesting than this is no office's doing: readers that walk into elements stop with file.broken.
constexpr int most_depth = 64;

}  // namespace veche::outside
