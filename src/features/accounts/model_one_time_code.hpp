#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/secret.hpp"
#include "core/time.hpp"

/// Codes of an authenticator application (RFC 6238: SHA-1, 30 s, 6 digits) and the paper ones for the day the phone is
/// lost.
namespace veche::accounts {

/// 160 random bits, the length of the hash (RFC 4226 §4).
class TotpKey {
public:
    static constexpr std::size_t bytes = 20;

    explicit TotpKey(std::array<unsigned char, bytes> key) : key_(key) {}
    static TotpKey random();
    /// The inverse of text(); spaces and small letters are allowed.
    static std::optional<TotpKey> parse(std::string_view base32);

    /// Base 32 of RFC 4648 without padding: how it is stored and typed into a phone.
    Secret<std::string> text() const;
    /// Six digits of a step (30 s since 1970).
    Secret<std::string> code(std::int64_t step) const;

private:
    std::array<unsigned char, bytes> key_;
};

std::int64_t totp_step(Instant at);

/// The step whose code this is: now's or a neighbour's, and later than `last_used`, so that each code works once.
/// Spaces in `typed` are left out ("123 456").
std::optional<std::int64_t> matching_step(const TotpKey& key, std::string_view typed, Instant now,
                                          std::optional<std::int64_t> last_used);

/// otpauth://totp/… as applications read it; `issuer` is the town's name.
Secret<std::string> otpauth_address(const TotpKey& key, std::string_view issuer, std::string_view account);

inline constexpr int recovery_code_count = 10;
/// "7kq2-m9xd-3tfw-h5ab": 80 random bits, so that the stored SHA-256 cannot be searched.
std::vector<Secret<std::string>> random_recovery_codes();
/// The one spelling of a typed recovery code, or nothing when it cannot be one.
std::optional<Secret<std::string>> parse_recovery_code(std::string_view typed);

std::string base32(const unsigned char* bytes, std::size_t size);
std::optional<std::vector<unsigned char>> parse_base32(std::string_view text);

}  // namespace veche::accounts
