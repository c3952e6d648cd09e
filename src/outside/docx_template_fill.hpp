#pragma once

#include <map>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "outside/docx_template_part.hpp"

namespace veche::outside {

/// The pictures of one document, each once, and by which name a part knows them.
class TemplatePictures {
public:
    struct File {
        std::string name;  // below word/: "media/veche1.png"
        const std::string* bytes = nullptr;
    };
    /// The relation's id of a picture in a part.
    std::string use(const std::string& part, const TemplatePicture& picture);
    int next_number() { return ++drawings_; }

    const std::vector<File>& files() const { return files_; }
    /// Of a part: by its id the index of the file.
    const std::map<std::string, std::size_t>& of(const std::string& part) const;

private:
    std::vector<File> files_;
    std::map<std::string_view, std::size_t> known_;  // by their bytes
    std::map<std::string, std::map<std::string, std::size_t>> parts_;
    int drawings_ = 0;
};

/// Whether the bytes begin as PNG or JPEG do: the ending of its name, "" for anything else.
std::string_view picture_ending(std::string_view bytes);

/// A part with everything filled in. `name` is the part's own. Throws std::runtime_error beyond `written_bytes`.
std::string fill_part(const TemplatePart& part, const std::string& name, const TemplateValues& values,
                      TemplatePictures& pictures, std::size_t written_bytes);

/// An XML part as it is written into a package.
std::string xml_text(const pugi::xml_document& document);
/// Begins one: the declaration that Word writes.
void declare_xml(pugi::xml_document& document);

}  // namespace veche::outside
