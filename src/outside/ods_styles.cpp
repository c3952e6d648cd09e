#include "outside/ods_styles.hpp"

#include <algorithm>

#include "outside/xml_part.hpp"

namespace veche::outside {

namespace {

using Piece = FormatPiece::Kind;

std::string style_key(std::string_view family, std::string_view name)
{
    return std::string(family) + "/" + std::string(name);
}

void add_number(const pugi::xml_node& node, FormatPieces& pieces)
{
    // A format of a thousand figures is a joke; thirty are more than any number has.
    const auto least = std::min<std::size_t>(number_attribute(node, "min-integer-digits", 0), 30);
    const auto decimals = std::min<std::size_t>(number_attribute(node, "decimal-places", 0), 30);
    const auto sure = std::min(decimals, number_attribute(node, "min-decimal-places", decimals));
    pieces.push_back({Piece::place});
    if (attribute(node, "grouping") == "true") pieces.push_back({Piece::group});
    pieces.insert(pieces.end(), least, {Piece::digit});
    if (decimals > 0) pieces.push_back({Piece::point});
    pieces.insert(pieces.end(), sure, {Piece::digit});
    pieces.insert(pieces.end(), decimals - sure, {Piece::place});
}

std::optional<Piece> piece_of_date(std::string_view name, bool overflows)
{
    static const std::map<std::string_view, Piece> kinds = {{"day", Piece::day},     {"day-of-week", Piece::weekday},
                                                            {"month", Piece::month}, {"quarter", Piece::quarter},
                                                            {"year", Piece::year},   {"am-pm", Piece::half_day}};
    if (name == "hours") return overflows ? Piece::long_hour : Piece::hour;
    if (name == "minutes") return Piece::minute;
    if (name == "seconds") return Piece::second;
    const auto kind = kinds.find(name);
    return kind == kinds.end() ? std::nullopt : std::optional(kind->second);
}

/// The pieces of a number:…-style; nullopt when numbers of different size have different looks (style:map).
std::optional<FormatPieces> pieces_of(const pugi::xml_node& style)
{
    FormatPieces pieces;
    const bool percent = is(style, "percentage-style");
    const bool overflows = attribute(style, "truncate-on-overflow") == "false";
    for (const auto& node : style.children()) {
        const auto name = local_name(node.name());
        if (name == "map") return std::nullopt;
        if (name == "number") {
            add_number(node, pieces);
        } else if (name == "text" || name == "currency-symbol") {
            std::string words = node.child_value();
            const auto sign = percent ? words.find('%') : std::string::npos;
            if (sign != std::string::npos) {
                words.erase(sign, 1);
                pieces.push_back({Piece::percent});
            }
            pieces.push_back({Piece::words, std::move(words)});
        } else if (name == "text-content") {
            pieces.push_back({Piece::text});
        } else if (name == "scientific-number" || name == "fraction" || name == "boolean") {
            pieces.push_back({Piece::general});
        } else if (const auto kind = piece_of_date(name, overflows)) {
            pieces.push_back({*kind});
        }
    }
    return pieces;
}

std::optional<bool> strike_of(const pugi::xml_node& look)
{
    for (const std::string_view name : {"text-line-through-style", "text-line-through-type"})
        if (const auto value = attribute(look, name); !value.empty()) return value != "none";
    return std::nullopt;
}

}  // namespace

OdsStyles::OdsStyles(const ZipArchive& zip, const pugi::xml_node& content)
{
    if (auto shared = zip.find("styles.xml")) {
        const XmlPart xml(std::move(*shared));
        add_all(xml.root());
    }
    add_all(content);
}

void OdsStyles::add_all(const pugi::xml_node& root)
{
    for (const std::string_view part : {"styles", "automatic-styles"})
        for (const auto& node : child(root, part).children()) {
            const auto name = local_name(node.name());
            if (name == "style" || name == "default-style") add_style(node);
            if (name != "style" && name.ends_with("-style") && name != "default-style") {
                auto pieces = pieces_of(node);
                formats_.erase(std::string(attribute(node, "name")));
                if (pieces) formats_.emplace(attribute(node, "name"), CellFormat(std::move(*pieces)));
            }
        }
}

void OdsStyles::add_style(const pugi::xml_node& node)
{
    OdsStyle style;
    style.parent = attribute(node, "parent-style-name");
    style.format = attribute(node, "data-style-name");
    const auto look = child(node, "text-properties");
    style.struck = strike_of(look);
    if (const auto display = attribute(look, "display"); !display.empty()) style.hidden = display == "none";
    if (const auto display = attribute(child(node, "table-properties"), "display"); !display.empty())
        style.hidden = display == "false";
    styles_.insert_or_assign(style_key(attribute(node, "family"), attribute(node, "name")), std::move(style));
}

template <class Answer>
auto OdsStyles::inherited(std::string_view family, std::string_view style, const Answer& answer) const
{
    using Value = decltype(answer(OdsStyle{}));
    std::string name(style);
    for (int depth = 0; depth < most_depth; ++depth) {
        const auto found = styles_.find(style_key(family, name));
        if (found == styles_.end()) break;
        if (auto value = answer(found->second)) return value;
        if (name.empty()) break;  // the family's default, which has no parent
        name = found->second.parent;
    }
    return Value();
}

std::optional<bool> OdsStyles::is_struck(std::string_view family, std::string_view style) const
{
    return inherited(family, style, [](const OdsStyle& one) { return one.struck; });
}

bool OdsStyles::is_hidden(std::string_view family, std::string_view style) const
{
    return inherited(family, style, [](const OdsStyle& one) { return one.hidden; }).value_or(false);
}

const CellFormat* OdsStyles::format_of(std::string_view cell_style) const
{
    const auto name = inherited("table-cell", cell_style, [](const OdsStyle& one) {
        return one.format.empty() ? std::nullopt : std::optional(one.format);
    });
    const auto format = formats_.find(name.value_or(""));
    return format == formats_.end() ? nullptr : &format->second;
}

}  // namespace veche::outside
