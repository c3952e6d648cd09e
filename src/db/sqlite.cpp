#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <optional>

#include "db/engines.hpp"
#include "db/inside.hpp"
#include "db/lane.hpp"
#include "db/new_file.hpp"
#include "db/pool.hpp"
#include "db/sqlite_connection.hpp"

namespace veche::db {
namespace {

using namespace std::chrono_literals;

// 4 MB at a time: between two pieces the disk serves others.
constexpr int pages_per_piece = 1024;

/// BEGIN … COMMIT around a read, so that all its statements see one snapshot.
class Snapshot {
public:
    explicit Snapshot(SqliteConnection& connection) : connection_(connection) { connection_.run("BEGIN"); }
    ~Snapshot() { connection_.roll_back(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    SqliteConnection& connection_;
};

/// A file has readers of its own beside the writer; ":memory:" is private to its one connection, which all share in
/// turn.
class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const Settings& settings, std::string file)
        : file_(std::move(file)),
          timeout_(settings.statement_timeout),
          writer_(file_, Access::read_write, health_),
          readers_(static_cast<std::size_t>(std::max(1, settings.readers)), settings.queue, 5s,
                   [this] { return std::make_unique<SqliteConnection>(file_, Access::read_only, health_); }),
          lane_(this, writer_, turn_, file_, health_, counters_, settings.queue)
    {}

    Engine engine() const override { return Engine::sqlite; }

    void read(const Reader& reader) override
    {
        with_reader([&](SqliteConnection& connection) { read_on(connection, timeout_, reader); });
    }

    void read_long(const Reader& reader) override
    {
        with_own_reader([&](SqliteConnection& connection) { read_on(connection, 0ms, reader); });
    }

    void change(const Command& command) override
    {
        Inside::expect_outside(this);
        lane_.run(command);
    }

    void rebuild(const Command& command) override
    {
        Inside::expect_outside(this);
        lane_.run(command, Lane::Manner::rebuilding);
    }

    void shred() override
    {
        Inside::expect_outside(this);
        lane_.run([](Session&) { return Outcome::keep; }, Lane::Manner::shredding);
    }

    bool changed_elsewhere() override
    {
        // Asked of the writer: of all connections it is the one whose own commits do not count.
        std::lock_guard lock(turn_);
        const auto version = writer_.number("PRAGMA data_version");
        return std::exchange(seen_version_, version) != version;
    }

    void tell_others() noexcept override {}

    void back_up(const std::filesystem::path& file) override;
    std::string check() override;
    Figures figures() const override { return counters_.now(); }

private:
    bool is_memory() const { return file_ == ":memory:"; }

    void read_on(SqliteConnection& connection, std::chrono::milliseconds timeout, const Reader& reader)
    {
        ++counters_.reads;
        SqliteSession session(connection, Access::read_only, timeout);
        Snapshot snapshot(connection);
        struct Count {
            Session& session;
            Counters& counters;
            ~Count() { counters.statements += session.statements(); }
        } count{session, counters_};
        reader(session);
    }

    template <class Deed>
    void with_reader(Deed deed)
    {
        Inside inside(this);
        if (is_memory()) {
            std::lock_guard lock(turn_);
            deed(writer_);
        } else {
            const auto lease = readers_.lend();
            deed(*lease);
        }
    }

    /// Long work must not keep one of the readers from the pages.
    template <class Deed>
    void with_own_reader(Deed deed)
    {
        if (is_memory()) return with_reader(deed);
        Inside inside(this);
        SqliteConnection connection(file_, Access::read_only, health_);
        deed(connection);
    }

    const std::string file_;
    const std::chrono::milliseconds timeout_;
    Health health_;
    Counters counters_;
    std::mutex turn_;
    std::int64_t seen_version_ = 0;
    SqliteConnection writer_;
    Pool<SqliteConnection> readers_;
    Lane lane_;  // last: its thread ends before what it uses
};

/// Copies within one WAL snapshot. The source holds a read transaction, so the copy neither starts again when somebody
/// writes nor makes the writer wait: the only cost to others is that the WAL keeps growing meanwhile. VACUUM INTO would
/// give the same snapshot, but rebuilds every index and so takes several times the processor time.
void copy_pages(SqliteConnection& from, sqlite3* to)
{
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from.handle(), "main");
    if (!backup) throw Error(Cause::other, std::string("backup: ") + sqlite3_errmsg(to));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) code = sqlite3_backup_step(backup, pages_per_piece);
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) {
        const bool is_full = (code & 0xFF) == SQLITE_FULL || (code & 0xFF) == SQLITE_IOERR;
        throw Error(is_full ? Cause::disk_full : Cause::other, std::string("backup: ") + sqlite3_errstr(code));
    }
}

void SqliteDatabase::back_up(const std::filesystem::path& file)
{
    NewFile copy(file);
    sqlite3* to = nullptr;
    int code = sqlite3_open_v2(copy.part().c_str(), &to, SQLITE_OPEN_READWRITE, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> closing(to, sqlite3_close);
    if (code != SQLITE_OK) throw Error(Cause::other, "backup: cannot open " + copy.part().string());
    with_own_reader([&](SqliteConnection& connection) {
        Snapshot snapshot(connection);
        connection.run("SELECT count(*) FROM sqlite_schema");  // the snapshot begins with the first look
        copy_pages(connection, to);
    });
    // One file that is whole by itself, not one that wants a WAL beside it.
    code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw Error(Cause::other, std::string("backup: ") + sqlite3_errmsg(to));
    copy.finish();
}

/// Adds what `sql` lists to `found`, one line for each row; an "ok" row says nothing.
void collect(SqliteConnection& connection, const char* sql, std::string& found)
{
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(connection.handle(), sql, -1, &statement, nullptr);
    if (code == SQLITE_OK) {
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
            if (text && std::string_view(text) != "ok") found += std::string(text) + "\n";
        }
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) found += std::string(sqlite3_errstr(code)) + "\n";
}

std::string SqliteDatabase::check()
{
    std::string found;
    const auto look = [&](SqliteConnection& connection) {
        const Unguarded unguarded(connection);
        Snapshot snapshot(connection);
        collect(connection, "PRAGMA integrity_check", found);
        collect(connection, "SELECT 'broken foreign key in ' || \"table\" FROM pragma_foreign_key_check", found);
    };
    try {
        with_own_reader(look);
    } catch (const Error& error) {
        found += error.what();
    }
    return found;
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const Settings& settings, const std::string& file)
{
    // The file holds personal data: nobody but the program's own user may read it, nor its WAL, which SQLite makes with
    // the rights of the file. Only a new file is opened here: closing one that this process uses would drop SQLite's
    // locks.
    if (file != ":memory:") {
        const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (made >= 0) ::close(made);
    }
    return std::make_unique<SqliteDatabase>(settings, file);
}

}  // namespace veche::db
