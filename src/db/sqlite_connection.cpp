#include "db/sqlite_connection.hpp"

#include <cerrno>
#include <cstdio>

#include "db/binding.hpp"
#include "db/russian_tokenizer.hpp"

namespace veche::db {

using namespace std::string_view_literals;
namespace {

// How long a writer waits for another process that holds the file, a command line beside the server.
constexpr int busy_milliseconds = 5000;
// Texts of statements are literals, so their number is bounded by the program; migrations add some that are used once.
constexpr std::size_t most_kept_statements = 512;
constexpr int operations_between_clock_looks = 4000;

Cause cause_of(int code, int system_error)
{
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return Cause::unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY: return Cause::foreign_key;
        case SQLITE_CONSTRAINT_NOTNULL: return Cause::not_null;
        case SQLITE_CONSTRAINT_CHECK: return Cause::check;
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_TRUNCATE:
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC:
        case SQLITE_IOERR_SHMSIZE: return Cause::disk_full;
        default: break;
    }
    switch (code & 0xFF) {
        case SQLITE_FULL: return Cause::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_INTERRUPT: return Cause::busy;
        default: return (code & 0xFF) != SQLITE_CONSTRAINT && system_error == ENOSPC ? Cause::disk_full : Cause::other;
    }
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& file, Access access, Health& health) : health_(health)
{
    const int mode = access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code =
        sqlite3_open_v2(file.c_str(), &handle_, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    try {
        if (code != SQLITE_OK) fail(code, "opening " + file);
        configure(access);
    } catch (...) {
        sqlite3_close_v2(handle_);
        throw;
    }
}

SqliteConnection::~SqliteConnection()
{
    for (const Cache* cache : {&cache_, &control_})
        for (const auto& [text, entry] : *cache) sqlite3_finalize(entry.statement);
    sqlite3_close_v2(handle_);
}

void SqliteConnection::configure(Access access)
{
    sqlite3_busy_timeout(handle_, busy_milliseconds);
    // A schema that somebody else put into the file must not run functions or rewrite tables behind SQL.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Checkpoints happen under the file lock only (sqlite_file.hpp), never as a side effect.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    run("PRAGMA wal_autocheckpoint = 0");
    run("PRAGMA foreign_keys = ON");
    if (access == Access::read_write) {
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA secure_delete = ON");             // erased personal data must not stay in free pages (152-FZ)
        run("PRAGMA journal_size_limit = 67108864");  // a WAL that grew under a long reader is cut back
    } else {
        run("PRAGMA query_only = ON");
    }
    register_russian_tokenizer(handle_);
    sqlite3_set_authorizer(handle_, &SqliteConnection::authorize, this);
    sqlite3_progress_handler(handle_, operations_between_clock_looks, &SqliteConnection::on_progress, this);
}

int SqliteConnection::authorize(void* self, int action, const char* first, const char*, const char*, const char*)
{
    if (!static_cast<SqliteConnection*>(self)->is_guarded_) return SQLITE_OK;
    switch (action) {
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
        case SQLITE_ATTACH:
        case SQLITE_DETACH: return SQLITE_DENY;
        case SQLITE_PRAGMA:
            // FTS5 asks for the one, ALTER TABLE … ADD COLUMN … CHECK for the other; both only read.
            return first == "data_version"sv || first == "quick_check"sv ? SQLITE_OK : SQLITE_DENY;
        default: return SQLITE_OK;
    }
}

int SqliteConnection::on_progress(void* self)
{
    const auto deadline = static_cast<SqliteConnection*>(self)->deadline;
    return deadline != Clock::time_point::max() && Clock::now() > deadline;
}

void SqliteConnection::run(const std::string& sql)
{
    const Unguarded unguarded(*this);
    auto found = control_.find(sql);
    if (found == control_.end()) found = control_.emplace(sql, Entry{prepare(sql), false}).first;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(found->second.statement);
    sqlite3_reset(found->second.statement);
    if (code != SQLITE_DONE) fail(code, sql);
}

void SqliteConnection::roll_back() noexcept
{
    try {
        if (in_transaction()) run("ROLLBACK");
    } catch (const Error& error) {
        std::fprintf(stderr, "veche: %s\n", error.what());
    }
}

bool SqliteConnection::has_broken_keys() const
{
    int now = 0;
    int highest = 0;
    sqlite3_db_status(handle_, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &highest, 0);
    return now != 0;
}

void SqliteConnection::set_foreign_keys(bool on)
{
    // Not by run(): SQLite sets the switch while it prepares the statement, and run() keeps what it has prepared.
    const Unguarded unguarded(*this);
    sqlite3_exec(handle_, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", nullptr, nullptr, nullptr);
    if (number("PRAGMA foreign_keys") != std::int64_t(on)) bug("foreign keys cannot be switched");
}

std::string SqliteConnection::broken_keys()
{
    const Unguarded unguarded(*this);
    std::string tables;
    sqlite3_stmt* statement = prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check");
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        tables += tables.empty() ? "" : ", ";
        tables += reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) fail(code, "foreign_key_check");
    return tables;
}

std::int64_t SqliteConnection::number(const char* pragma)
{
    const Unguarded unguarded(*this);
    sqlite3_stmt* statement = prepare(pragma);
    const int code = sqlite3_step(statement);
    const auto value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) fail(code, pragma);
    return value;
}

void SqliteConnection::fail(int code, std::string_view doing)
{
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    const int system_error = handle_ ? sqlite3_system_errno(handle_) : 0;
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        if (!health_.fsync_failed.exchange(true))
            std::fprintf(stderr, "veche: fsync of the database failed; no command is taken until a restart\n");
    }
    throw Error(cause_of(code, system_error),
                "SQLite " + std::to_string(code) + ", " + reason + ": " + std::string(doing));
}

SqliteConnection::Prepared SqliteConnection::take(std::string_view sql)
{
    auto found = cache_.find(sql);
    if (found != cache_.end() && found->second.is_taken) return {prepare(sql), nullptr};
    if (found == cache_.end()) {
        if (cache_.size() >= most_kept_statements) forget_idle();
        found = cache_.emplace(std::string(sql), Entry{prepare(sql), false}).first;
    }
    found->second.is_taken = true;
    return {found->second.statement, &found->second};
}

void SqliteConnection::give_back(Prepared prepared) noexcept
{
    if (!prepared.entry) {
        sqlite3_finalize(prepared.statement);
        return;
    }
    // An undrained statement would keep its snapshot, or the write lock, beyond its transaction.
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    prepared.entry->is_taken = false;
}

sqlite3_stmt* SqliteConnection::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, &rest);
    if (code != SQLITE_OK) fail(code, sql);
    const auto used = static_cast<std::size_t>(rest - sql.data());
    const bool is_one = statement && sql.find_first_not_of(" \t\r\n;", used) == std::string_view::npos;
    if (!is_one) {
        sqlite3_finalize(statement);
        bug("not exactly one statement: " + std::string(sql));
    }
    return statement;
}

void SqliteConnection::forget_idle()
{
    std::erase_if(cache_, [&](auto& kept) {
        if (kept.second.is_taken) return false;
        sqlite3_finalize(kept.second.statement);
        return true;
    });
}

}  // namespace veche::db
