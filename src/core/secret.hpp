#pragma once

#include <string>
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

}  // namespace veche
