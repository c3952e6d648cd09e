#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veche::outside {

/// RFC 4648 §4, as mail and signed notes have it.
std::string to_base64(std::string_view bytes);
/// The bytes; nothing for a text with anything else in it, white space too.
std::optional<std::string> from_base64(std::string_view text);

/// RFC 4648 §5 without padding, for addresses.
std::string to_base64_url(std::string_view bytes);
std::optional<std::string> from_base64_url(std::string_view text);

}  // namespace veche::outside
