#pragma once

#include <sodium/crypto_hash_sha256.h>

#include <string>
#include <string_view>

namespace veche::outside {

/// SHA-256 of what was added, piece by piece.
class Digest {
public:
    static constexpr std::size_t letters = 2 * crypto_hash_sha256_BYTES;  // of its text

    Digest() { crypto_hash_sha256_init(&state_); }
    Digest& add(std::string_view bytes)
    {
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        return *this;
    }
    /// In lower-case hex; the last that is done with it.
    std::string hex();

private:
    crypto_hash_sha256_state state_{};
};

inline std::string digest_of(std::string_view bytes)
{
    return Digest().add(bytes).hex();
}

}  // namespace veche::outside
