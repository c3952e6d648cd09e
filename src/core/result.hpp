#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace veche {

/// Why a person's wish was not done. Each kind has one HTTP status (see app/context.cpp).
enum class RefusalKind {
    invalid,   // a field is wrong: 422
    conflict,  // somebody else changed it meanwhile, or it exists already: 409
    closed,    // too late, too early, wrong stage: 422
    too_many,  // a limit or a budget is used up: 429
};

/// A refusal the person can understand and mend. `message` is an id in the catalogues
/// (language/ru.po), `field` the form field it stands beside, empty for the whole form;
/// `values` fill the {placeholders} of the message.
struct Refusal {
    RefusalKind kind = RefusalKind::invalid;
    std::string message;
    std::string field;
    std::vector<std::pair<std::string, std::string>> values;

    bool operator==(const Refusal&) const = default;
};

template <class T>
using Result = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(RefusalKind kind, std::string_view message, std::string_view field = {},
                                      std::vector<std::pair<std::string, std::string>> values = {})
{
    return tl::unexpected<Refusal>(Refusal{kind, std::string(message), std::string(field), std::move(values)});
}

}  // namespace veche
