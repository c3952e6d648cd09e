#pragma once

#include <cstdint>
#include <mutex>

#include "core/time.hpp"

namespace veche::app {

/// Makes keys: 42 bits of milliseconds, 21 random bits, strictly rising within a process. Two processes that hit the same
/// value meet the primary key, which throws; nothing is overwritten. Thread-safe.
class Ids {
public:
    std::int64_t next(Instant now);

private:
    std::mutex mutex_;
    std::int64_t last_ = 0;
};

}  // namespace veche::app
