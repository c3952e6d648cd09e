// What the disk does to us: full, failing, shared with another process, copied while in use.

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "core/errors.hpp"
#include "test_database.hpp"
#include "test_files.hpp"

namespace disk_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> tables{
    {"0001_money.sql",
     "CREATE TABLE purses (town_id $ID NOT NULL, id $ID NOT NULL, amount $MONEY NOT NULL, PRIMARY KEY (town_id, id));\n"
     "CREATE TABLE notes (town_id $ID NOT NULL, id $ID NOT NULL, body TEXT NOT NULL, PRIMARY KEY (town_id, id));\n"}};

void add_note(Database& database, std::int64_t id, const std::string& body)
{
    database.change([&](Session& session) {
        session.execute("INSERT INTO notes VALUES (1, :id, :body)", {{"id", id}, {"body", body}});
        return Outcome::keep;
    });
}

std::int64_t count_notes(Database& database)
{
    std::int64_t found = 0;
    database.read([&](Session& session) { found = session.value<std::int64_t>("SELECT count(*) FROM notes"); });
    return found;
}

/// A disk of a few megabytes.
class SmallDisk {
public:
    explicit SmallDisk(const char* options)
    {
        is_mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options) == 0;
    }
    ~SmallDisk()
    {
        if (is_mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    bool is_mounted() const { return is_mounted_; }
    std::filesystem::path path() const { return folder_.path(); }

private:
    test::TemporaryFolder folder_;
    bool is_mounted_ = false;
};

/// Stands between SQLite and the kernel, counts the fsyncs and makes them fail when told.
class Fsync {
public:
    /// Databases opened from now on, until end(), go through it.
    static Fsync& begin()
    {
        static Fsync fsync;
        sqlite3_vfs_register(&fsync.shim_, 1);
        return fsync;
    }
    void end()
    {
        fails = false;
        sqlite3_vfs_register(unix_, 1);
    }
    std::atomic<bool> fails{false};
    std::atomic<int> count{0};

private:
    // The methods come first, so a file's pointer to them is a pointer to this.
    struct Methods {
        sqlite3_io_methods methods;
        const sqlite3_io_methods* original;
    };

    Fsync() : unix_(sqlite3_vfs_find(nullptr)), shim_(*unix_)
    {
        shim_.zName = "failing-fsync";
        shim_.pAppData = this;
        shim_.xOpen = &Fsync::open;
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out)
    {
        auto& self = *static_cast<Fsync*>(vfs->pAppData);
        const int code = self.unix_->xOpen(self.unix_, name, file, flags, out);
        if (code == SQLITE_OK && file->pMethods) {
            std::lock_guard lock(self.mutex_);
            Methods& patched =
                self.methods_.try_emplace(file->pMethods, Methods{*file->pMethods, file->pMethods}).first->second;
            patched.methods.xSync = &Fsync::sync;
            file->pMethods = &patched.methods;
        }
        return code;
    }

    static int sync(sqlite3_file* file, int how)
    {
        auto& self = *static_cast<Fsync*>(sqlite3_vfs_find("failing-fsync")->pAppData);
        ++self.count;
        return self.fails ? SQLITE_IOERR_FSYNC
                          : reinterpret_cast<const Methods*>(file->pMethods)->original->xSync(file, how);
    }

    sqlite3_vfs* unix_;
    sqlite3_vfs shim_;
    std::mutex mutex_;
    std::map<const sqlite3_io_methods*, Methods> methods_;
};

/// Moves money between purses until told to stop; their sum stays 1000.
class Payments {
public:
    explicit Payments(Database& database) : database_(database)
    {
        database_.change([](Session& session) {
            for (int id = 0; id < 10; ++id) session.execute("INSERT INTO purses VALUES (1, :id, 100)", {{"id", id}});
            return Outcome::keep;
        });
        for (int i = 0; i < 4; ++i) threads_.emplace_back([this, i] { pay(i); });
    }
    ~Payments()
    {
        is_over_ = true;
        for (auto& thread : threads_) thread.join();
    }
    std::int64_t made() const { return made_; }

private:
    void pay(int from)
    {
        for (std::int64_t i = 0; !is_over_; ++i) {
            database_.change([&](Session& session) {
                const auto move = [&](std::int64_t purse, int amount) {
                    session.execute("UPDATE purses SET amount = amount + :amount WHERE id = :id",
                                    {{"amount", amount}, {"id", purse}});
                };
                const std::int64_t to = 4 + i % 6;
                move(from, -1);
                move(to, 1);
                session.execute("INSERT INTO notes VALUES (1, :id, 'a payment')", {{"id", i * 4 + from}});
                return Outcome::keep;
            });
            ++made_;
        }
    }

    Database& database_;
    std::atomic<bool> is_over_{false};
    std::atomic<std::int64_t> made_{0};
    std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("a full disk refuses commands, loses nothing, and when there is space again the database goes on by itself")
{
    SmallDisk disk("size=3m");
    if (!disk.is_mounted()) {
        MESSAGE("mounting is not permitted: the full disk is not tested");
        return;
    }
    const auto ballast = disk.path() / "ballast";
    std::ofstream(ballast) << std::string(1 << 20, 'x');
    const std::string url = "sqlite:" + (disk.path() / "town.sqlite").string();
    std::int64_t kept = 0;
    {
        const auto database = Database::open({url});
        Migrator(tables).run(*database, Instant{0});
        const std::string body(20000, 'x');
        Cause cause = Cause::other;
        for (std::int64_t id = 0; id < 1000 && cause != Cause::disk_full; ++id) {
            try {
                add_note(*database, id, body);
                ++kept;
            } catch (const Error& error) {
                cause = error.cause();
                REQUIRE(cause == Cause::disk_full);
            }
        }
        REQUIRE(cause == Cause::disk_full);
        CHECK(kept > 10);
        CHECK(count_notes(*database) == kept);
        CHECK_THROWS_AS(add_note(*database, 5000, body), Error);
        CHECK_THROWS(database->back_up(disk.path() / "copy.sqlite"));
        CHECK_FALSE(std::filesystem::exists(disk.path() / "copy.sqlite"));
        CHECK_FALSE(std::filesystem::exists(disk.path() / "copy.sqlite.part"));
        std::filesystem::remove(ballast);
        add_note(*database, 5001, body);
        CHECK(count_notes(*database) == kept + 1);
        CHECK(database->check() == "");
    }
    const auto again = Database::open({url});
    CHECK(count_notes(*again) == kept + 1);
    CHECK(again->check() == "");
}

TEST_CASE("nobody is answered before the fsync, and after one that failed no command is taken until a restart")
{
    Fsync& fsync = Fsync::begin();
    test::TemporaryFolder folder;
    const std::string url = "sqlite:" + (folder.path() / "town.sqlite").string();
    {
        const auto database = Database::open({url});
        Migrator(tables).run(*database, Instant{0});
        for (std::int64_t id = 0; id < 20; ++id) {
            const int before = fsync.count;
            add_note(*database, id, "a note");
            CHECK(fsync.count > before);
        }
        fsync.fails = true;
        CHECK_THROWS_AS(add_note(*database, 100, "lost"), Error);
        fsync.fails = false;
        CHECK_THROWS_AS(add_note(*database, 101, "refused"), Unavailable);
        CHECK(count_notes(*database) == 20);
    }
    fsync.end();
    const auto again = Database::open({url});
    CHECK(count_notes(*again) >= 20);
    add_note(*again, 102, "goes on");
    CHECK(again->check() == "");
}

TEST_CASE("the file and its WAL are for their owner's eyes only")
{
    test::EmptyPlace place(test::Where::file);
    const auto database = Database::open({place.url()});
    Migrator(tables).run(*database, Instant{0});
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(place.folder())) {
        ++files;
        CHECK((entry.status().permissions() & std::filesystem::perms(077)) == std::filesystem::perms::none);
    }
    CHECK(files == 4);  // the database, its WAL, the WAL's index, the lock
}

TEST_CASE("the WAL does not grow for ever")
{
    test::EmptyPlace place(test::Where::file);
    const auto database = Database::open({place.url()});
    Migrator(tables).run(*database, Instant{0});
    const std::string body(100000, 'x');
    for (std::int64_t id = 0; id < 400; ++id) add_note(*database, id, body);
    CHECK(std::filesystem::file_size(place.folder() / "town.sqlite") > 20'000'000);
    CHECK(std::filesystem::file_size(place.folder() / "town.sqlite-wal") < 10'000'000);
}

TEST_CASE("another process may write to the same file while the first one does")
{
    test::EmptyPlace place(test::Where::file);
    {
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
    }
    constexpr std::int64_t each = 300;
    std::vector<pid_t> children;
    for (std::int64_t number = 0; number < 3; ++number) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            try {
                const auto database = Database::open({place.url()});
                for (std::int64_t i = 0; i < each; ++i) add_note(*database, number * each + i, std::string(3000, 'x'));
            } catch (...) {
                ::_exit(1);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    const auto database = Database::open({place.url()});
    CHECK(count_notes(*database) == 3 * each);
    CHECK(database->check() == "");
}

TEST_CASE("a process killed while it writes loses nothing it was told was done")
{
    test::EmptyPlace place(test::Where::file);
    {
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
    }
    std::int64_t told = 0;
    for (int round = 0; round < 10; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            const auto database = Database::open({place.url()});
            for (std::int64_t id = round * 100000;; ++id) {
                add_note(*database, id, "a note");
                if (::write(ends[1], "+", 1) != 1) ::_exit(1);
            }
        }
        ::close(ends[1]);
        char answer = 0;
        for (int i = 0; i < 20 + round; ++i) told += ::read(ends[0], &answer, 1);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(ends[0], &answer, 1) == 1) ++told;
        ::close(ends[0]);
        const auto database = Database::open({place.url()});
        CHECK(count_notes(*database) >= told);
        CHECK(database->check() == "");
    }
    CHECK(told >= 200);
}

