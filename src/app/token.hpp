#pragma once

#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace veche::app {

/// 256 random bits in base 64 for addresses (43 characters): of a session, of an invitation.
Secret<std::string> random_token();

/// SHA-256 in hex: the only form in which a token or a recovery code is stored. Enough without salt, because what is
/// hashed is random and long.
std::string token_hash(std::string_view token);

}  // namespace veche::app
