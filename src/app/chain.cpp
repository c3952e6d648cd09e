#include "app/chain.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace veche::app {

ChainHash& ChainHash::add(std::string_view field)
{
    bytes_ += fmt::format("{}:", field.size());
    bytes_ += field;
    return *this;
}

std::string ChainHash::hex() const
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace veche::app
