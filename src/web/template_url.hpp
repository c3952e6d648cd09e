#pragma once

#include <string_view>

namespace veche::web {

/// Where a URL attribute may lead.
enum class UrlRule {
    links,     // http, https, mailto, tel, webcal, or our own path
    own_path,  // our own path only: what a browser loads and runs (script, iframe, embed, object)
    own_list,  // srcset: own paths with their widths, "/media/a.webp 320w, /media/b.webp 800w"; judged when it is whole
};

/// What the beginning of a URL, escaped as it stands in HTML, says about the whole.
enum class UrlVerdict {
    fixed,      // scheme, or our own path, is settled and allowed: nothing behind it can change that
    undecided,  // too short to tell
    refused,
};

/// Own paths begin with "/" and no second slash or backslash ("//host" is another host, "/\host" too), "#" or "?".
/// Relative paths are refused: they mean something else on every page.
UrlVerdict judge_url_beginning(std::string_view escaped, UrlRule rule);

/// The whole value of an attribute, escaped. Control characters are refused: browsers drop tabs and line ends
/// inside a URL (WHATWG URL, "basic URL parser"), so "/\t/host" would be another host.
bool is_allowed_url(std::string_view escaped, UrlRule rule);

}  // namespace veche::web
