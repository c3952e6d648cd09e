#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <pugixml.hpp>

#include "outside/docx_template.hpp"
#include "outside/xml_part.hpp"

// One part of a template (the text, a header, a footer): its fields found and made ready to be filled.
namespace veche::outside {

/// More of them nobody reads at once.
inline constexpr std::size_t template_faults_most = 50;

/// Where a tag stands, as a person finds it.
struct TemplatePlace {
    enum class Part { text, header, footer, note };
    Part part = Part::text;
    int paragraph = 0;       // from 1, of those outside of tables; 0 in a table
    int table = 0, row = 0;  // from 1, of outermost tables
    std::string around;      // words of its paragraph
};

/// "{{name}}", "{{photo 60}}", "{{#people}}", "{{^people}}", "{{/people}}".
struct TemplateTag {
    enum class Kind { value, section, otherwise, end };
    Kind kind = Kind::value;
    std::string name;
    double width_mm = 0;  // 0: not said
    TemplatePlace place;
};

class TemplatePart {
public:
    /// Throws Unreadable as XmlPart does, and for what nests deeper than any office writes. `tags_left` is counted down; when none is left,
    /// the template is too large.
    TemplatePart(std::string content, TemplatePlace::Part part, std::size_t& tags_left);

    /// Of the template itself, whatever is filled in: braces without an end, stretches that are not closed or cross a table.
    const std::vector<TemplateFault>& faults() const { return faults_; }
    /// In the order of the document.
    const std::vector<TemplateTag>& tags() const { return tags_; }
    bool has_tags() const { return !tags_.empty() || !faults_.empty(); }

    pugi::xml_node root() const { return xml_.root(); }
    /// "w:", as the writer of the file has it.
    const std::string& prefix() const { return prefix_; }
    /// The field that stands in the place of a run; nullptr for every other node.
    const TemplateTag* find_tag(const pugi::xml_node& node) const { return found(tag_of_run_, node); }
    /// What a wrapped stretch is repeated for or shown by; nullptr for every other node.
    const TemplateTag* find_section(const pugi::xml_node& node) const { return found(tag_of_section_, node); }
    /// Whether there is anything to fill in a node or below it.
    bool is_touched(const pugi::xml_node& node) const { return touched_.contains(node.hash_value()); }

private:
    using Places = std::unordered_map<std::size_t, std::size_t>;  // index of a tag by hash_value of a node
    struct Spot {
        TemplatePlace place;
        bool nested = false;  // in a table within a table
    };
    /// A stretch of text of one paragraph; `node` is empty for a break or a tab.
    struct Piece {
        pugi::xml_node node;
        std::size_t start = 0;
        std::string text;
    };
    struct Mark {
        std::size_t tag = 0;
        pugi::xml_node run;
    };
    struct Pair {
        Mark begin, end;
    };

    const TemplateTag* found(const Places& places, const pugi::xml_node& node) const
    {
        const auto place = places.find(node.hash_value());
        return place == places.end() ? nullptr : &tags_[place->second];
    }
    bool is_word(const pugi::xml_node& node, std::string_view name) const;

    void find_tags(const pugi::xml_node& node, const Spot& spot, int depth);
    void read_paragraph(const pugi::xml_node& paragraph, TemplatePlace place);
    void gather(const pugi::xml_node& node, std::vector<Piece>& pieces, int depth) const;
    pugi::xml_node isolate(std::vector<Piece>& pieces, std::size_t begin, std::size_t end);
    std::vector<Mark> put_in_order();
    std::vector<Pair> pair(const std::vector<Mark>& marks);
    void wrap(const Pair& pair);
    bool is_blank(const pugi::xml_node& node) const;
    void mark_touched();

    XmlPart xml_;
    std::string prefix_;
    std::size_t* tags_left_ = nullptr;
    std::vector<TemplateTag> tags_;
    std::vector<TemplateFault> faults_;
    Places tag_of_run_, tag_of_section_;
    std::unordered_set<std::size_t> touched_;
    int paragraphs_ = 0, tables_ = 0, rows_ = 0;
};

TemplateFault template_fault(std::string_view message, std::string_view name, const TemplatePlace& place);

}  // namespace veche::outside
