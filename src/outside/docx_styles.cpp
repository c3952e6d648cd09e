#include "outside/docx_styles.hpp"

#include "outside/xml_part.hpp"

namespace veche::outside {

namespace {

std::optional<bool> switch_of(const pugi::xml_node& properties, std::string_view name)
{
    const auto node = child(properties, name);
    if (!node) return std::nullopt;
    const auto value = attribute(node, "val");
    return value.empty() || is_on(value);
}

}  // namespace

DocxLook docx_look(const pugi::xml_node& run_properties)
{
    auto hidden = switch_of(run_properties, "vanish");
    if (switch_of(run_properties, "specVanish").value_or(false)) hidden = true;
    return {switch_of(run_properties, "strike"), switch_of(run_properties, "dstrike"), hidden};
}

DocxStyles::DocxStyles(const ZipArchive& zip, const std::string& document)
{
    auto part = related_part(zip, document, "styles");
    if (part.empty()) part = "word/styles.xml";
    auto content = zip.find(part);
    if (!content) return;
    const XmlPart xml(std::move(*content));
    default_ = docx_look(child(child(child(xml.root(), "docDefaults"), "rPrDefault"), "rPr"));
    for (const auto& node : xml.root().children()) {
        if (!is(node, "style")) continue;
        const std::string id(attribute(node, "styleId"));
        styles_.insert_or_assign(
            id, Style{std::string(attribute(child(node, "basedOn"), "val")), docx_look(child(node, "rPr"))});
        if (attribute(node, "type") == "paragraph" && is_on(attribute(node, "default"))) default_paragraph_ = id;
    }
}

std::optional<bool> DocxStyles::inherited(std::string_view style, Property property) const
{
    for (int depth = 0; depth < most_depth; ++depth) {
        const auto found = styles_.find(style);
        if (found == styles_.end()) break;
        if (const auto value = found->second.look.*property) return value;
        style = found->second.parent;
    }
    return std::nullopt;
}

/// The run's own word is the last. Else each style that says "on" turns the property over (§17.7.3): crossed out by the
/// style of the paragraph and of the word is not crossed out.
bool DocxStyles::toggled(Place place, const pugi::xml_node& run_properties, Property property) const
{
    if (const auto own = docx_look(run_properties).*property) return *own;
    if (default_.*property == true) return true;
    const auto paragraph = place.paragraph.empty() ? std::string_view(default_paragraph_) : place.paragraph;
    bool on = false;
    for (const auto style : {place.table, paragraph, attribute(child(run_properties, "rStyle"), "val")})
        if (!style.empty()) on = on != inherited(style, property).value_or(false);
    return on;
}

bool DocxStyles::is_struck(Place place, const pugi::xml_node& run_properties) const
{
    return toggled(place, run_properties, &DocxLook::struck) || toggled(place, run_properties, &DocxLook::struck_twice);
}

bool DocxStyles::is_hidden(Place place, const pugi::xml_node& run_properties) const
{
    return toggled(place, run_properties, &DocxLook::hidden);
}

}  // namespace veche::outside
