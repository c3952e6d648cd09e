#include "app/process.hpp"

#include <atomic>

#include <sodium.h>

namespace veche::app {

namespace {

std::int64_t random_number()
{
    return std::int64_t(randombytes_random()) << 20 | randombytes_uniform(1u << 20);
}

std::atomic<std::int64_t>& number()
{
    static std::atomic<std::int64_t> number{random_number()};
    return number;
}

}  // namespace

std::int64_t process_number()
{
    return number();
}

void change_process_number()
{
    number() = random_number();
}

}  // namespace veche::app
