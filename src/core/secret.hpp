#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace veche {

/// A password, a token, a key. It has no formatter and no conversion, so it cannot reach a log by accident;
/// `reveal()` is the one word to search for in a review.
template <class T = std::string>
class Secret {
public:
    Secret() = default;
    explicit Secret(T value) : value_(std::move(value)) {}
    const T& reveal() const { return value_; }

private:
    T value_{};
};

/// How long a refusal takes tells nothing of where a wrong one differs, only that its length does.
inline bool is_same_secret(std::string_view own, std::string_view sent)
{
    if (own.size() != sent.size()) return false;
    volatile unsigned char different = 0;  // looked at each time, so no loop is left early
    for (std::size_t i = 0; i < own.size(); ++i) different = different | static_cast<unsigned char>(own[i] ^ sent[i]);
    return different == 0;
}

}  // namespace veche
