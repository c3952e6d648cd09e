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
    std::vector<std::string>
        kept;  // one here and there, so that no part of the arena is wholly free and goes by itself
    std::thread([&] {
        std::vector<std::string> cells(400'000, std::string(200, 'x'));
        for (std::size_t i = 0; i < cells.size(); i += 2'000) kept.push_back(std::move(cells[i]));
    }).join();
    CHECK(resident_bytes() > before + 60 * mebibyte);
    CHECK(return_unused_memory(30 * mebibyte));
    CHECK(resident_bytes() < before + 30 * mebibyte);
    CHECK_FALSE(return_unused_memory(1024 * mebibyte));
    CHECK(kept.size() == 200);
}

}  // namespace unused_memory_test
