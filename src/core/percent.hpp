#pragma once

#include <string>
#include <string_view>

namespace veche {

/// A text as one query value (RFC 3986 §2.1): all but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace veche
