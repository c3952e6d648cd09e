#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace veche::web {

/// One maker for each thing: who comes while it is being made waits instead of making it again. Thread-safe.
class Makers {
public:
    explicit Makers(std::size_t most_waiting) : most_waiting_(most_waiting) {}

    enum class Turn { make, wait, full };
    /// `make`: the caller is the maker and must call leave(). `wait`: `wake` is called once, on any thread, after the maker has
    /// left. `full`: too many wait already.
    Turn enter(const std::string& key, std::function<void()> wake)
    {
        const std::lock_guard lock(mutex_);
        const auto [place, first] = waiting_for_.try_emplace(key);
        if (first) return Turn::make;
        if (waiting_ >= most_waiting_) return Turn::full;
        ++waiting_;
        place->second.push_back(std::move(wake));
        return Turn::wait;
    }
    void leave(const std::string& key)
    {
        std::vector<std::function<void()>> woken;
        {
            const std::lock_guard lock(mutex_);
            const auto found = waiting_for_.find(key);
            if (found == waiting_for_.end()) return;
            woken = std::move(found->second);
            waiting_ -= woken.size();
            waiting_for_.erase(found);
        }
        for (const auto& wake : woken) wake();
    }
    /// Nobody is woken any more.
    void close()
    {
        const std::lock_guard lock(mutex_);
        waiting_for_.clear();
        waiting_ = 0;
    }
    std::size_t waiting() const
    {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }

private:
    const std::size_t most_waiting_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::vector<std::function<void()>>> waiting_for_;
    std::size_t waiting_ = 0;
};

/// The maker's turn, ended at the latest with its holder.
class MakerTurn {
public:
    MakerTurn(Makers& makers, std::string key) : makers_(makers), key_(std::move(key)) {}
    ~MakerTurn() { end(); }
    MakerTurn(const MakerTurn&) = delete;

    void end()
    {
        if (!key_.empty()) makers_.leave(key_);
        key_.clear();
    }

private:
    Makers& makers_;
    std::string key_;  // "": no turn
};

}  // namespace veche::web
