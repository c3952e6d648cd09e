#include "web/template_html.hpp"

#include <array>

#include "core/ascii.hpp"

namespace veche::web {

namespace {

using Place = HtmlReader::Place;

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 7> raw_elements = {"script",  "style",    "iframe",   "xmp",
                                                          "noembed", "noframes", "plaintext"};
constexpr std::array<std::string_view, 2> escapable_elements = {"textarea", "title"};
/// What stands in them is copied sign by sign, or sent.
constexpr std::array<std::string_view, 5> verbatim_elements = {"code", "pre", "kbd", "samp", "option"};
/// Elements whose address is loaded into the page or moves every other address.
constexpr std::array<std::string_view, 6> loading_elements = {"script", "iframe", "frame", "embed", "object", "base"};
/// SVG animation can set any attribute, an href too.
constexpr std::array<std::string_view, 4> animating_elements = {"animate", "set", "animatemotion", "animatetransform"};
constexpr std::array<std::string_view, 12> url_attributes = {"href",     "src",        "action",     "formaction",
                                                             "poster",   "data",       "cite",       "icon",
                                                             "longdesc", "xlink:href", "background", "manifest"};
/// Code, or a list that our check of addresses does not cover.
constexpr std::array<std::string_view, 4> refused_attributes = {"style", "srcdoc", "imagesrcset", "ping"};

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_refused_attribute(const std::string& tag, const std::string& attribute)
{
    return attribute.starts_with("on") || contains(refused_attributes, attribute) || contains(animating_elements, tag);
}

/// Characters that a browser takes into a name although nobody means it.
void expect_name_character(char c)
{
    if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '`' || c == '\0')
        throw HtmlError(std::string("unexpected ") + c + " in a tag");
}

bool is_tag_place(Place place)
{
    return place == Place::tag_name || place == Place::in_tag || place == Place::attribute_name ||
           place == Place::after_attribute_name;
}

}  // namespace

void HtmlReader::read(char c)
{
    switch (state_.place) {
        case Place::text:
            if (c == '<') state_.place = Place::tag_open;
            return;
        case Place::tag_open:
        case Place::end_tag_open: return read_tag_open(c);
        case Place::declaration: return read_declaration(c);
        case Place::comment: return read_comment(c);
        case Place::bogus_comment:
            if (c == '>') state_.place = Place::text;
            return;
        case Place::in_tag: return read_in_tag(c);
        case Place::tag_name:
        case Place::attribute_name:
        case Place::after_attribute_name: return read_name(c);
        case Place::before_value: return read_value_start(c);
        case Place::unquoted: return read_unquoted(c);
        case Place::quoted: return read_quoted(c);
        case Place::raw_text:
        case Place::escapable_text: return read_raw(c);
    }
}

void HtmlReader::read_tag_open(char c)
{
    const bool is_end_tag = state_.place == Place::end_tag_open;
    if (is_ascii_letter(c)) {
        state_ = State{};
        state_.place = Place::tag_name;
        state_.is_end_tag = is_end_tag;
        state_.tag = ascii_lower(c);
    } else if (is_end_tag) {
        state_.place = c == '>' ? Place::text : Place::bogus_comment;
    } else if (c == '/') {
        state_.place = Place::end_tag_open;
    } else if (c == '!') {
        state_.place = Place::declaration;
        declaration_.clear();
    } else if (c == '?') {
        state_.place = Place::bogus_comment;
    } else if (c != '<') {
        state_.place = Place::text;
    }
}

void HtmlReader::read_declaration(char c)
{
    declaration_ += c;
    if (c == '[') throw HtmlError("CDATA is no HTML");
    if (declaration_ == "-") return;
    if (declaration_ == "--") {
        state_.place = Place::comment;
        dashes_ = 2;  // "<!-->" is a whole comment
        bang_ = false;
        return;
    }
    state_.place = c == '>' ? Place::text : Place::bogus_comment;
}

void HtmlReader::read_comment(char c)
{
    if (c == '>' && (dashes_ >= 2 || bang_)) {
        state_.place = Place::text;
    } else if (c == '-') {
        dashes_ = bang_ ? 1 : dashes_ + 1;
        bang_ = false;
    } else {
        bang_ = c == '!' && dashes_ >= 2;
        dashes_ = 0;
    }
}

void HtmlReader::read_in_tag(char c)
{
    if (is_space(c) || c == '/') {
        state_.separated = true;
    } else if (c == '>') {
        close_tag();
    } else if (!state_.separated) {
        throw HtmlError("a space is missing before an attribute");
    } else {
        begin_attribute(c);
    }
}

void HtmlReader::begin_attribute(char c)
{
    expect_name_character(c);
    state_.place = Place::attribute_name;
    state_.attribute = ascii_lower(c);
    state_.attribute_number = ++attributes_;
}

void HtmlReader::end_attribute_name()
{
    // "refresh" takes an address inside another attribute; what it does is sent as a header.
    if (state_.attribute == "http-equiv") throw HtmlError("http-equiv: send a header instead");
}

void HtmlReader::read_name(char c)
{
    const Place place = state_.place;
    if (place == Place::attribute_name && (is_space(c) || c == '/' || c == '>' || c == '=')) end_attribute_name();
    if (is_space(c)) {
        state_.place = place == Place::tag_name ? Place::in_tag : Place::after_attribute_name;
        state_.separated = true;
    } else if (c == '/') {
        state_.place = Place::in_tag;
        state_.separated = true;
    } else if (c == '>') {
        close_tag();
    } else if (c == '=' && place != Place::tag_name) {
        state_.place = Place::before_value;
    } else if (place == Place::after_attribute_name) {
        begin_attribute(c);
    } else {
        expect_name_character(c);
        (place == Place::tag_name ? state_.tag : state_.attribute) += ascii_lower(c);
    }
}

