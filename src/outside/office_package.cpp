#include "outside/office_package.hpp"

#include <algorithm>

#include "core/ascii.hpp"
#include "outside/xml_part.hpp"

namespace veche::outside {

namespace {

std::string part_folder(const std::string& part)
{
    const auto slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

/// Targets are relative to the folder of the part, or from the root when they begin with "/".
std::string resolve_target(const std::string& part, std::string target)
{
    std::replace(target.begin(), target.end(), '\\', '/');
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = part_folder(part);
    for (;;) {
        if (target.starts_with("./")) {
            target.erase(0, 2);
        } else if (target.starts_with("../")) {
            target.erase(0, 3);
            folder = folder.empty() ? "" : part_folder(folder.substr(0, folder.size() - 1));
        } else {
            return folder + target;
        }
    }
}

/// Content types are compared without case (RFC 2045).
bool holds_type(std::string_view type, std::string_view kind)
{
    for (; type.size() >= kind.size(); type.remove_prefix(1))
        if (equal_ignoring_case(type.substr(0, kind.size()), kind)) return true;
    return false;
}

}  // namespace

std::map<std::string, Relation> relations_of(const ZipArchive& zip, const std::string& part)
{
    std::map<std::string, Relation> relations;
    const std::string folder = part_folder(part);
    auto content = zip.find(folder + "_rels/" + part.substr(folder.size()) + ".rels");
    if (!content) return relations;
    const XmlPart xml(std::move(*content));
    for (const auto& node : xml.root().children()) {
        const std::string type(attribute(node, "Type"));
        relations[std::string(attribute(node, "Id"))] = {type.substr(type.rfind('/') + 1),
                                                         resolve_target(part, std::string(attribute(node, "Target")))};
    }
    return relations;
}

std::string related_part(const ZipArchive& zip, const std::string& part, std::string_view kind)
{
    for (const auto& [id, relation] : relations_of(zip, part))
        if (relation.kind == kind) return relation.target;
    return "";
}

std::string part_of_type(const ZipArchive& zip, std::initializer_list<std::string_view> kinds)
{
    auto content = zip.find("[Content_Types].xml");
    if (!content) return "";
    const XmlPart types(std::move(*content));
    for (const auto& node : types.root().children()) {
        const auto type = attribute(node, "ContentType");
        const auto part = attribute(node, "PartName");
        for (const auto kind : kinds)
            if (is(node, "Override") && holds_type(type, kind)) return resolve_target("", std::string(part));
    }
    return "";
}

}  // namespace veche::outside
