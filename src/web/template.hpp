#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/html.hpp"
#include "web/model.hpp"

namespace veche::language {
class Words;
}

namespace veche {

/// Ready markup in a model: model["text"] = render_markdown(…), printed by {{{text}}}.
void to_json(nlohmann::json& model, const Html& html);

}  // namespace veche

namespace veche::web {

// clang-format off
/// A strict Mustache subset over one JSON model. Syntax, in whole:
///
///   {{name}} {{a.b}} {{.}}   a string, number or bool, escaped for where it stands (text or quoted attribute). In an address
///                            (href, src, action, formaction, poster, data, cite) what the whole attribute leads to is checked
///                            unless the template's own text before the first {{ settles it ("/plan/", "mailto:"): http,
///                            https, mailto, tel, webcal, or our own path ("/…" but not "//host", "#…", "?…"); in what a
///                            browser loads by itself (script, iframe, embed, object) our own path only; in srcset= a list
///                            of own paths with widths ("/media/a.webp 320w, /media/b.webp 800w"). Nothing is
///                            percent-coded: the model brings whole, valid addresses. A missing name or null throws
///                            TemplateError. In text, but not right in code, pre, kbd, samp or option, it is typeset
///                            (language/typeset.hpp), and so are messages.
///   {{{name}}}               only for a value made by Html: {"$html": "…"}, and only in text; anything else throws
///   {{#name}}…{{/name}}      section: array (each item becomes the scope, {{.}} the item), object or text (scope), true; false,
///                            null, "" and [] skip. A missing name throws, and so does a number. A section begins and ends in
///                            the same place of the HTML: in text, between attributes, or in one quoted value.
///   {{^name}}…{{/name}}      the opposite. A missing name throws.
///   {{?name}}…{{/name}}      "if it is there": a missing name counts as false; the scope does not change
///   {{>folder/partial}}      another template, same scope, in text only; resolved and checked when loaded; at most 16 deep
///   {{t message.id}}         the catalogue's words, escaped
///   {{t message.id count=path name=path}}   placeholders filled from the model; `count` picks the plural and is printed
///                            with the language's digits grouping
///   {{! comment}}
///   Names are looked up in the innermost scope, then outwards.
///
/// Contexts are fixed when a template is loaded: a value in <script>, <style>, on*=, style=, srcdoc=, an unquoted
/// attribute, a tag or attribute name, or a comment is a TemplateError naming file and line.
// clang-format on
class Templates {
public:
    /// name ("plan/portal_year") -> source. All are parsed and linked now.
    explicit Templates(const std::map<std::string, std::string, std::less<>>& sources);
    ~Templates();
    Templates(const Templates&) = delete;

    std::string render(std::string_view name, const Node& model, const language::Words& words) const;
    std::string render(std::string_view name, const nlohmann::json& model, const language::Words& words) const;

    /// Every message id the templates mention, for the lint and the test.
    std::vector<std::string> message_ids() const;

private:
    struct Implementation;
    std::unique_ptr<const Implementation> implementation_;
};

class TemplateError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Five characters of HTML escaped.
std::string escape_html(std::string_view text);

}  // namespace veche::web
