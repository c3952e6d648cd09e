#include "app/ids.hpp"

#include <sodium.h>

namespace veche::app {

std::int64_t Ids::next(Instant now)
{
    const std::lock_guard lock(mutex_);
    // Within one millisecond, or when the clock goes back, a small random step keeps keys rising and not quite guessable.
    const std::int64_t fresh = now.milliseconds << 21 | std::int64_t(randombytes_uniform(1u << 20));
    last_ = fresh > last_ ? fresh : last_ + 1 + randombytes_uniform(64);
    return last_;
}

}  // namespace veche::app
