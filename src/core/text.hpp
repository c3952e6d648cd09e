#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace veche {

/// True for well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF) without NUL or other control
/// characters but tab, line feed and carriage return.
bool is_clean_utf8(std::string_view text);

/// Characters as Unicode counts them (code points). `text` must be well-formed.
std::size_t count_code_points(std::string_view text);

/// Without white space at both ends; no-break space and the BOM are white space too.
std::string_view trimmed(std::string_view text);

/// Runs of white space, line ends included, become one space; trimmed.
std::string one_line(std::string_view text);

/// The first `limit` code points; a cut text ends with "…", which is counted.
std::string shortened(std::string_view text, std::size_t limit);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// The lines between "\n"; an end after the last one makes no empty line.
std::vector<std::string> split_lines(std::string_view text);

/// The one gate of short texts (titles, names, places) from a form: clean UTF-8, one line, `least`..`most` code points.
/// Refusals: text.broken, text.empty, text.too_long {most}.
Result<std::string> parse_line(std::string_view raw, std::string_view field, std::size_t least, std::size_t most);

}  // namespace veche
