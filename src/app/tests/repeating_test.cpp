#include "app/repeating.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace repeating_test {

using namespace veche::app;
using namespace std::chrono_literals;

TEST_CASE("a round that throws is followed by the next one, until it is stopped")
{
    std::atomic<int> rounds = 0;
    Repeating repeating("test");
    repeating.start(0ms, [&](int round) {
        rounds = round + 1;
        rounds.notify_all();
        throw std::runtime_error("the broom is broken");
    });
    for (int seen = rounds; seen < 3; seen = rounds) rounds.wait(seen);
    repeating.stop();
    const int ended = rounds;
    repeating.stop();
    CHECK(rounds == ended);
    CHECK(repeating.stopping());
}

TEST_CASE("a pause, however long, ends with the word to stop")
{
    std::atomic<bool> ran = false;
    {
        Repeating repeating("test");
        repeating.start(100h, [&](int) {
            ran = true;
            ran.notify_all();
        });
        ran.wait(false);
    }
    CHECK(ran);
    Repeating never("test");
    never.stop();
    CHECK(never.stopping());
}

}  // namespace repeating_test
