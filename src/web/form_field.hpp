#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace veche::web {

/// How a field is read, and how its page shows it.
enum class FieldKind : std::uint8_t {
    hidden,      // no label: a version, a way back
    line,        // one line; with `rows`, shown in as many
    paragraphs,  // a text whose lines stay
    lines,       // several texts of one line each; the limit is of each
    email,
    phone,
    secret,  // never shown again
    code,    // of a phone or of paper, never shown again
    whole,   // a whole number
    day,
    clock,
    radio,   // one of a few choices, all seen
    select,  // one of many
    boxes,   // any of them; the field may repeat
    box,     // yes or no
    file,
};

/// One field of a form: what is asked, how much of it is taken, and whether it has to be there. A form is a constexpr table of them, read
/// by web::Form and shown by app::form_model, so what the browser lets through is what the command takes.
struct FormField {
    std::string_view name;
    FieldKind kind = FieldKind::line;
    std::string_view label = {};  // message ids
    std::string_view hint = {};
    std::size_t limit = 0;  // code points of a text; 0 of a kind without a text
    bool obligatory = false;
    std::string_view empty = "text.empty";  // said of an obligatory one with nothing in it
    std::string_view look = {};             // a class of its control: "narrow", "middling"
    int rows = 0;                           // of a text that is seen in several
    std::string_view autocomplete = {};
    std::string_view keys = {};    // of a telephone's screen, "numeric", where the kind does not say
    std::string_view accept = {};  // of a file
};
using FormFields = std::span<const FormField>;

/// Which state of the object the person saw.
inline constexpr FormField version_field{.name = "version", .kind = FieldKind::hidden};

/// Nothing when the table has no such field.
inline const FormField* find_field(FormFields fields, std::string_view name)
{
    for (const auto& field : fields)
        if (field.name == name) return &field;
    return nullptr;
}

}  // namespace veche::web
