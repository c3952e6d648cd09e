#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The cells of a line: from the office's spelling to the fields of the draft.
namespace veche::plan::cells {

/// Bodies and people. ';' always parts them. A new line or a comma parts them only before a capital letter and outside
/// «» and
/// (): "ТОС «Южный», ТОС «Надежда»" are two, "Комитет по физической культуре, спорту и туризму" is one. Each once.
std::vector<std::string> split_responsible(std::string_view text);

/// The words of time on one line: dates written under one another get "; " between them, other breaks a space.
std::string join_time_lines(std::string_view text);

/// "12.00", "12-00", "12 ч. 30 мин." is left as it is unless it is nothing but hours and minutes: then "12:00".
std::string clock_words(std::string_view text);

}  // namespace veche::plan::cells
