#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "db/error.hpp"
#include "db/session.hpp"

namespace veche::db {

/// What a command decided about its own transaction (or savepoint).
enum class Outcome { keep, roll_back };

struct Settings {
    /// "sqlite:FILE", "sqlite::memory:" (tests) or "postgresql://…".
    std::string url;
    int readers = 8;           // reader connections (SQLite) or pooled connections (PostgreSQL)
    std::size_t queue = 4096;  // commands that may wait in the lane; more are refused with veche::Unavailable
    std::chrono::milliseconds statement_timeout{2000};  // reads and PostgreSQL commands
};

/// Figures for /metrics and the benchmarks; all count since the start.
struct Figures {
    std::int64_t commands = 0;  // submitted
    std::int64_t kept = 0;      // committed
    std::int64_t commits = 0;   // COMMITs, that is, fsyncs of the lane
    std::int64_t reads = 0;
    std::int64_t statements = 0;
    std::int64_t waiting = 0;  // in the queue now
};

/// The one database of an installation, on either engine.
///
/// change(): on SQLite the command is queued in the lane: one writer thread runs waiting commands one after another,
/// each under its own SAVEPOINT, in one transaction committed once with synchronous=FULL; on PostgreSQL each command is
/// a transaction of its own on a pooled connection. In both cases change() returns only after the commit is durable, a
/// command that throws or says roll_back leaves nothing behind and does not touch its neighbours, and its exception is
/// rethrown here. When the commit itself fails, or the disk fills under the batch, every command of it gets that error
/// and none is done. After a db::Error the command's transaction takes no more statements and cannot be kept. On
/// PostgreSQL a command that lost a race is run again, up to three times: a command has no effects but through its
/// Session. read() and change() inside one another, on the same database, are a Bug.
class Database {
public:
    static std::unique_ptr<Database> open(const Settings& settings);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    using Reader = std::function<void(Session&)>;
    using Command = std::function<Outcome(Session&)>;

    /// One consistent snapshot, read only: a write attempt throws. Never waits for the writer on SQLite.
    virtual void read(const Reader& reader) = 0;
    virtual void change(const Command& command) = 0;

    /// Copies the whole database, consistent, while commands go on, into a new file
    /// (SQLite: backup API into a database file; PostgreSQL: `pg_dump --format=custom`). Throws when `file` exists.
    virtual void back_up(const std::filesystem::path& file) = 0;

    /// PostgreSQL: fills an empty database from a file of back_up(). SQLite: a Bug, for there the copy is the database.
    virtual void restore(const std::filesystem::path& file);

    /// Integrity check of the engine; an empty text means whole, else what is wrong.
    virtual std::string check() = 0;

    virtual Figures figures() const = 0;
};

}  // namespace veche::db
