#include <memory>
#include <random>
#include <thread>

#include "db/counters.hpp"
#include "db/engines.hpp"
#include "db/inside.hpp"
#include "db/new_file.hpp"
#include "db/pool.hpp"
#include "db/postgres_connection.hpp"
#include "db/postgres_dump.hpp"
#include "db/postgres_news.hpp"

namespace veche::db {
namespace {

using namespace std::chrono_literals;

constexpr int most_retries = 3;
constexpr int first_pause_most = 40;  // milliseconds; then twice as long each time

/// Two that were in each other's way would be so again if both began at once, or after equal pauses.
void pause_before(int retry)
{
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<int> length(1, first_pause_most << retry);
    std::this_thread::sleep_for(std::chrono::milliseconds(length(random)));
}

/// A transaction that is rolled back unless it was committed.
class Transaction {
public:
    Transaction(PostgresConnection& connection, const char* begin) : connection_(connection)
    {
        connection_.begin(begin);
    }
    ~Transaction()
    {
        if (!is_over_) connection_.roll_back();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit()
    {
        connection_.commit();
        is_over_ = true;
    }

private:
    PostgresConnection& connection_;
    bool is_over_ = false;
};

struct CountStatements {
    Session& session;
    Counters& counters;
    ~CountStatements() { counters.statements += session.statements(); }
};

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(const Settings& settings)
        : url_(settings.url),
          pool_(static_cast<std::size_t>(std::max(1, settings.readers)), settings.queue, 5s,
                [this, timeout = settings.statement_timeout] {
                    return std::make_unique<PostgresConnection>(url_, timeout);
                }),
          news_(settings.url)
    {
        // A wrong address or password is told at the start, not to the first visitor.
        PostgresDatabase::read([](Session&) {});
    }

    Engine engine() const override { return Engine::postgres; }

    void read(const Reader& reader) override
    {
        Inside inside(this);
        const auto connection = pool_.lend();
        read_on(*connection, reader);
    }

    void read_long(const Reader& reader) override
    {
        Inside inside(this);
        PostgresConnection connection(url_, 0ms);
        read_on(connection, reader);
    }

    void change(const Command& command) override
    {
        Inside inside(this);
        ++counters_.commands;
        Waiting waiting(counters_);
        const auto connection = pool_.lend();
        waiting.end();
        for (int retry = 0; !try_change(*connection, command, retry == most_retries); ++retry) pause_before(retry);
    }

    void rebuild(const Command& command) override { change(command); }
    void shred() override {}
    bool changed_elsewhere() override { return news_.heard(); }
    void tell_others() noexcept override { news_.tell(); }

    void back_up(const std::filesystem::path& file) override
    {
        NewFile copy(file);
        PostgresConnection connection(url_, 0ms);
        connection.begin("BEGIN");
        connection.roll_back();
        run_pg_dump(connection.handle(), copy.part());
        copy.finish();
    }

    void restore(const std::filesystem::path& file) override
    {
        PostgresConnection connection(url_, 0ms);
        connection.begin("BEGIN");
        connection.roll_back();
        run_pg_restore(connection.handle(), file);
    }

    std::string check() override;
    Figures figures() const override { return counters_.now(); }

private:
    class Waiting {
    public:
        explicit Waiting(Counters& counters) : counters_(counters) { ++counters_.waiting; }
        ~Waiting() { end(); }
        void end()
        {
            if (!is_over_) --counters_.waiting;
            is_over_ = true;
        }

    private:
        Counters& counters_;
        bool is_over_ = false;
    };

    void read_on(PostgresConnection& connection, const Reader& reader)
    {
        ++counters_.reads;
        Transaction transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        PostgresSession session(connection);
        CountStatements count{session, counters_};
        reader(session);
    }

    bool try_change(PostgresConnection& connection, const Command& command, bool is_last);
    void change_once(PostgresConnection& connection, const Command& command);

    const std::string url_;
    Counters counters_;
    Pool<PostgresConnection> pool_;
    PostgresNews news_;
};

/// False: another transaction was first, and the command is to be run again from its beginning.
bool PostgresDatabase::try_change(PostgresConnection& connection, const Command& command, bool is_last)
{
    try {
        change_once(connection, command);
        return true;
    } catch (const PostgresError& error) {
        if (!error.is_lost_race()) throw;
        ++counters_.lost_races;
        if (is_last) throw;
        return false;
    }
}

void PostgresDatabase::change_once(PostgresConnection& connection, const Command& command)
{
    Transaction transaction(connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    PostgresSession session(connection);
    CountStatements count{session, counters_};
    const Outcome outcome = command(session);
    if (outcome == Outcome::roll_back) return;
    if (session.has_failed()) bug("a command kept its transaction although a statement of it had failed");
    if (!connection.in_transaction()) throw Error(Cause::other, "the transaction ended inside a command");
    transaction.commit();
    ++counters_.commits;
    ++counters_.kept;
}

/// Damaged pages are the server's own matter (data checksums, amcheck); here is what a broken upgrade or a restore
/// leaves.
std::string PostgresDatabase::check()
{
    std::string found;
    const auto add = [&](Row& row) { found += row.next<std::string>() + "\n"; };
    try {
        read_long([&](Session& session) {
            session.each(
                "SELECT 'invalid index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                "WHERE NOT (i.indisvalid AND i.indisready)",
                {}, add);
            session.each("SELECT 'constraint not validated ' || conname FROM pg_constraint WHERE NOT convalidated", {},
                         add);
            session.each("SELECT 'database is a standby' WHERE pg_is_in_recovery()", {}, add);
        });
    } catch (const Error& error) {
        found += error.what();
    }
    return found;
}

}  // namespace

std::unique_ptr<Database> open_postgres(const Settings& settings)
{
    return std::make_unique<PostgresDatabase>(settings);
}

}  // namespace veche::db
