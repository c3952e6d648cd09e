#include "app/ids.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace veche::app {

namespace {

using Bytes16 = std::array<unsigned char, 16>;

std::string uuid_text(Bytes16 bytes, unsigned version)
{
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | version << 4);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02x}", bytes[i]);
    }
    return text;
}

}  // namespace

std::string random_uuid()
{
    Bytes16 bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return uuid_text(bytes, 4);
}

std::string named_uuid(std::string_view space, std::string_view name)
{
    const std::string text = std::string(space) + '\n' + std::string(name);
    Bytes16 bytes{};
    crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       nullptr, 0);
    return uuid_text(bytes, 8);
}

std::int64_t Ids::next(Instant now)
{
    const std::lock_guard lock(mutex_);
    // Within one millisecond, or when the clock goes back, a small random step keeps keys rising and not quite guessable.
    const std::int64_t fresh = now.milliseconds << 21 | std::int64_t(randombytes_uniform(1u << 20));
    last_ = fresh > last_ ? fresh : last_ + 1 + randombytes_uniform(64);
    return last_;
}

}  // namespace veche::app
