#pragma once

#include <cstdint>

namespace veche::app {

/// A random number of this process, so that it knows its own touches among those of others.
std::int64_t process_number();

}  // namespace veche::app
