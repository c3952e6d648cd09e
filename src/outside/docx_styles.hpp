#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "outside/office_package.hpp"

namespace veche::outside {

/// What the properties of a run (w:rPr) say of its words; what they leave open comes from styles.
struct DocxLook {
    std::optional<bool> struck, struck_twice, hidden;
};
DocxLook docx_look(const pugi::xml_node& run_properties);

/// The styles of a DOCX (ECMA-376 part 1, §17.7): which words are crossed out or hidden by them.
class DocxStyles {
public:
    DocxStyles(const ZipArchive& zip, const std::string& document);

    struct Place {
        std::string_view table, paragraph;  // styles by their ids, "" for the default one
    };
    /// Of words in that place with these properties of their own.
    bool is_struck(Place place, const pugi::xml_node& run_properties) const;
    bool is_hidden(Place place, const pugi::xml_node& run_properties) const;

private:
    struct Style {
        std::string parent;
        DocxLook look;
    };
    using Property = std::optional<bool> DocxLook::*;

    std::optional<bool> inherited(std::string_view style, Property property) const;
    bool toggled(Place place, const pugi::xml_node& run_properties, Property property) const;

    std::map<std::string, Style, std::less<>> styles_;
    std::string default_paragraph_;
    DocxLook default_;
};

}  // namespace veche::outside
