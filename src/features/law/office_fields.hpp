#pragma once

#include <span>
#include <string_view>

#include <nlohmann/json.hpp>

#include "language/language.hpp"
#include "web/form.hpp"

namespace veche::law {

/// A field of one of this feature's forms; law.field_NAME is its label, law.hint_NAME beside it where there is one.
struct Field {
    std::string_view name;
    std::string_view type;  // of the input: text, date, email, tel; "textarea"
    int most = 200;         // characters
};

/// fields[] for law/part_field, and what app/error_summary asks for. `values` are shown while nothing was typed.
nlohmann::json fields_model(const language::Words& words, std::span<const Field> fields, const nlohmann::json& values,
                            const web::Form* form);

}  // namespace veche::law
