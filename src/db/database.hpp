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
    std::int64_t waiting = 0;     // in the queue now
    std::int64_t lost_races = 0;  // PostgreSQL: commands that had to be run again
};

/// The one database of an installation, on either engine.
///
/// change(): on SQLite the command is queued in the lane: one writer thread runs waiting commands one after another,
/// each under its own SAVEPOINT, in one transaction committed once with synchronous=FULL; on PostgreSQL each command is
/// a transaction of its own on a pooled connection. In both cases change() returns only after the commit is durable, a
/// command that throws or says roll_back leaves nothing behind and does not touch its neighbours, and its exception is
/// rethrown here. When the commit itself fails, or the disk fills under the batch, every command of it gets that error
/// and none is done. After a db::Error the command's transaction takes no more statements and cannot be kept. On
/// PostgreSQL a command that lost a race is run again, up to three times, each time after a pause of random length: a
/// command has no effects but through its Session. When the answer to COMMIT is lost, the error is `connection`, and the
/// command may have been done. read() and change() inside one another, on the same database, are a Bug.
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

    /// A read without limits of time on a connection of its own, which keeps none of the readers from the pages: for
    /// looking at everything (check, backup).
    virtual void read_long(const Reader& reader) = 0;

    /// A command that makes anew a table which others refer to. On SQLite it runs alone in its transaction with foreign
    /// keys off, for dropping the old table would otherwise delete or break its children; before the COMMIT every foreign
    /// key of the database is checked, and one that is broken undoes all with db::Error foreign_key. PostgreSQL changes
    /// tables in place: there it is change().
    virtual void rebuild(const Command& command) = 0;

    /// Whether another process may have committed since the last call; costs no transaction. A hint: PostgreSQL's comes
    /// from tell_others(), and a lost connection loses some. For one thread.
    virtual bool changed_elsewhere() = 0;
    /// PostgreSQL: wakes the processes that ask changed_elsewhere(). Never waits long and never throws.
    virtual void tell_others() noexcept = 0;

    /// SQLite: leaves no byte of what was deleted in the file or its WAL. Writers wait meanwhile, some seconds for each
    /// 100 MB; the disk must hold the file once more. PostgreSQL: nothing, for its files are the server's.
    virtual void shred() = 0;

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
