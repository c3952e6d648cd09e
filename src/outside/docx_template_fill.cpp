#include "outside/docx_template_fill.hpp"

#include <cmath>
#include <source_location>
#include <stdexcept>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "core/printable.hpp"

namespace veche::outside {

namespace {

using pugi::xml_node;

constexpr double emu_of_mm = 36'000;  // English metric units, in which drawings are measured

struct TextWriter : pugi::xml_writer {
    std::string text;
    void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

xml_node add_node(xml_node parent, const std::string& name,
                  std::initializer_list<std::pair<const char*, std::string>> attributes = {})
{
    xml_node node = parent.append_child(name.c_str());
    for (const auto& [key, value] : attributes) node.append_attribute(key) = value.c_str();
    return node;
}

/// Whether there is something: text, a picture, a thing in a list; of a flag, whether it is set.
bool is_there(const TemplateValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* picture = std::get_if<TemplatePicture>(&value)) return !picture->bytes.empty();
    return !std::get<std::vector<TemplateValues>>(value).empty();
}

class Filler {
public:
    Filler(const TemplatePart& part, const std::string& name, TemplatePictures& pictures, std::size_t most)
        : part_(part), name_(name), pictures_(pictures), most_(most)
    {}

    void fill(const TemplateValues& values, xml_node to)
    {
        scopes_.push_back(&values);
        put(part_.root(), to);
    }

private:
    const TemplateValue& get(const std::string& name) const
    {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            if (const auto found = (*scope)->find(name); found != (*scope)->end()) return found->second;
        throw Bug(("a template is filled without a value for " + name).c_str(), std::source_location::current());
    }

    void put(const xml_node& node, xml_node to)
    {
        if (const auto* section = part_.find_section(node)) return put_section(node, *section, to);
        if (const auto* tag = part_.find_tag(node)) return put_value(node, *tag, to);
        if (!part_.is_touched(node)) {
            to.append_copy(node);
            return;
        }
        xml_node made = to.append_child(node.name());
        for (const auto& attribute : node.attributes()) made.append_copy(attribute);
        for (const auto& inner : node.children()) put(inner, made);
        mend(made);
    }

    void put_section(const xml_node& node, const TemplateTag& tag, xml_node to)
    {
        const auto& value = get(tag.name);
        const auto once = [&] {
            for (const auto& inner : node.children()) put(inner, to);
        };
        if (tag.kind == TemplateTag::Kind::otherwise) {
            if (!is_there(value)) once();
            return;
        }
        const auto* list = std::get_if<std::vector<TemplateValues>>(&value);
        if (!list && is_there(value)) once();
        if (!list) return;
        for (const auto& thing : *list) {
            scopes_.push_back(&thing);
            once();
            scopes_.pop_back();
        }
    }

    xml_node put_run(const xml_node& run, xml_node to)
    {
        xml_node made = to.append_child(run.name());
        if (const auto look = child(run, "rPr")) made.append_copy(look);
        return made;
    }

    void put_value(const xml_node& run, const TemplateTag& tag, xml_node to)
    {
        const auto& value = get(tag.name);
        if (const auto* text = std::get_if<std::string>(&value)) {
            put_text(put_run(run, to), printable(*text));
        } else if (const auto* picture = std::get_if<TemplatePicture>(&value)) {
            if (!picture->bytes.empty()) put_picture(put_run(run, to), *picture, tag.width_mm);
        } else {
            throw Bug("a condition or a list stands as a value", std::source_location::current());
        }
    }

    void put_text(xml_node run, const std::string& text)
    {
        written_ += text.size();
        if (written_ > most_) throw std::runtime_error("a paper grows beyond its limit");
        for (std::size_t at = 0; at <= text.size();) {
            const auto end = std::min(text.find_first_of("\n\t", at), text.size());
            if (end > at) {
                xml_node words = add_node(run, part_.prefix() + "t", {{"xml:space", "preserve"}});
                words.text().set(text.substr(at, end - at).c_str());
            }
            if (end < text.size()) add_node(run, part_.prefix() + (text[end] == '\t' ? "tab" : "br"));
            at = end + 1;
        }
    }

