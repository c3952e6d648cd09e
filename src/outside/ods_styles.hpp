#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "outside/cell_format.hpp"
#include "outside/zip_archive.hpp"

namespace veche::outside {

/// What a style of OpenDocument says of the words it is given to; what it leaves open comes from its parent.
struct OdsStyle {
    std::string parent;
    std::string format;          // name of its number format
    std::optional<bool> struck;  // crossed out
    std::optional<bool> hidden;  // words: not shown; a sheet: hidden by the office
};

class OdsStyles {
public:
    /// Styles of the whole file (styles.xml) and those of `content` itself.
    OdsStyles(const ZipArchive& zip, const pugi::xml_node& content);

    /// nullopt when the style leaves it to what is around.
    std::optional<bool> is_struck(std::string_view family, std::string_view style) const;
    bool is_hidden(std::string_view family, std::string_view style) const;
    /// nullptr when the style has none, or one that shows different numbers differently.
    const CellFormat* format_of(std::string_view cell_style) const;

private:
    void add_all(const pugi::xml_node& root);
    void add_style(const pugi::xml_node& node);
    /// The first answer on the way from a style to its forefathers.
    template <class Answer>
    auto inherited(std::string_view family, std::string_view style, const Answer& answer) const;

    std::map<std::string, OdsStyle, std::less<>> styles_;     // "family/name"
    std::map<std::string, CellFormat, std::less<>> formats_;  // by name
};

}  // namespace veche::outside
