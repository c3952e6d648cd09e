#pragma once

#include <cstddef>

namespace veche::outside {

/// Gives the memory that is free inside of malloc back to the system when it is more than `kept` bytes; false when it is
/// not. Each worker thread has an arena of its own, and an arena keeps what one large table took of it: without this a
/// server that has read twelve of them holds gigabytes that nobody uses. Takes milliseconds.
bool return_unused_memory(std::size_t kept);

}  // namespace veche::outside
