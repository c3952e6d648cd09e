#pragma once

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "db/error.hpp"
#include "db/session.hpp"

namespace veche::db {

enum class Access { read_only, read_write };

/// Set for good when an fsync failed. The kernel may have dropped the pages and marked them clean, so a second fsync
/// that succeeds proves nothing: only a restart, which reads the file as it is, may go on (PostgreSQL learnt this in
/// 2018).
struct Health {
    std::atomic<bool> fsync_failed{false};
};

/// One SQLite connection with our settings, its statement cache and its tokenizer. One thread at a time.
class SqliteConnection {
public:
    using Clock = std::chrono::steady_clock;

    /// `file` may be ":memory:". A writer makes the file when it is missing.
    SqliteConnection(const std::string& file, Access access, Health& health);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    sqlite3* handle() const { return handle_; }

    /// Transaction control and PRAGMAs, which sessions are forbidden. Throws db::Error.
    void run(const std::string& sql);
    /// ROLLBACK, unless SQLite has done it already, as it does when the disk is full.
    void roll_back() noexcept;
    bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    bool has_broken_keys() const;
    /// Outside a transaction only. Throws unless it is so afterwards.
    void set_foreign_keys(bool on);
    /// Looks at every foreign key of the file: the tables whose rows point nowhere, or "".
    std::string broken_keys();
    /// PRAGMA `name`, which gives one number.
    std::int64_t number(const char* pragma);

    /// Throws the db::Error for the handle's last failure; a failed fsync is remembered in Health.
    [[noreturn]] void fail(int code, std::string_view doing);

    struct Entry {
        sqlite3_stmt* statement;
        bool is_taken;
    };
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
        Entry* entry = nullptr;  // in the cache; none for a copy that is dropped after use
    };
    /// The statement from the cache, or a second copy when a row of the first is being looked at.
    Prepared take(std::string_view sql);
    void give_back(Prepared prepared) noexcept;

    /// A statement that computes beyond this moment is interrupted.
    Clock::time_point deadline = Clock::time_point::max();

private:
    friend class Unguarded;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Cache = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

    void configure(Access access);
    sqlite3_stmt* prepare(std::string_view sql);
    void forget_idle();
    static int authorize(void* self, int action, const char* first, const char* second, const char*, const char*);
    static int on_progress(void* self);

    Health& health_;
    sqlite3* handle_ = nullptr;
    bool is_guarded_ = true;
    Cache cache_;    // what sessions run
    Cache control_;  // what run() runs; apart, so that no session finds a COMMIT here that it may not prepare
};

/// Lifts what sessions are forbidden (transaction control, PRAGMA, ATTACH), for our own statements.
class Unguarded {
public:
    explicit Unguarded(SqliteConnection& connection) : connection_(connection), was_(connection.is_guarded_)
    {
        connection_.is_guarded_ = false;
    }
    ~Unguarded() { connection_.is_guarded_ = was_; }
    Unguarded(const Unguarded&) = delete;
    Unguarded& operator=(const Unguarded&) = delete;

private:
    SqliteConnection& connection_;
    const bool was_;
};

/// The session of one read or one command. After a statement failed it takes no other: PostgreSQL would not either, and
/// a command must behave the same on both.
class SqliteSession final : public Session {
public:
    /// `limit`: how long one statement may compute; zero is no limit.
    SqliteSession(SqliteConnection& connection, Access access, std::chrono::milliseconds limit)
        : connection_(connection), access_(access), limit_(limit)
    {}

    Engine engine() const override { return Engine::sqlite; }
    bool has_failed() const { return has_failed_; }

protected:
    std::int64_t execute_text(std::string_view sql, std::span<const Bind> binds) override;
    void query_text(std::string_view sql, std::span<const Bind> binds, const std::function<void(Row&)>& each) override;

private:
    class Running;

    SqliteConnection& connection_;
    const Access access_;
    const std::chrono::milliseconds limit_;
    bool has_failed_ = false;
};

}  // namespace veche::db
