#pragma once

#include <string_view>

#include "core/html.hpp"

namespace veche::web {

/// The Markdown subset everybody may write: paragraphs, emphasis, lists, quotes, headings (shifted to start at h3),
/// rules, links (http, https, mailto, tel; rel="nofollow noopener"). No raw HTML, no images, no tables. At most 100 KB;
/// more is cut. Built on cmark-gfm's tree, printed by us from an allow-list: nothing of the input becomes markup in any
/// other way.
Html render_markdown(std::string_view text);

}  // namespace veche::web
