#include "outside/unused_memory.hpp"

#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "outside/sanitized.hpp"

namespace unused_memory_test {

using namespace veche::outside;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

std::size_t resident_bytes()
{
    std::size_t all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("memory that large tables took in a thread's arena goes back to the system")
{
    if (sanitized) return;  // its malloc is another
    return_unused_memory(0);
    const std::size_t before = resident_bytes();
    std::string last;  // stands behind all that is freed, so that the arena cannot simply shrink
    std::thread([&] {
        std::vector<std::string> cells(400'000, std::string(200, 'x'));
        last = std::string(100, 'y');
        cells.clear();
    }).join();
    CHECK(resident_bytes() > before + 60 * mebibyte);
    CHECK(return_unused_memory(30 * mebibyte));
    CHECK(resident_bytes() < before + 30 * mebibyte);
    CHECK_FALSE(return_unused_memory(1024 * mebibyte));
    CHECK(last.size() == 100);
}

}  // namespace unused_memory_test
