#pragma once

#include <string>
#include <string_view>

namespace veche::test {

/// What a person reads of a page: without the spaces and hyphens of typesetting (docs/rules/typeset.md).
inline std::string without_typesetting(std::string_view page)
{
    std::string text;
    text.reserve(page.size());
    for (std::size_t at = 0; at < page.size(); ++at) {
        const auto two = page.substr(at, 2);
        if (two == "\u00A0") text += ' ';
        if (two == "\u00A0" || two == "\u00AD")
            ++at;
        else
            text += page[at];
    }
    return text;
}

}  // namespace veche::test
