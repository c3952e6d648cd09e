#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/age_mark.hpp"

/// The cells of a line: from the office's spelling to the fields of the draft.
namespace veche::plan::cells {

/// Bodies and people. ';' always parts them, and where it stands commas do not. A new line, or without ';' a comma, parts them
/// only before a capital letter, and the comma only outside «» and (): "ТОС «Южный», ТОС «Надежда»" are two, "Комитет по
/// физической культуре, спорту и туризму" is one. Each once.
std::vector<std::string> split_responsible(std::string_view text);

/// The words of time on one line: dates written under one another get "; " between them, other breaks a space.
std::string join_time_lines(std::string_view text);

/// "12.00", "12-00", "12 ч. 30 мин." is left as it is unless it is nothing but hours and minutes: then "12:00".
std::string clock_words(std::string_view text);

/// "6+", "6 +", "(6+)"; nothing else is a mark.
std::optional<AgeMark> parse_age(std::string_view text);

}  // namespace veche::plan::cells
