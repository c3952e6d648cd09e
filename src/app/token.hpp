#pragma once

#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace veche::app {

/// 256 random bits in base 64 for addresses (43 characters): of a session, of an invitation.
Secret<std::string> random_token();

/// Whether the text has only letters, digits, '-' and '_', as random_token() does, and a length within these bounds.
bool is_token_text(std::string_view text, std::size_t least, std::size_t most);

/// SHA-256 in hex: the only form in which a token or a recovery code is stored. Enough without salt, because what is
/// hashed is random and long.
std::string token_hash(std::string_view token);

}  // namespace veche::app
