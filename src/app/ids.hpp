#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

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

/// RFC 9562 version 4.
std::string random_uuid();
/// RFC 9562 version 8, a hash: the same name in the same space gives the same UUID for ever.
std::string named_uuid(std::string_view space, std::string_view name);

}  // namespace veche::app
