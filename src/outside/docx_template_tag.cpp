#include "outside/docx_template_tag.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t name_most = 60;
constexpr int width_most = 400;

bool is_name(std::string_view name)
{
    return !name.empty() && is_clean_utf8(name) && one_line(name) == name && count_code_points(name) <= name_most &&
           name.find_first_of(" {}#^/\"'<>&") == std::string_view::npos;
}

/// Whole millimetres behind the name of a picture: "photo 60".
std::optional<double> take_width(std::string_view& name)
{
    const auto space = name.find(' ');
    if (space == std::string_view::npos) return 0;
    const auto width = parse_whole<int>(trimmed(name.substr(space)), 1, width_most);
    if (!width) return std::nullopt;
    name = name.substr(0, space);
    return *width;
}

/// Back to the beginning of a character.
std::size_t whole_at(std::string_view text, std::size_t at)
{
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

using Values = std::vector<std::pair<std::string, std::string>>;

TemplateFault with_place(Refusal what, std::string_view message, Values values)
{
    return {std::move(what), {RefusalKind::invalid, std::string(message), "file", std::move(values)}};
}

}  // namespace

std::optional<TemplateTag> parse_tag(std::string_view inside)
{
    TemplateTag tag;
    const auto line = one_line(inside);
    std::string_view name = line;
    if (name.empty()) return std::nullopt;
    if (name[0] == '#') tag.kind = TemplateTag::Kind::section;
    if (name[0] == '^') tag.kind = TemplateTag::Kind::otherwise;
    if (name[0] == '/') tag.kind = TemplateTag::Kind::end;
    if (tag.kind != TemplateTag::Kind::value) {
        name = trimmed(name.substr(1));
    } else if (const auto width = take_width(name)) {
        tag.width_mm = *width;
    } else {
        return std::nullopt;
    }
    if (!is_name(name)) return std::nullopt;
    tag.name = name;
    return tag;
}

std::string words_around(std::string_view text, std::size_t at, std::size_t most)
{
    constexpr std::size_t before = 60;  // bytes
    const auto from = whole_at(text, at > before ? at - before : 0);
    return shortened(one_line(text.substr(from)), most);
}

TemplateFault template_fault(std::string_view message, std::string_view name, const TemplatePlace& place)
{
    Refusal what{RefusalKind::invalid, std::string(message), "file", {{"name", std::string(name)}}};
    const auto near = std::pair<std::string, std::string>("around", place.around);
    if (place.part == TemplatePlace::Part::header) return with_place(std::move(what), "papers.in_header", {near});
    if (place.part == TemplatePlace::Part::footer) return with_place(std::move(what), "papers.in_footer", {near});
    if (place.part == TemplatePlace::Part::note) return with_place(std::move(what), "papers.in_note", {near});
    if (place.table > 0)
        return with_place(std::move(what), "papers.in_row",
                          {{"table", std::to_string(place.table)}, {"row", std::to_string(place.row)}, near});
    return with_place(std::move(what), "papers.in_paragraph", {{"paragraph", std::to_string(place.paragraph)}, near});
}

}  // namespace veche::outside
