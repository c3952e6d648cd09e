#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace veche::web {

/// Room that many share: so many bytes and no more. Thread-safe.
class ByteBudget {
public:
    explicit ByteBudget(std::uint64_t most) : most_(most) {}

    bool take(std::uint64_t bytes)
    {
        std::uint64_t used = used_.load();
        while (bytes <= most_ - used)
            if (used_.compare_exchange_weak(used, used + bytes)) return true;
        return false;
    }
    void give_back(std::uint64_t bytes) { used_ -= bytes; }
    std::uint64_t used() const { return used_; }
    std::uint64_t most() const { return most_; }

private:
    const std::uint64_t most_;
    std::atomic<std::uint64_t> used_{0};
};

/// What one of them holds of it; gone with the holder.
class BudgetShare {
public:
    explicit BudgetShare(std::shared_ptr<ByteBudget> budget) : budget_(std::move(budget)) {}
    ~BudgetShare() { budget_->give_back(held_); }
    BudgetShare(const BudgetShare&) = delete;

    /// To hold `bytes` in all; false: there is no room, and what was held is still held.
    bool reach(std::uint64_t bytes)
    {
        if (bytes <= held_) return true;
        if (!budget_->take(bytes - held_)) return false;
        held_ = bytes;
        return true;
    }
    /// To hold no more than `bytes`.
    void shrink(std::uint64_t bytes)
    {
        if (bytes >= held_) return;
        budget_->give_back(held_ - bytes);
        held_ = bytes;
    }

private:
    std::shared_ptr<ByteBudget> budget_;
    std::uint64_t held_ = 0;
};

}  // namespace veche::web
