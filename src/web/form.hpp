#pragma once

#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::web {

/// The request is not one our pages send (an unknown or repeated field, a broken id): 400, for machines, not people.
class BadRequest : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One form, read strictly: its fields are listed, an unknown or unexpectedly repeated one throws BadRequest. A check box is
/// exactly "1" or absent. The field "csrf" needs no listing. Refusals are gathered per field; what was typed is kept for showing the form again.
class Form {
public:
    struct Fields {
        std::initializer_list<std::string_view> single;
        std::initializer_list<std::string_view> many = {};      // may repeat
        std::initializer_list<std::string_view> prefixes = {};  // "line-": numbered fields of a table
    };
    Form(const Request& request, Fields fields);

    /// "" when absent.
    const std::string& text(std::string_view field) const;
    std::vector<std::string> texts(std::string_view field) const;
    bool flag(std::string_view field) const;

    /// The value, or T{} with the refusal remembered.
    template <class T>
    T take(Result<T> result)
    {
        if (result) return std::move(*result);
        refuse(result.error());
        return T{};
    }
    void refuse(Refusal refusal) { refusals_.push_back(std::move(refusal)); }

    bool good() const { return refusals_.empty(); }
    const std::vector<Refusal>& refusals() const { return refusals_; }
    /// Of the page that shows the form: 200 without refusals, 429 after too many attempts, 409 for a conflict, else 422.
    int status() const;

    /// For templates: {"values": {field: text}, "errors": {field: words}, "error_list": [{field, words}], "has_errors": bool}.
    /// Fields not listed in `single` are left out; every listed field is present, "" or no error.
    nlohmann::json model(const language::Words& words) const;

private:
    const Request& request_;
    std::vector<std::string> single_;
    std::vector<Refusal> refusals_;
};

}  // namespace veche::web
