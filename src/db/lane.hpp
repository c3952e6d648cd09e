#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "db/counters.hpp"
#include "db/database.hpp"
#include "db/sqlite_file.hpp"

namespace veche::db {

/// The one writer of a SQLite database. Everything that waits is run in one transaction, each command under its own
/// savepoint, and committed once: one fsync for a crowd. Nobody is answered before the commit, not even the refused,
/// since what they were refused for may be an uncommitted neighbour.
class Lane {
public:
    /// `owner` is the database whose commands these are; `turn` is held while the writer's connection is in use.
    Lane(const void* owner, SqliteConnection& writer, std::mutex& turn, const std::string& file, Health& health,
         Counters& counters, std::size_t bound);
    /// Runs what waits, then checkpoints.
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// How a job is run: together with others; alone, with foreign keys off; alone, outside a transaction.
    enum class Manner { ordinary, rebuilding, shredding };

    /// The command of a shredding job is not asked.
    void run(const Database::Command& command, Manner manner = Manner::ordinary);

private:
    struct Job {
        const Database::Command* command;
        Manner manner;
        std::promise<void> done;
        std::exception_ptr error = nullptr;
        bool is_kept = false;
    };
    using Batch = std::deque<Job>;

    void work();
    void take_waiting(Batch& batch);
    void run_batch(Batch& batch);
    void commit_all(Batch& batch);
    void commit_rebuilt(Batch& batch);
    void shred();
    void run_one(Job& job);
    void decide(Job& job);
    void answer(Batch& batch, std::exception_ptr error);

    const void* const owner_;
    SqliteConnection& writer_;
    std::mutex& turn_;
    FileTurn file_turn_;
    Checkpoints checkpoints_;
    Health& health_;
    Counters& counters_;
    const std::size_t bound_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    Batch waiting_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace veche::db