    /// ECMA-376 part 1, §20.4.2.8: a picture that stands in the line like a large letter.
    void put_picture(xml_node run, const TemplatePicture& picture, double wished_mm)
    {
        const double wide = wished_mm > 0 ? wished_mm : picture.width_mm;
        const double high = wide * picture.height_mm / picture.width_mm;
        const auto cx = std::to_string(std::llround(wide * emu_of_mm));
        const auto cy = std::to_string(std::llround(high * emu_of_mm));
        const auto number = std::to_string(10'000 + pictures_.next_number());  // beyond those of the template itself
        const std::string drawing = "http://schemas.openxmlformats.org/drawingml/2006/";
        xml_node in_line = add_node(add_node(run, part_.prefix() + "drawing"), "wp:inline",
                                    {{"xmlns:wp", drawing + "wordprocessingDrawing"},
                                     {"distT", "0"},
                                     {"distB", "0"},
                                     {"distL", "0"},
                                     {"distR", "0"}});
        add_node(in_line, "wp:extent", {{"cx", cx}, {"cy", cy}});
        add_node(in_line, "wp:docPr",
                 {{"id", number}, {"name", "Picture " + number}, {"descr", printable(picture.description)}});
        xml_node data = add_node(add_node(in_line, "a:graphic", {{"xmlns:a", drawing + "main"}}), "a:graphicData",
                                 {{"uri", drawing + "picture"}});
        xml_node made = add_node(data, "pic:pic", {{"xmlns:pic", drawing + "picture"}});
        xml_node about = add_node(made, "pic:nvPicPr");
        add_node(about, "pic:cNvPr", {{"id", number}, {"name", "Picture " + number}});
        add_node(about, "pic:cNvPicPr");
        xml_node content = add_node(made, "pic:blipFill");
        add_node(content, "a:blip",
                 {{"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
                  {"r:embed", pictures_.use(name_, picture)}});
        add_node(add_node(content, "a:stretch"), "a:fillRect");
        xml_node shape = add_node(made, "pic:spPr"), frame = add_node(shape, "a:xfrm");
        add_node(frame, "a:off", {{"x", "0"}, {"y", "0"}});
        add_node(frame, "a:ext", {{"cx", cx}, {"cy", cy}});
        add_node(add_node(shape, "a:prstGeom", {{"prst", "rect"}}), "a:avLst");
    }

    /// What Word calls damaged: a table without rows, a cell that does not end with a paragraph, a place for text without any.
    void mend(xml_node made)
    {
        if (is(made, "tbl") && !child(made, "tr")) {
            made.parent().remove_child(made);
        } else if (is(made, "tc")) {
            if (!is(made.last_child(), "p")) add_node(made, part_.prefix() + "p");
        } else if (is(made, "hdr") || is(made, "ftr") || is(made, "txbxContent")) {
            if (!made.first_child()) add_node(made, part_.prefix() + "p");
        }
    }

    const TemplatePart& part_;
    const std::string& name_;
    TemplatePictures& pictures_;
    const std::size_t most_;
    std::size_t written_ = 0;
    std::vector<const TemplateValues*> scopes_;
};

}  // namespace

std::string_view picture_ending(std::string_view bytes)
{
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "png";
    if (bytes.starts_with("\xFF\xD8\xFF")) return "jpeg";
    return "";
}

std::string TemplatePictures::use(const std::string& part, const TemplatePicture& picture)
{
    const auto [known, is_new] = known_.try_emplace(picture.bytes, files_.size());
    if (is_new) {
        const auto ending = picture_ending(picture.bytes);
        VECHE_EXPECT(!ending.empty());
        files_.push_back({fmt::format("media/veche{}.{}", files_.size() + 1, ending), &picture.bytes});
    }
    auto id = fmt::format("veche{}", known->second + 1);
    parts_[part][id] = known->second;
    return id;
}

const std::map<std::string, std::size_t>& TemplatePictures::of(const std::string& part) const
{
    static const std::map<std::string, std::size_t> none;
    const auto found = parts_.find(part);
    return found == parts_.end() ? none : found->second;
}

void declare_xml(pugi::xml_document& document)
{
    xml_node declaration = document.prepend_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    declaration.append_attribute("standalone") = "yes";
}

std::string xml_text(const pugi::xml_document& document)
{
    TextWriter writer;
    document.save(writer, "", pugi::format_raw);
    return std::move(writer.text);
}

std::string fill_part(const TemplatePart& part, const std::string& name, const TemplateValues& values,
                      TemplatePictures& pictures, std::size_t written_bytes)
{
    pugi::xml_document filled;
    declare_xml(filled);
    Filler(part, name, pictures, written_bytes).fill(values, filled);
    auto text = xml_text(filled);
    if (text.size() > written_bytes) throw std::runtime_error("a paper grows beyond its limit");
    return text;
}

}  // namespace veche::outside