void HtmlReader::read_value_start(char c)
{
    if (is_space(c)) return;
    if (c == '>') throw HtmlError("an attribute has no value after =");
    if (c == '"' || c == '\'') {
        state_.place = Place::quoted;
        state_.quote = c;
        value_.clear();
        return;
    }
    state_.place = Place::unquoted;
    read_unquoted(c);
}

void HtmlReader::read_unquoted(char c)
{
    if (c == '>') return close_tag();
    if (is_space(c)) {
        state_.place = Place::in_tag;
        state_.separated = true;
        return;
    }
    expect_name_character(c);
}

void HtmlReader::read_quoted(char c)
{
    if (c != state_.quote) {
        value_ += c;
        return;
    }
    state_.place = Place::in_tag;
    state_.quote = 0;
    state_.separated = false;
}

void HtmlReader::close_tag()
{
    const std::string tag = std::move(state_.tag);
    const bool begins = !state_.is_end_tag;
    state_ = State{};
    recent_.clear();
    state_.verbatim = begins && contains(verbatim_elements, tag);
    if (begins && contains(raw_elements, tag)) state_.place = Place::raw_text;
    if (begins && contains(escapable_elements, tag)) state_.place = Place::escapable_text;
    if (state_.place != Place::text) state_.tag = tag;
}

void HtmlReader::read_raw(char c)
{
    if (state_.tag == "script") {
        recent_ = (recent_ + c).substr(recent_.size() >= 4 ? 1 : 0);
        // Behind it a browser needs two end tags (WHATWG HTML, "script data double escaped state").
        if (recent_ == "<!--") throw HtmlError("<!-- inside <script>");
    }
    auto& pending = state_.pending;
    const std::string end = "</" + state_.tag;
    if (pending == end && (is_space(c) || c == '/' || c == '>')) {
        const std::string tag = state_.tag;
        state_ = State{};
        state_.place = Place::tag_name;
        state_.is_end_tag = true;
        state_.tag = tag;
        return read_name(c);
    }
    pending += ascii_lower(c);
    if (!end.starts_with(pending)) pending = c == '<' ? "<" : "";
}

void HtmlReader::expect_value_place() const
{
    switch (state_.place) {
        case Place::text: return;
        case Place::escapable_text:
            if (!state_.pending.empty()) throw HtmlError("a value after an unfinished tag in <" + state_.tag + ">");
            return;
        case Place::quoted:
            if (is_refused_attribute(state_.tag, state_.attribute))
                throw HtmlError("a value in " + state_.attribute + "= of <" + state_.tag + ">");
            return;
        case Place::raw_text: throw HtmlError("a value in <" + state_.tag + ">");
        case Place::comment:
        case Place::declaration:
        case Place::bogus_comment: throw HtmlError("a value in an HTML comment");
        case Place::before_value:
        case Place::unquoted: throw HtmlError("a value in an attribute without quotes");
        case Place::tag_open:
        case Place::end_tag_open:
        case Place::tag_name: throw HtmlError("a value in a tag's name");
        case Place::in_tag:
        case Place::attribute_name:
        case Place::after_attribute_name: throw HtmlError("a value in an attribute's name");
    }
}

void HtmlReader::expect_text_place(std::string_view what) const
{
    if (state_.place != Place::text) throw HtmlError(std::string(what) + " outside the text of the page");
}

bool HtmlReader::is_prose_place() const
{
    return state_.place == Place::text && !state_.verbatim;
}

void HtmlReader::normalize_for_section()
{
    if (state_.place == Place::attribute_name) end_attribute_name();
    if (!is_tag_place(state_.place)) return;
    state_.separated =
        state_.place == Place::after_attribute_name || (state_.place == Place::in_tag && state_.separated);
    state_.place = Place::in_tag;
}

HtmlReader::State HtmlReader::begin_section()
{
    normalize_for_section();
    const bool stands = state_.place == Place::text || state_.place == Place::in_tag || state_.place == Place::quoted ||
                        (state_.place == Place::escapable_text && state_.pending.empty());
    if (!stands) throw HtmlError("a section cannot begin or end here");
    return state_;
}

void HtmlReader::end_section(const State& begin)
{
    const State end = begin_section();
    const bool same = end.place == begin.place && end.quote == begin.quote && end.tag == begin.tag &&
                      end.is_end_tag == begin.is_end_tag &&
                      (end.place != Place::quoted || end.attribute_number == begin.attribute_number);
    if (!same) throw HtmlError("a section ends in another place of the HTML than it began");
    // When the section is left out, what stands before it meets what stands behind it.
    state_.separated = begin.separated && end.separated;
}

void HtmlReader::expect_end() const
{
    if (state_.place != Place::text)
        throw HtmlError("the template ends inside a tag, a comment, or an element of raw text");
}

std::optional<UrlRule> HtmlReader::url_rule() const
{
    if (state_.place != Place::quoted) return std::nullopt;
    if (state_.attribute == "srcset") return UrlRule::own_list;
    if (!contains(url_attributes, state_.attribute)) return std::nullopt;
    return contains(loading_elements, state_.tag) ? UrlRule::own_path : UrlRule::links;
}

}  // namespace veche::web
