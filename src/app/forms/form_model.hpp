#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "language/language.hpp"
#include "web/form.hpp"

namespace veche::app {

/// One of the answers to a field with choices.
struct Choice {
    std::string value, title;
    std::string hint = {};
};
using Choices = std::vector<Choice>;

/// What a form shows before anybody types.
struct FormContent {
    std::vector<std::pair<std::string, std::string>> values =
        {};                                               // as the form would send them; a field of boxes repeats
    std::map<std::string_view, Choices> choices = {};     // of lists; of a line: what is suggested
    std::map<std::string_view, std::string> hints = {};   // in words, where the table's message does not do
    std::map<std::string_view, std::string> labels = {};  // the same
    std::map<std::string_view, std::string> called =
        {};                                       // in the list on top, where labels alone do not tell fields apart
    std::map<std::string_view, Day> latest = {};  // of a day: the last that can be chosen
    std::string_view id_prefix = {};              // "filter-": of a second form on the page

    /// "" when there is none.
    const std::string& value(std::string_view field) const;
};

/// How a template places the fields: all in a row by {{#fields}}{{>app/field}}{{/fields}}, or each by its name,
/// {{#field.title}}{{>app/field}}{{/field.title}}.
enum class Placing { in_a_row, by_name };

/// {"fields" or "field", "error_list", "has_errors"}. Of a form that was sent: what was typed, with each refusal beside its field
/// and, with the field's name, in the list on top. After a conflict the version is the content's: sending again is a decision.
nlohmann::json form_model(const language::Words& words, web::FormFields table, const FormContent& content,
                          const web::Form* sent = nullptr, Placing placing = Placing::by_name);

/// {"words", "fields"[]: (title, theirs, yours)}: what somebody saved meanwhile beside what this person typed; app/conflict shows it.
nlohmann::json conflict_model(const language::Words& words, web::FormFields table, const FormContent& newest,
                              const web::Form& sent);

}  // namespace veche::app
