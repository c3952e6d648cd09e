#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "outside/docx_template_part.hpp"

namespace veche::outside {

/// What stands between "{{" and "}}"; nothing when it is no field.
std::optional<TemplateTag> parse_tag(std::string_view inside);

/// Of a text, at most `most` code points about the place `at`, in one line.
std::string words_around(std::string_view text, std::size_t at, std::size_t most);

}  // namespace veche::outside
