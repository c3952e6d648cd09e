#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "web/template_url.hpp"

namespace veche::web {

/// A template's HTML is not what a value can safely stand in. The caller adds file and line.
class HtmlError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Follows the literal part of a template the way a browser would (WHATWG HTML, "Tokenization"), stricter: what a
/// browser repairs by guessing is an HtmlError.
class HtmlReader {
public:
    enum class Place {
        text,
        tag_open,       // "<" seen
        end_tag_open,   // "</" seen
        declaration,    // "<!" seen
        comment,        // <!-- … -->
        bogus_comment,  // <!doctype …>, <?…>
        tag_name,
        in_tag,  // between attributes
        attribute_name,
        after_attribute_name,  // a space after the name; "=" may follow
        before_value,          // "=" seen
        unquoted,
        quoted,
        raw_text,        // script, style and other elements without escapes
        escapable_text,  // title, textarea: only text, but escapes work
    };

    /// What must be the same at both ends of a section.
    struct State {
        Place place = Place::text;
        char quote = 0;
        bool is_end_tag = false;
        bool verbatim = false;          // text: right in code or its like; not compared
        bool separated = false;         // in_tag: white space was seen, an attribute may begin; not compared
        unsigned attribute_number = 0;  // quoted: which attribute of the template
        std::string tag;
        std::string attribute;
        std::string pending;  // raw and escapable text: the beginning of what may be its end tag
    };

    void read(char c);

    Place place() const { return state_.place; }
    /// Throws when a value or a message here could become anything but text.
    void expect_value_place() const;
    /// The same for ready markup and for partials.
    void expect_text_place(std::string_view what) const;
    /// Call at {{#…}}: where the section stands.
    State begin_section();
    /// Call at {{/…}}.
    void end_section(const State& begin);
    /// Text between tags that people read as lines: not what stands in code or a form's list, to be copied as it is.
    bool is_prose_place() const;
    /// The template's end.
    void expect_end() const;

    /// Set inside a quoted value of an attribute with an address.
    std::optional<UrlRule> url_rule() const;
    /// Of such a value: the literal text since the quote.
    const std::string& url_text() const { return value_; }
    unsigned attribute_number() const { return state_.attribute_number; }

private:
    void read_tag_open(char c);
    void read_declaration(char c);
    void read_comment(char c);
    void read_in_tag(char c);
    void read_name(char c);
    void read_value_start(char c);
    void read_unquoted(char c);
    void read_quoted(char c);
    void read_raw(char c);
    void begin_attribute(char c);
    void end_attribute_name();
    void close_tag();
    void normalize_for_section();

    State state_;
    unsigned attributes_ = 0;  // seen so far
    std::string value_;        // of the quoted attribute, literal parts
    std::string declaration_;  // after "<!"
    std::string recent_;       // script: the last four characters
    int dashes_ = 0;           // comment: how many "-" just now
    bool bang_ = false;        // comment: "--!" just now
};

}  // namespace veche::web
