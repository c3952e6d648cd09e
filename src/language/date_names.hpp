#pragma once

#include <array>
#include <string>

#include "language/language.hpp"

namespace veche::language {

/// Names of CLDR, copied once: ICU's own formatters are slow to make and not safe to share.
struct DateNames {
    std::array<std::string, 12> month_alone;   // "июль"
    std::array<std::string, 12> month_of_day;  // "июля"
    std::array<std::string, 7> weekday;        // from Sunday: "воскресенье"
    std::array<std::string, 7> short_weekday;  // "вс"
};

/// Throws std::runtime_error when ICU has no data for the language.
DateNames date_names(Code code);

}  // namespace veche::language
