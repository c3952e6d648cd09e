#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/response.hpp"
#include "web/topic_cache.hpp"

namespace veche::web {

/// Public pages with their compressed forms, dropped by topic: see TopicCache.
class PageCache {
public:
    explicit PageCache(std::size_t bytes) : cache_(bytes) {}

    using Ticket = TopicCache::Ticket;

    std::optional<Response> find(std::string_view key);
    Ticket ticket() const { return cache_.ticket(); }
    void store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken);
    void touch(const std::vector<std::string>& topics) { cache_.touch(topics); }
    void clear() { cache_.clear(); }

    struct Figures {
        std::int64_t hits = 0, misses = 0, pages = 0, bytes = 0;
    };
    Figures figures() const;

private:
    TopicCache cache_;
};

}  // namespace veche::web
