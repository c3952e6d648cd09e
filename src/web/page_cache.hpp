#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "web/response.hpp"

namespace veche::web {

/// Public pages with their compressed forms. A page is stored with the topics it was built from ("plan/01h…") and is gone as
/// soon as one of them is touched, so a reader never sees a stale page and a hit never reaches the database.
///
/// The race "read before a commit, stored after it" is closed by tickets: take one BEFORE reading; store() refuses a page
/// whose topics were touched since. Bounded in bytes; the least recently used pages go first. Thread-safe.
class PageCache {
public:
    explicit PageCache(std::size_t bytes);
    ~PageCache();

    using Ticket = std::uint64_t;

    std::optional<Response> find(std::string_view key);
    Ticket ticket() const;
    void store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken);
    void touch(const std::vector<std::string>& topics);
    void clear();

    struct Figures {
        std::int64_t hits = 0, misses = 0, pages = 0, bytes = 0;
    };
    Figures figures() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace veche::web
