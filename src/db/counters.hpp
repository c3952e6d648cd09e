#pragma once

#include <atomic>

#include "db/database.hpp"

namespace veche::db {

/// Figures while they are being counted by many threads.
struct Counters {
    std::atomic<std::int64_t> commands{0};
    std::atomic<std::int64_t> kept{0};
    std::atomic<std::int64_t> commits{0};
    std::atomic<std::int64_t> reads{0};
    std::atomic<std::int64_t> statements{0};
    std::atomic<std::int64_t> waiting{0};
    std::atomic<std::int64_t> lost_races{0};

    Figures now() const { return {commands, kept, commits, reads, statements, waiting, lost_races}; }
};

}  // namespace veche::db
