#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace veche::app {

/// A thread that does one thing again and again, with a pause between, until it is stopped. What a round throws goes into the log, and
/// the next one comes all the same.
class Repeating {
public:
    /// `name`: in the log.
    explicit Repeating(std::string name) : name_(std::move(name)) {}
    ~Repeating() { stop(); }
    Repeating(const Repeating&) = delete;
    Repeating& operator=(const Repeating&) = delete;

    /// `round` counts from 0.
    void start(std::chrono::milliseconds pause, std::function<void(int round)> deed);
    /// Waits for the end of the round that is under way. Twice is once, and without a start it only says so.
    void stop();
    /// What long rounds look at.
    const std::atomic<bool>& stopping() const { return stopping_; }

private:
    void loop(std::chrono::milliseconds pause, const std::function<void(int)>& deed);

    const std::string name_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    std::thread thread_;
};

}  // namespace veche::app
