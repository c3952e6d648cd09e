#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veche {

/// What an A-label without its "xn--" says (RFC 3492): "почта" of "80a1acny". Nullopt for what encodes nothing, or only Latin letters.
std::optional<std::u32string> decode_punycode(std::string_view label);

}  // namespace veche
