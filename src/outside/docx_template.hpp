#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

// Papers from a template that a clerk edits in Word or LibreOffice (docs/rules/papers.md): a DOCX with fields in it.
namespace veche::outside {

/// A field that a paper knows: what the clerk may write between the braces.
struct TemplateField {
    enum class Kind {
        text,
        flag,     // only a condition
        picture,  // also a condition: whether there is one
        list,     // repeats what stands between its ends; also a condition: whether it has anything
    };
    std::string name;
    Kind kind = Kind::text;
    std::vector<TemplateField> fields = {};  // of each thing of a list
};
using TemplateShape = std::vector<TemplateField>;

/// PNG or JPEG. Its width on paper is the clerk's ("{{photo 60}}") or this; its height follows from both of these.
struct TemplatePicture {
    std::string bytes;
    double width_mm = 40, height_mm = 40;
    std::string description;  // for those who cannot see it
};

struct TemplateValue;
using TemplateValues = std::map<std::string, TemplateValue, std::less<>>;
/// In a text "\n" breaks the line; nothing in it is markup. A picture without bytes is none.
struct TemplateValue : std::variant<std::string, bool, TemplatePicture, std::vector<TemplateValues>> {
    using variant::variant;
};

struct TemplateLimits {
    std::size_t file_bytes = 10 * 1024 * 1024;
    std::size_t unpacked_bytes = 60 * 1024 * 1024;
    std::size_t tags = 5'000;
    std::size_t written_bytes = 200 * 1024 * 1024;  // of one filled part, unpacked
};

/// What is wrong with a template, in two sentences: what, and where (which paragraph or row, and the words around it).
struct TemplateFault {
    Refusal what, where;
};

/// A template that was read. Filling it does not change it; several threads may fill one.
class DocxTemplate {
public:
    /// Throws Unreadable (outside/table_reader.hpp): file.broken, file.too_large, file.not_a_document, file.old_format (with macros).
    explicit DocxTemplate(std::string bytes, const TemplateLimits& limits = {});
    ~DocxTemplate();
    DocxTemplate(DocxTemplate&&) noexcept;
    DocxTemplate& operator=(DocxTemplate&&) noexcept;

    /// Everything that a paper of this shape could not fill, in the order of the document, at most 50. Empty: every set of values of
    /// that shape can be filled in.
    std::vector<TemplateFault> faults(const TemplateShape& shape) const;

    /// The document; `made` is the moment of what was written anew, the same values give the same bytes. To be called only for a
    /// template without faults: a name that has no value is a Bug. Throws std::runtime_error when it grows beyond its limits.
    std::string fill(const TemplateValues& values, Instant made) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace veche::outside
