#include "app/process.hpp"

#include <sodium.h>

namespace veche::app {

std::int64_t process_number()
{
    static const std::int64_t number = std::int64_t(randombytes_random()) << 20 | randombytes_uniform(1u << 20);
    return number;
}

}  // namespace veche::app