TEST_CASE("what was erased is not in the file any more")
{
    test::EmptyPlace place(test::Where::file);
    const std::string secret = "Darya lives at Lenin street 5";
    const auto is_in_file = [&] {
        return test::bytes_of(place.folder() / "town.sqlite").find(secret) != std::string::npos;
    };
    {
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
        add_note(*database, 1, secret);
    }
    REQUIRE(is_in_file());
    {
        const auto database = Database::open({place.url()});
        database->change([](Session& session) {
            session.execute("DELETE FROM notes");
            return Outcome::keep;
        });
    }
    CHECK_FALSE(is_in_file());
    CHECK(std::filesystem::file_size(place.folder() / "town.sqlite-wal") == 0);
}

TEST_CASE("a damaged file does not pass the check")
{
    test::EmptyPlace place(test::Where::file);
    {
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
        for (std::int64_t id = 0; id < 200; ++id) add_note(*database, id, std::string(500, 'x'));
    }
    {
        std::fstream file(place.folder() / "town.sqlite", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(5 * 4096);
        file << std::string(4096, '\x5a');
    }
    CHECK(Database::open({place.url()})->check() != "");
}

TEST_CASE("a backup taken under load is one whole moment")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::postgres) return;
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
        Payments payments(*database);
        test::TemporaryFolder folder;
        for (int i = 0; i < 3; ++i) {
            const auto file = folder.path() / ("copy" + std::to_string(i) + ".sqlite");
            while (payments.made() < (i + 1) * 200) std::this_thread::yield();
            database->back_up(file);
            // Whole by itself: no WAL beside it, and nothing half done.
            for (const char* beside : {".part", "-wal", "-shm", "-journal", ".part-wal", ".part-shm", ".part-journal"})
                CHECK_FALSE(std::filesystem::exists(file.string() + beside));
            const auto copy = Database::open({"sqlite:" + file.string()});
            CHECK(copy->check() == "");
            copy->read([](Session& session) {
                CHECK(session.value<std::int64_t>("SELECT CAST(sum(amount) AS BIGINT) FROM purses") == 1000);
                CHECK(session.value<std::int64_t>("SELECT CAST(sum(amount) AS BIGINT) FROM purses WHERE id > 3") ==
                      600 + session.value<std::int64_t>("SELECT count(*) FROM notes"));
            });
            CHECK_THROWS(database->back_up(file));
        }
    });
}

TEST_CASE("a dump of PostgreSQL taken under load is one whole moment")
{
    if (test::postgres_address().empty()) return;
    test::EmptyPlace place(test::Where::postgres);
    const auto database = Database::open({place.url()});
    Migrator(tables).run(*database, Instant{0});
    const auto file = place.folder() / "town.dump";
    {
        Payments payments(*database);
        while (payments.made() < 200) std::this_thread::yield();
        database->back_up(file);
        CHECK_THROWS(database->back_up(file));
    }
    const auto text = place.folder() / "town.sql";
    const std::string restore =
        "pg_restore --data-only --schema=" + place.schema() + " --file=" + text.string() + " " + file.string();
    REQUIRE(std::system(restore.c_str()) == 0);
    std::ifstream lines(text);
    std::int64_t sum = 0;
    int purses = 0;
    bool is_in_purses = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("COPY"))
            is_in_purses = line.find(".purses ") != std::string::npos;
        else if (line == "\\.")
            is_in_purses = false;
        else if (is_in_purses) {
            sum += std::stoll(line.substr(line.rfind('\t') + 1));
            ++purses;
        }
    }
    CHECK(purses == 10);
    CHECK(sum == 1000);
}

}  // namespace disk_test
