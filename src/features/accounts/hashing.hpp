#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>

#include "core/secret.hpp"

namespace veche::accounts {

/// Argon2id of passwords (m = 19 MiB, t = 2, p = 1: OWASP). Each hash costs memory and some 20 ms of a core, so at most
/// `parallel` run at once, at most `waiting` wait, and the rest get Unavailable: a crowd at the door cannot eat the
/// memory. Never called inside Context::change: the one writer must not wait for it.
class Hashing {
public:
    explicit Hashing(std::size_t parallel = 4, std::size_t waiting = 64) : parallel_(parallel), waiting_limit_(waiting)
    {}

    /// The text for storage, with its salt and its figures.
    std::string hash(const Secret<std::string>& password);
    /// False also for a text that is no hash.
    bool verify(const std::string& stored, const Secret<std::string>& password);
    /// Takes as long as verify() and is always false: for an address that nobody has.
    bool verify_nobody(const Secret<std::string>& password);

    struct Figures {
        std::size_t running = 0;
        std::size_t waiting = 0;
    };
    Figures figures() const;

    /// A place in the queue; leaves it at the end of its life.
    class Place {
    public:
        explicit Place(Hashing& queue);
        ~Place();
        Place(const Place&) = delete;

    private:
        Hashing& queue_;
    };

private:
    const std::size_t parallel_;
    const std::size_t waiting_limit_;
    mutable std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t running_ = 0;
    std::size_t waiting_ = 0;
};

/// The one of the process: its bound is on the machine's memory, not on a town.
Hashing& hashing();

}  // namespace veche::accounts
