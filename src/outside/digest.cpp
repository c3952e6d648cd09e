#include "outside/digest.hpp"

#include <array>

#include "core/hex.hpp"

namespace veche::outside {

std::string Digest::hex()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    return to_hex(digest);
}

}  // namespace veche::outside
