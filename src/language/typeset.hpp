#pragma once

#include <string>
#include <string_view>

namespace veche::language {

/// How a Russian compositor would set the text (docs/rules/typeset.md): what belongs together stays on one line by no-break spaces
/// ("№ 118", "6 июля", "к вам"), and words of fourteen letters and more may be divided, by soft hyphens. Letters and signs stay as they
/// were. For what people read as lines of text, never for values, addresses, files or letters. Pure; typesetting twice is typesetting
/// once. `text` is UTF-8.
std::string typeset(std::string_view text);

/// The same, into `out`, whose room is used again: nothing in it is kept.
void typeset(std::string_view text, std::string& out);

}  // namespace veche::language
