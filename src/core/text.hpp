#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace veche {

/// True for well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF) without NUL or other control
/// characters but tab, line feed and carriage return, and without noncharacters (U+FFFE, U+FFFF and their like in every plane,
/// U+FDD0..U+FDEF): XML has no way to write those, so one of them would break every feed, document and sheet it gets into.
bool is_clean_utf8(std::string_view text);

/// Well-formed only: whatever characters it holds.
bool is_well_formed_utf8(std::string_view text);

/// What somebody meant to write, as clean UTF-8. The line breaks of word processors (U+000B, U+000C) become line feeds, other
/// control characters and noncharacters go without a trace: nobody typed them. A byte that belongs to no character becomes
/// U+FFFD, and `broken` says so: that text has lost something.
struct CleanedText {
    std::string text;
    bool broken = false;
};
CleanedText cleaned_utf8(std::string_view raw);

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

/// The gate of longer texts: paragraphs stay. Lines end with "\n" and have no space before it; of several empty lines one is kept, and
/// none at either end. Line ends are counted like other characters. Refusals as of parse_line.
Result<std::string> parse_paragraphs(std::string_view raw, std::string_view field, std::size_t least, std::size_t most);

}  // namespace veche
