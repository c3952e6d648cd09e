#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace veche::app {

/// What a row of a chain is bound by: SHA-256 of a word that says the form, and of each field as its length in bytes, a colon and its
/// bytes. No two different lists of fields give the same text.
class ChainHash {
public:
    explicit ChainHash(std::string_view form) : bytes_(form) {}
    ChainHash& add(std::string_view field);
    ChainHash& add(std::int64_t field) { return add(std::to_string(field)); }
    /// Lower-case hex.
    std::string hex() const;

private:
    std::string bytes_;
};

}  // namespace veche::app
