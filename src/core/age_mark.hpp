#pragma once

#include <optional>
#include <string_view>

namespace veche {

/// The age mark of a public event, as Federal Law 436-FZ of 29 December 2010 (art. 6–10, 11 part 4) names them.
enum class AgeMark { a0, a6, a12, a16, a18 };

inline constexpr AgeMark all_age_marks[] = {AgeMark::a0, AgeMark::a6, AgeMark::a12, AgeMark::a16, AgeMark::a18};

std::string_view to_text(AgeMark mark);  // "0+", "6+", "12+", "16+", "18+"
std::optional<AgeMark> parse_age_mark(std::string_view text);

}  // namespace veche
