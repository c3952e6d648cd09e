#include "features/accounts/hashing.hpp"

#include <sodium.h>

#include <array>

#include "core/errors.hpp"
#include "language/collation.hpp"

namespace veche::accounts {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

/// "é" typed on two keyboards may arrive as one code point or as two.
std::string as_typed(const Secret<std::string>& password)
{
    return language::normalized(password.reveal());
}

std::string hash_now(const std::string& text)
{
    std::array<char, crypto_pwhash_STRBYTES> stored{};
    const int failed =
        crypto_pwhash_str_alg(stored.data(), text.data(), text.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw Unavailable("no memory to hash a password");
    return stored.data();
}

}  // namespace

Hashing::Place::Place(Hashing& queue) : queue_(queue)
{
    std::unique_lock lock(queue_.mutex_);
    if (queue_.running_ >= queue_.parallel_) {
        if (queue_.waiting_ >= queue_.waiting_limit_) throw Unavailable("too many passwords are being checked");
        ++queue_.waiting_;
        queue_.freed_.wait(lock, [&] { return queue_.running_ < queue_.parallel_; });
        --queue_.waiting_;
    }
    ++queue_.running_;
}

Hashing::Place::~Place()
{
    {
        const std::lock_guard lock(queue_.mutex_);
        --queue_.running_;
    }
    queue_.freed_.notify_one();
}

std::string Hashing::hash(const Secret<std::string>& password)
{
    const std::string text = as_typed(password);
    const Place place(*this);
    return hash_now(text);
}

bool Hashing::verify(const std::string& stored, const Secret<std::string>& password)
{
    const std::string text = as_typed(password);
    const Place place(*this);
    return crypto_pwhash_str_verify(stored.c_str(), text.data(), text.size()) == 0;
}

bool Hashing::verify_nobody(const Secret<std::string>& password)
{
    // Of 24 random bytes that were thrown away. Its figures are those of hash_now, so it takes as long.
    static const std::string nobody =
        "$argon2id$v=19$m=19456,t=2,p=1$vNbNMKAL+MwkSRzCKrpMOg$2uHE0mDDrrvuyTgYC+7hWQwoQGTD8jy75CbcaRo/26Q";
    verify(nobody, password);
    return false;
}

Hashing::Figures Hashing::figures() const
{
    const std::lock_guard lock(mutex_);
    return {running_, waiting_};
}

Hashing& hashing()
{
    static Hashing one;
    return one;
}

}  // namespace veche::accounts
