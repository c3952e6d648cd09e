#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace veche::language {

/// One line of a programme: "10:30–12:00 Мастер-классы". Minutes since midnight, 0..1439.
struct ProgrammeHour {
    int start = 0;
    std::optional<int> end;
    std::string title;

    bool operator==(const ProgrammeHour&) const = default;
};

/// What happens at which hour of a day, in its order. Hours after midnight may follow those of an evening. docs/rules/programme.md.
using Programme = std::vector<ProgrammeHour>;

/// Limits, in lines of it and in code points: of the words of one, and of the whole as it is typed.
inline constexpr std::size_t programme_most = 50, programme_title_limit = 300, programme_limit = 10'000;

/// What a person typed: a line for each hour, empty ones count for nothing. Refusals name the first line that is wrong, with its number and
/// its words: programme.no_hour, programme.no_title, programme.reversed, programme.out_of_order, programme.long_title;
/// programme.too_many {most}.
Result<Programme> parse_programme(std::string_view text, std::string_view field);

/// "10:30–12:00", or "10:00" without an end.
std::string hours_text(const ProgrammeHour& hour);
/// As it is shown in plain text, typed again, and stored: "10:00 Открытие\n10:30–12:00 Мастер-классы". load_programme is the exact inverse of it; any other
/// text was not written by this program, and is a Bug.
std::string programme_text(const Programme& programme);
Programme load_programme(std::string_view text);

}  // namespace veche::language
