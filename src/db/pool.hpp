#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/errors.hpp"

namespace veche::db {

/// At most `size` connections, made when first needed, lent to one thread at a time; the last returned is lent first,
/// for its caches are warm. A connection whose making throws leaves its place free.
template <class Connection>
class Pool {
public:
    using Make = std::function<std::unique_ptr<Connection>()>;

    /// `crowd` bounds the threads that wait for a connection, `patience` how long each of them does.
    Pool(std::size_t size, std::size_t crowd, std::chrono::milliseconds patience, Make make)
        : size_(size), crowd_(crowd), patience_(patience), make_(std::move(make))
    {}

    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(pool), connection_(std::move(connection)) {}
        ~Lease() { pool_.take_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Throws veche::Unavailable when nobody returned one in time.
    Lease lend()
    {
        std::unique_lock lock(mutex_);
        const auto free = [&] { return !idle_.empty() || lent_ < size_; };
        if (!free()) {
            if (waiting_ >= crowd_) throw Unavailable("too many wait for a database connection");
            ++waiting_;
            const bool in_time = returned_.wait_for(lock, patience_, free);
            --waiting_;
            if (!in_time) throw Unavailable("no database connection became free");
        }
        ++lent_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return Lease(*this, std::move(connection));
        }
        lock.unlock();
        try {
            return Lease(*this, make_());
        } catch (...) {
            take_back(nullptr);
            throw;
        }
    }

private:
    void take_back(std::unique_ptr<Connection> connection)
    {
        {
            std::lock_guard lock(mutex_);
            --lent_;
            if (connection) idle_.push_back(std::move(connection));
        }
        returned_.notify_one();
    }

    const std::size_t size_;
    const std::size_t crowd_;
    const std::chrono::milliseconds patience_;
    const Make make_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace veche::db
