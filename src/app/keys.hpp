#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/secret.hpp"

namespace veche::app {

/// A named Ed25519 key of the installation, in files outside the database: DATA/keys/NAME.key (the seed, 0600) and
/// DATA/keys/NAME.former (the public halves of those it followed). Files are read at each use, which is rare, so that a key
/// that was changed beside a running server is at once the one in use (docs/rules/keys.md).
class SigningKey {
public:
    /// Makes the key when there is none yet.
    SigningKey(const std::filesystem::path& data, std::string_view name);

    /// 64 bytes.
    std::string sign(std::string_view text) const;
    /// 32 bytes.
    const std::string& public_half() const { return public_half_; }
    /// Public halves, this one first, then the former ones, the latest first.
    std::vector<std::string> known() const;

private:
    std::filesystem::path former_;
    Secret<> secret_;  // 64 bytes, libsodium's form
    std::string public_half_;
};

/// Puts a new key in the place of the present one, whose public half is kept: what it has signed stays provable.
void change_key(const std::filesystem::path& data, std::string_view name);

}  // namespace veche::app
