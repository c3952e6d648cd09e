#include "outside/docx_template.hpp"

#include <algorithm>
#include <deque>

#include "core/expect.hpp"
#include "outside/docx_template_fill.hpp"
#include "outside/office_package.hpp"
#include "outside/table_reader.hpp"
#include "outside/zip_output.hpp"

namespace veche::outside {

namespace {

using Kind = TemplateField::Kind;

constexpr std::string_view word_main = "wordprocessingml.document.main+xml";
constexpr std::string_view types_name = "[Content_Types].xml";
constexpr std::string_view picture_relation =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

bool is_old_word(std::string_view bytes)
{
    return bytes.starts_with("\xD0\xCF\x11\xE0");  // also what is locked by a password
}

std::optional<TemplatePlace::Part> part_of_relation(std::string_view kind)
{
    if (kind == "header") return TemplatePlace::Part::header;
    if (kind == "footer") return TemplatePlace::Part::footer;
    if (kind == "footnotes" || kind == "endnotes") return TemplatePlace::Part::note;
    return std::nullopt;
}

std::string folder_of(const std::string& part)
{
    const auto slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

std::string relations_name(const std::string& part)
{
    const auto folder = folder_of(part);
    return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

/// A name with the prefix that the writer of the file has chosen.
std::string like(const pugi::xml_node& root, std::string_view name)
{
    const std::string_view whole = root.name();
    return std::string(whole.substr(0, whole.size() - local_name(whole).size())).append(name);
}

/// What a name means where it stands: the innermost list that has it, then those around.
const TemplateField* find_field(const std::vector<const TemplateShape*>& scopes, std::string_view name)
{
    for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
        if (const auto field = std::ranges::find(**scope, name, &TemplateField::name); field != (*scope)->end())
            return &*field;
    return nullptr;
}

/// Walks the tags of one part in their order.
void check_tags(const TemplatePart& part, const TemplateShape& shape, std::vector<TemplateFault>& faults)
{
    static const TemplateShape nothing;
    std::vector<const TemplateShape*> scopes = {&shape};
    for (const auto& tag : part.tags()) {
        if (tag.kind == TemplateTag::Kind::end) {
            if (scopes.size() > 1) scopes.pop_back();
            continue;
        }
        const auto* field = find_field(scopes, tag.name);
        const bool is_value = tag.kind == TemplateTag::Kind::value;
        if (!field) {
            faults.push_back(template_fault("papers.unknown_field", tag.name, tag.place));
        } else if (is_value && (field->kind == Kind::list || field->kind == Kind::flag)) {
            faults.push_back(template_fault("papers.not_a_value", tag.name, tag.place));
        } else if (tag.width_mm > 0 && field->kind != Kind::picture) {
            faults.push_back(template_fault("papers.no_picture", tag.name, tag.place));
        }
        const bool repeats = tag.kind == TemplateTag::Kind::section && field && field->kind == Kind::list;
        if (!is_value) scopes.push_back(repeats ? &field->fields : &nothing);
    }
}

}  // namespace

struct DocxTemplate::Inside {
    struct Named {
        std::string name;
        std::string relations;  // as they were read; "" for none
        TemplatePart part;
    };
    std::string bytes;
    TemplateLimits limits;
    std::string types, folder;                       // the part of content types; where the text lies: "word/"
    std::deque<std::unique_ptr<const Named>> parts;  // those with fields

    void read()
    {
        if (bytes.size() > limits.file_bytes) throw Unreadable("file.too_large");
        if (is_old_word(bytes)) throw Unreadable("file.old_format");
        const ZipArchive zip(bytes, limits.unpacked_bytes);
        if (!part_of_type(zip, {"macroEnabled"}).empty()) throw Unreadable("papers.macros");
        const auto main = part_of_type(zip, {word_main});
        if (main.empty()) throw Unreadable("papers.not_a_document");
        types = zip.get(std::string(types_name));
        folder = folder_of(main);
        auto tags_left = limits.tags;
        add(zip, main, TemplatePlace::Part::text, tags_left);
        std::map<std::string, TemplatePlace::Part> others;  // a header may be used by several sections
        for (const auto& [id, relation] : relations_of(zip, main))
            if (const auto part = part_of_relation(relation.kind)) others[relation.target] = *part;
        for (const auto& [name, part] : others)
            if (zip.has(name)) add(zip, name, part, tags_left);
    }

    void add(const ZipArchive& zip, const std::string& name, TemplatePlace::Part part, std::size_t& tags_left)
    {
        // Made where it stays: what is known of its nodes is known by their places.
        std::unique_ptr<const Named> made(
            new Named{name, zip.find(relations_name(name)).value_or(""), {zip.get(name), part, tags_left}});
        if (made->part.has_tags()) parts.push_back(std::move(made));
    }

    /// The relations of a part with those of its pictures.
    static std::string with_pictures(const Named& part, const std::string& folder, const TemplatePictures& pictures)
    {
        pugi::xml_document document;
        document.load_buffer(part.relations.data(), part.relations.size());
        declare_xml(document);
        auto root = document.document_element();
        if (!root) {
            root = document.append_child("Relationships");
            root.append_attribute("xmlns") = "http://schemas.openxmlformats.org/package/2006/relationships";
        }
        for (const auto& [id, file] : pictures.of(part.name)) {
            auto relation = root.append_child(like(root, "Relationship").c_str());
            relation.append_attribute("Id") = id.c_str();
            relation.append_attribute("Type") = std::string(picture_relation).c_str();
            relation.append_attribute("Target") = ("/" + folder + pictures.files()[file].name).c_str();
        }
        return xml_text(document);
    }

    std::string with_types(const TemplatePictures& pictures) const
    {
        pugi::xml_document document;
        document.load_buffer(types.data(), types.size());
        declare_xml(document);
        auto root = document.document_element();
        for (const auto& file : pictures.files()) {
            const auto ending = picture_ending(*file.bytes);
            const auto known = root.find_child([&](const pugi::xml_node& node) {
                return is(node, "Default") && attribute(node, "Extension") == ending;
            });
            if (known) continue;
            auto type = root.prepend_child(like(root, "Default").c_str());
            type.append_attribute("Extension") = std::string(ending).c_str();
            type.append_attribute("ContentType") = ("image/" + std::string(ending)).c_str();
        }
        return xml_text(document);
    }
};

DocxTemplate::DocxTemplate(std::string bytes, const TemplateLimits& limits) : inside_(std::make_unique<Inside>())
{
    inside_->bytes = std::move(bytes);
    inside_->limits = limits;
    inside_->read();
}

DocxTemplate::~DocxTemplate() = default;
DocxTemplate::DocxTemplate(DocxTemplate&&) noexcept = default;
DocxTemplate& DocxTemplate::operator=(DocxTemplate&&) noexcept = default;

std::vector<TemplateFault> DocxTemplate::faults(const TemplateShape& shape) const
{
    std::vector<TemplateFault> all;
    for (const auto& one : inside_->parts) {
        const auto& own = one->part.faults();
        all.insert(all.end(), own.begin(), own.end());
        // Where stretches do not close, nobody knows what a name stands in.
        if (own.empty()) check_tags(one->part, shape, all);
    }
    if (all.size() > template_faults_most) all.resize(template_faults_most);
    return all;
}

std::string DocxTemplate::fill(const TemplateValues& values, Instant made) const
{
    TemplatePictures pictures;
    ZipOutput zip(inside_->bytes, made);
    for (const auto& one : inside_->parts) {
        VECHE_EXPECT(one->part.faults().empty());
        zip.put(one->name, fill_part(one->part, one->name, values, pictures, inside_->limits.written_bytes));
        if (!pictures.of(one->name).empty())
            zip.put(relations_name(one->name), Inside::with_pictures(*one, inside_->folder, pictures));
    }
    if (pictures.files().empty()) return zip.finish();
    zip.put(std::string(types_name), inside_->with_types(pictures));
    for (const auto& file : pictures.files()) zip.put(inside_->folder + file.name, *file.bytes);
    return zip.finish();
}

}  // namespace veche::outside
