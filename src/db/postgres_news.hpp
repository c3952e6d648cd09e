#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

namespace veche::db {

/// Tells the processes of an installation apart from their data that something was committed: LISTEN and NOTIFY on a
/// connection of its own. A hint and no more: whoever must not miss anything looks from time to time as well.
///
/// NOTIFY is not part of the commands' transactions, for PostgreSQL commits transactions that notify one after another.
class PostgresNews {
public:
    explicit PostgresNews(std::string url) : url_(std::move(url)) {}

    /// Whether another process told something since the last call, or may have while there was no connection.
    bool heard();
    /// At most ten times a second; what comes in between is told by the next heard().
    void tell() noexcept;

private:
    using Clock = std::chrono::steady_clock;
    struct ConnectionEnd {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    bool connect();
    bool take_waiting();
    void send();

    const std::string url_;
    std::mutex mutex_;
    std::unique_ptr<PGconn, ConnectionEnd> handle_;
    Clock::time_point next_try_{};
    Clock::time_point told_{};
    std::atomic<bool> is_untold_{false};
};

}  // namespace veche::db
