#pragma once

#include <string_view>

// Pages that stand within pages of other sites. (A file of its own: the layout and the protection of answers must mean the same
// pages, and no others may ever be framed.)
namespace veche::app {

/// Page::section of such a page. Its layout has no navigation, no form and no script, and nothing of it asks who reads.
inline constexpr std::string_view widget_section = "widget";

/// Any site may frame it: there is nothing in it that a stranger could lead a reader to press.
inline constexpr std::string_view widget_policy =
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *";

}  // namespace veche::app
