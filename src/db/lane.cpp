#include "db/lane.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "core/errors.hpp"
#include "db/binding.hpp"
#include "db/inside.hpp"

namespace veche::db {
namespace {

// Bounds how long the first of a batch waits for the last, and how much is lost together when a commit fails.
constexpr std::size_t most_in_batch = 512;

}  // namespace

Lane::Lane(const void* owner, SqliteConnection& writer, std::mutex& turn, const std::string& file, Health& health,
           Counters& counters, std::size_t bound)
    : owner_(owner),
      writer_(writer),
      turn_(turn),
      file_turn_(file),
      checkpoints_(writer),
      health_(health),
      counters_(counters),
      bound_(bound),
      thread_([this] { work(); })
{}

Lane::~Lane()
{
    {
        std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void Lane::run(const Database::Command& command, Manner manner)
{
    std::future<void> done;
    {
        std::lock_guard lock(mutex_);
        if (is_stopping_) throw Unavailable("the database is being closed");
        if (health_.fsync_failed) throw Unavailable("an fsync of the database failed; a restart is needed");
        if (waiting_.size() >= bound_) throw Unavailable("too many commands wait");
        ++counters_.commands;
        ++counters_.waiting;
        done = waiting_.emplace_back(Job{&command, manner, {}}).done.get_future();
    }
    arrived_.notify_one();
    done.get();
}

void Lane::work()
{
    Inside inside(owner_);
    for (;;) {
        Batch batch;
        take_waiting(batch);
        if (batch.empty()) break;
        run_batch(batch);
    }
    try {
        file_turn_.begin();
        checkpoints_.on_close();
        file_turn_.end();
    } catch (const Error&) {
        // Another process is writing: the WAL is whole and will be checkpointed by whoever comes last.
    }
}

void Lane::take_waiting(Batch& batch)
{
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return is_stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    // What is not ordinary goes alone: a rebuilding job's foreign keys are off for its whole transaction.
    const auto end =
        std::find_if(waiting_.begin(), waiting_.end(), [](const Job& job) { return job.manner != Manner::ordinary; });
    const auto ordinary = static_cast<std::size_t>(end - waiting_.begin());
    const std::size_t count = std::min({waiting_.size(), std::max<std::size_t>(ordinary, 1), most_in_batch});
    const auto last = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::move(waiting_.begin(), last, std::back_inserter(batch));
    waiting_.erase(waiting_.begin(), last);
    counters_.waiting -= static_cast<std::int64_t>(batch.size());
}

void Lane::run_batch(Batch& batch)
{
    std::lock_guard lock(turn_);
    try {
        if (health_.fsync_failed) throw Unavailable("an fsync of the database failed; a restart is needed");
        file_turn_.begin();
    } catch (...) {
        answer(batch, std::current_exception());
        return;
    }
    std::exception_ptr error;
    try {
        switch (batch.front().manner) {
            case Manner::ordinary: commit_all(batch); break;
            case Manner::rebuilding: commit_rebuilt(batch); break;
            case Manner::shredding: shred(); break;
        }
    } catch (...) {
        error = std::current_exception();
        writer_.roll_back();
    }
    answer(batch, error);
    if (!error) checkpoints_.after_commit();
    file_turn_.end();
}

void Lane::commit_all(Batch& batch)
{
    writer_.run("BEGIN IMMEDIATE");
    for (Job& job : batch) run_one(job);
    const bool any_kept = std::any_of(batch.begin(), batch.end(), [](const Job& job) { return job.is_kept; });
    if (!any_kept) {
        writer_.run("ROLLBACK");
        return;
    }
    writer_.run("COMMIT");
    ++counters_.commits;
}

namespace {

/// Off as long as it lives; inside a transaction the switch would do nothing, so it is made before and dropped after.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(SqliteConnection& writer) : writer_(writer) { writer_.set_foreign_keys(false); }
    // To go on writing without foreign keys would be worse than to end: the throw out of here ends the process.
    ~ForeignKeysOff()
    {
        writer_.roll_back();
        writer_.set_foreign_keys(true);
    }
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

private:
    SqliteConnection& writer_;
};

}  // namespace

void Lane::commit_rebuilt(Batch& batch)
{
    const ForeignKeysOff off(writer_);
    writer_.run("BEGIN IMMEDIATE");
    run_one(batch.front());
    if (!batch.front().is_kept) {
        writer_.run("ROLLBACK");
        return;
    }
    if (const auto broken = writer_.broken_keys(); !broken.empty())
        throw Error(Cause::foreign_key, "after the rebuilding, foreign keys are broken: " + broken);
    writer_.run("COMMIT");
    ++counters_.commits;
}

void Lane::shred()
{
    // secure_delete blanks a deleted row, but not the copies of it that B-trees leave behind when they move rows from page
    // to page. Only a file written anew has none of them.
    writer_.run("VACUUM");
    checkpoints_.truncate();
}

/// Throws only when the transaction of all is lost.
void Lane::run_one(Job& job)
{
    writer_.run("SAVEPOINT command");
    try {
        decide(job);
    } catch (...) {
        job.error = std::current_exception();
    }
    // A full disk makes SQLite roll back everything at once: then all of the batch must be told.
    if (!writer_.in_transaction()) {
        if (job.error) std::rethrow_exception(job.error);
        throw Error(Cause::other, "the transaction ended inside a command");
    }
    job.is_kept = job.is_kept && !job.error;
    if (!job.is_kept) writer_.run("ROLLBACK TO command");
    writer_.run("RELEASE command");
}

void Lane::decide(Job& job)
{
    SqliteSession session(writer_, Access::read_write, std::chrono::milliseconds(0));
    struct Count {
        Session& session;
        Counters& counters;
        ~Count() { counters.statements += session.statements(); }
    } count{session, counters_};

    const Outcome outcome = (*job.command)(session);
    if (outcome == Outcome::roll_back) return;
    if (session.has_failed()) bug("a command kept its transaction although a statement of it had failed");
    // A deferred key that is still broken would fail the COMMIT of all.
    if (writer_.has_broken_keys()) throw Error(Cause::foreign_key, "a deferred foreign key is broken");
    job.is_kept = true;
}

void Lane::answer(Batch& batch, std::exception_ptr error)
{
    for (Job& job : batch) {
        const auto& own = error ? error : job.error;
        if (own) {
            job.done.set_exception(own);
            continue;
        }
        if (job.is_kept) ++counters_.kept;
        job.done.set_value();
    }
}

}  // namespace veche::db
