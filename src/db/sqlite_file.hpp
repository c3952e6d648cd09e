#pragma once

#include <string>

#include "db/sqlite_connection.hpp"

namespace veche::db {

/// The turn of one writer among all processes that have the file open: an flock on FILE.lock, held while a transaction
/// writes and while a checkpoint runs. SQLite's own locks let one connection write while another checkpoints, and that
/// is where 3.7.0–3.51.2 can reset the WAL wrongly and lose pages; under this lock the two never meet.
class FileTurn {
public:
    /// Nothing to take turns for in ":memory:".
    explicit FileTurn(const std::string& database_file);
    ~FileTurn();
    FileTurn(const FileTurn&) = delete;
    FileTurn& operator=(const FileTurn&) = delete;

    /// Waits at most five seconds, then throws db::Error busy.
    void begin();
    void end() noexcept;

private:
    int descriptor_ = -1;
};

/// Moves the WAL's pages into the file when there are many, so that the WAL does not grow for ever.
class Checkpoints {
public:
    Checkpoints(SqliteConnection& writer);

    /// To be called by the holder of the turn, outside a transaction. A full disk or a long reader is no error: the
    /// next call tries again.
    void after_commit();
    void on_close();
    /// Waits for readers, some seconds at most, and throws db::Error busy when they still keep the WAL: it holds what was
    /// deleted from the file.
    void truncate();

private:
    void checkpoint(int mode, int patience_milliseconds);

    SqliteConnection& writer_;
    int pages_ = 0;      // in the WAL
    int try_again_ = 0;  // not before it has so many pages
};

}  // namespace veche::db
