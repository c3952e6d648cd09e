#include "db/sqlite_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <thread>

namespace veche::db {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_wait = 5s;
constexpr int pages_for_checkpoint = 1000;
// Readers that follow one another without a gap can keep the WAL from being used from its start again. From this size
// on (80 MB) the writer waits for a gap.
constexpr int pages_for_waiting = 20000;

}  // namespace

FileTurn::FileTurn(const std::string& database_file)
{
    if (database_file == ":memory:") return;
    const std::string name = database_file + ".lock";
    descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), name);
}

FileTurn::~FileTurn()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

void FileTurn::begin()
{
    if (descriptor_ < 0) return;
    const auto until = std::chrono::steady_clock::now() + longest_wait;
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw Error(Cause::other, "flock: " + std::generic_category().message(errno));
        if (std::chrono::steady_clock::now() > until) throw Error(Cause::busy, "another process keeps the database");
        std::this_thread::sleep_for(1ms);
    }
}

void FileTurn::end() noexcept
{
    if (descriptor_ >= 0) ::flock(descriptor_, LOCK_UN);
}

Checkpoints::Checkpoints(SqliteConnection& writer) : writer_(writer)
{
    const auto note = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Checkpoints*>(self)->pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer_.handle(), note, this);
}

void Checkpoints::after_commit()
{
    if (pages_ < try_again_) try_again_ = 0;  // the WAL began anew
    if (pages_ < pages_for_checkpoint || pages_ < try_again_) return;
    try_again_ = pages_ + pages_for_checkpoint;
    const bool is_long = pages_ >= pages_for_waiting;
    checkpoint(is_long ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, is_long ? 250 : 0);
}

void Checkpoints::on_close()
{
    checkpoint(SQLITE_CHECKPOINT_TRUNCATE, 0);
}

void Checkpoints::truncate()
{
    const int code = sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) writer_.fail(code, "checkpoint");
    pages_ = 0;
}

void Checkpoints::checkpoint(int mode, int patience_milliseconds)
{
    sqlite3_busy_timeout(writer_.handle(), patience_milliseconds);
    const int code = sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(writer_.handle(), 5000);
    if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED) return;
    try {
        writer_.fail(code, "checkpoint");
    } catch (const Error& error) {
        std::fprintf(stderr, "veche: %s\n", error.what());
    }
}

}  // namespace veche::db
