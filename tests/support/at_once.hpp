#pragma once

#include <barrier>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace veche::test {

/// Both at once, each on a thread; what they failed of, or "".
inline std::string at_once(const std::function<void()>& one, const std::function<void()>& other)
{
    std::mutex mutex;
    std::string failed;
    std::barrier start(2);
    const auto run = [&](const std::function<void()>& deed) {
        start.arrive_and_wait();
        try {
            deed();
        } catch (const std::exception& error) {
            const std::lock_guard lock(mutex);
            failed += error.what();
        }
    };
    std::thread first([&] { run(one); }), second([&] { run(other); });
    first.join();
    second.join();
    return failed;
}

}  // namespace veche::test
