#include "outside/unused_memory.hpp"

#include <malloc.h>

namespace veche::outside {

bool return_unused_memory(std::size_t kept)
{
    if (mallinfo2().fordblks <= kept) return false;
    malloc_trim(0);
    return true;
}

}  // namespace veche::outside
