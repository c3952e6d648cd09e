#include "app/repeating.hpp"

#include "outside/log.hpp"

namespace veche::app {

void Repeating::start(std::chrono::milliseconds pause, std::function<void(int)> deed)
{
    thread_ = std::thread([this, pause, deed = std::move(deed)] { loop(pause, deed); });
}

void Repeating::stop()
{
    {
        const std::lock_guard lock(mutex_);  // else the thread could miss the word between looking and waiting
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Repeating::loop(std::chrono::milliseconds pause, const std::function<void(int)>& deed)
{
    for (int round = 0; !stopping_; ++round) {
        try {
            deed(round);
        } catch (const std::exception& error) {
            outside::log(outside::LogLevel::error, name_, {{"why", error.what()}});
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, pause, [this] { return stopping_.load(); });
    }
}

}  // namespace veche::app
