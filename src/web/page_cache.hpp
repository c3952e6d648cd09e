#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/response.hpp"
#include "web/topic_cache.hpp"

namespace veche::web {

/// Public pages with their compressed forms, dropped by topic: see TopicCache. Pages whose key has a '?' have a room of their own:
/// anybody can ask for as many of them as he likes, and must not drive out those that everybody asks for.
class PageCache {
public:
    explicit PageCache(std::size_t bytes) : PageCache(bytes, bytes / 4) {}
    PageCache(std::size_t bytes, std::size_t bytes_with_parameters)
        : plain_(bytes), with_parameters_(bytes_with_parameters)
    {}

    using Ticket = TopicCache::Ticket;

    std::optional<Response> find(std::string_view key, Instant now = {});
    Ticket ticket() const { return plain_.ticket(); }
    void store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken,
               std::optional<Instant> until = {});
    // Tickets come from `plain_`, which counts a touch last: so a number taken before a touch is never above what the other
    // room has written down for it.
    void touch(const std::vector<std::string>& topics)
    {
        with_parameters_.touch(topics);
        plain_.touch(topics);
    }
    void clear()
    {
        with_parameters_.clear();
        plain_.clear();
    }

    struct Figures {
        std::int64_t hits = 0, misses = 0, pages = 0, bytes = 0;
    };
    Figures figures() const;

private:
    TopicCache& room_of(std::string_view key);

    TopicCache plain_;
    TopicCache with_parameters_;
};

}  // namespace veche::web
