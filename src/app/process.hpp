#pragma once

#include <cstdint>

namespace veche::app {

/// A random number of this process, so that it knows its own touches among those of others.
std::int64_t process_number();

/// From now on this process has another number, so that it follows its own former touches as those of a stranger: for
/// commands of which it does not know whether they were done.
void change_process_number();

}  // namespace veche::app
