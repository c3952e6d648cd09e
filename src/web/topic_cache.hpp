#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace veche::web {

/// Values that were made from the database, each with the topics it was built from ("plan/01h…"); a value is gone as soon as one
/// of its topics is touched, so nobody ever gets a stale one and a hit never reaches the database.
///
/// The race "read before a commit, stored after it" is closed by tickets: take one BEFORE reading; store() refuses a value
/// whose topics were touched since. Bounded in bytes; the least recently used go first. Thread-safe.
class TopicCache {
public:
    explicit TopicCache(std::size_t bytes);
    ~TopicCache();

    using Ticket = std::uint64_t;
    using Value = std::shared_ptr<const void>;

    struct Found {
        Value value;  // null: there is none
        std::shared_ptr<const std::vector<std::string>> topics;
        std::optional<Instant> until;
    };
    /// What was good until `now` or less is gone.
    Found find(std::string_view key, Instant now = {});
    Ticket ticket() const;
    /// `bytes`: what the value takes, roughly; the key and the topics are added here. `until`: when it stops being true though
    /// nobody touches anything.
    void store(std::string key, Value value, std::size_t bytes, std::vector<std::string> topics, Ticket taken,
               std::optional<Instant> until = {});
    void touch(const std::vector<std::string>& topics);
    void clear();

    struct Figures {
        std::int64_t hits = 0, misses = 0, values = 0, bytes = 0;
    };
    Figures figures() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace veche::web
