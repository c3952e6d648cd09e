// Many at once: the lane's batches, its bound, and PostgreSQL's pool.

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "test_database.hpp"

namespace crowd_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> tables{
    {"0001_votes.sql",
     "CREATE TABLE votes (town_id $ID NOT NULL, voter $ID NOT NULL, thread $ID NOT NULL, PRIMARY KEY (town_id, "
     "voter));\n"
     "CREATE TABLE parents (town_id $ID, id $ID, PRIMARY KEY (town_id, id));\n"
     "CREATE TABLE children (town_id $ID, id $ID, parent_id $ID, PRIMARY KEY (town_id, id),\n"
     "  FOREIGN KEY (town_id, parent_id) REFERENCES parents (town_id, id) DEFERRABLE INITIALLY DEFERRED);\n"}};

void vote(Session& session, std::int64_t voter, std::int64_t thread)
{
    session.execute("INSERT INTO votes VALUES (1, :voter, :thread)", {{"voter", voter}, {"thread", thread}});
}

std::vector<std::int64_t> voters(Database& database)
{
    std::vector<std::int64_t> found;
    database.read([&](Session& session) {
        found = session.list("SELECT voter FROM votes ORDER BY voter", {},
                             [](Row& row) { return row.next<std::int64_t>(); });
    });
    return found;
}

/// Holds the database's writer (or one connection) inside a command until told to go on, so that others pile up behind
/// it.
class Plug {
public:
    explicit Plug(Database& database)
        : done_(std::async(std::launch::async, [this, &database] {
              database.change([this](Session&) {
                  is_in_.set_value();
                  may_go_.get_future().wait();
                  return Outcome::keep;
              });
          }))
    {
        is_in_.get_future().wait();
    }
    ~Plug() { pull(); }
    void pull()
    {
        if (!done_.valid()) return;
        may_go_.set_value();
        done_.get();
    }

private:
    std::promise<void> is_in_;
    std::promise<void> may_go_;
    std::future<void> done_;
};

void wait_until_waiting(Database& database, std::int64_t count)
{
    while (database.figures().waiting < count) std::this_thread::yield();
}

}  // namespace

TEST_CASE("commands of one batch do not touch their neighbours, whether kept, refused, thrown or failed")
{
    test::for_each_engine(tables, [](Database& database) {
        std::vector<std::thread> submitters;
        std::atomic<int> refused{0};
        std::atomic<int> missing{0};
        std::atomic<int> conflicts{0};
        const std::int64_t commits_before = database.figures().commits;
        {
            Plug plug(database);
            for (std::int64_t i = 0; i < 100; ++i) {
                submitters.emplace_back([&, i] {
                    try {
                        database.change([&](Session& session) {
                            vote(session, i, 0);
                            if (i % 4 == 1) return Outcome::roll_back;
                            if (i % 4 == 2) throw NotFound("poll");
                            if (i % 4 == 3) vote(session, i, 0);
                            return Outcome::keep;
                        });
                        if (i % 4 == 1) ++refused;
                    } catch (const NotFound&) {
                        ++missing;
                    } catch (const Error& error) {
                        if (error.cause() == Cause::unique) ++conflicts;
                    }
                });
            }
            if (database.engine() == Engine::sqlite) wait_until_waiting(database, 100);
            plug.pull();
        }
        for (auto& submitter : submitters) submitter.join();
        CHECK(refused == 25);
        CHECK(missing == 25);
        CHECK(conflicts == 25);
        const auto kept = voters(database);
        CHECK(kept.size() == 25);
        CHECK(std::all_of(kept.begin(), kept.end(), [](std::int64_t voter) { return voter % 4 == 0; }));
        // The plug's own commit, and one for the whole crowd.
        if (database.engine() == Engine::sqlite) CHECK(database.figures().commits - commits_before == 2);
    });
}

TEST_CASE("a key that is still broken at the end of a command fails that command alone")
{
    test::for_each_engine(tables, [](Database& database) {
        const auto orphan = [](Session& session) {
            session.execute("INSERT INTO children VALUES (1, 1, 99)");
            return Outcome::keep;
        };
        std::future<void> neighbour;
        std::future<void> broken;
        {
            Plug plug(database);
            broken = std::async(std::launch::async, [&] { database.change(orphan); });
            neighbour = std::async(std::launch::async, [&] {
                database.change([](Session& session) {
                    vote(session, 1, 0);
                    return Outcome::keep;
                });
            });
            if (database.engine() == Engine::sqlite) wait_until_waiting(database, 2);
        }
        CHECK_THROWS_AS(broken.get(), Error);
        CHECK_NOTHROW(neighbour.get());
        CHECK(voters(database).size() == 1);
    });
}

TEST_CASE("more commands than may wait are refused at once, and those that wait are done")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::postgres) return;
        Settings settings{place.url()};
        settings.queue = 3;
        const auto database = Database::open(settings);
        Migrator(tables).run(*database, Instant{0});
        Plug plug(*database);
        std::vector<std::thread> submitters;
        for (std::int64_t i = 0; i < 3; ++i) {
            submitters.emplace_back([&, i] {
                database->change([&](Session& session) {
                    vote(session, i, 0);
                    return Outcome::keep;
                });
            });
        }
        wait_until_waiting(*database, 3);
        CHECK_THROWS_AS(database->change([](Session&) { return Outcome::keep; }), Unavailable);
        plug.pull();
        for (auto& submitter : submitters) submitter.join();
        CHECK(voters(*database).size() == 3);
    });
}

TEST_CASE("commands that wait are done before the database closes")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where != test::Where::file) return;
        std::vector<std::thread> submitters;
        {
            auto database = Database::open({place.url()});
            Migrator(tables).run(*database, Instant{0});
            Plug plug(*database);
            for (std::int64_t i = 0; i < 20; ++i) {
                submitters.emplace_back([&, i] {
                    database->change([&](Session& session) {
                        vote(session, i, 0);
                        return Outcome::keep;
                    });
                });
            }
            wait_until_waiting(*database, 20);
        }
        for (auto& submitter : submitters) submitter.join();
        CHECK(voters(*Database::open({place.url()})).size() == 20);
    });
}

TEST_CASE("of a crowd that wants the same, each thing is given once")
{
    test::for_each_engine(tables, [](Database& database) {
        constexpr int crowd = 64;
        constexpr int wishes = 200;
        std::atomic<int> given{0};
        std::atomic<int> lost{0};
        std::vector<std::thread> threads;
        for (int thread = 0; thread < crowd; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < wishes; ++i) {
                    try {
                        // Every voter is wanted by exactly two threads.
                        database.change([&](Session& session) {
                            vote(session, (thread / 2) * wishes + i, thread);
                            return Outcome::keep;
                        });
                        ++given;
                    } catch (const Error& error) {
                        if (error.cause() == Cause::unique) ++lost;
                    }
                }
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(given == crowd * wishes / 2);
        CHECK(lost == crowd * wishes / 2);
        CHECK(voters(database).size() == crowd * wishes / 2);
        CHECK(database.figures().waiting == 0);
    });
}

TEST_CASE("readers go on while the writer is busy")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::memory) return;
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
        Plug plug(*database);
        std::vector<std::thread> readers;
        for (int i = 0; i < 20; ++i) readers.emplace_back([&] { CHECK(voters(*database).empty()); });
        for (auto& reader : readers) reader.join();
    });
}

TEST_CASE("a PostgreSQL connection that was killed is made again without an error to anybody")
{
    if (test::postgres_address().empty()) return;
    test::EmptyPlace place(test::Where::postgres);
    Settings settings{place.url()};
    settings.readers = 1;
    const auto database = Database::open(settings);
    Migrator(tables).run(*database, Instant{0});
    const auto own_pid = [&] {
        std::int64_t pid = 0;
        database->read([&](Session& session) { pid = session.value<std::int64_t>("SELECT pg_backend_pid()"); });
        return pid;
    };
    const std::int64_t pid = own_pid();
    const auto other = Database::open({place.url()});
    const auto kill = [&](std::int64_t victim) {
        other->change([&](Session& session) {
            session.each("SELECT pg_terminate_backend(CAST(:pid AS INTEGER), 5000)", {{"pid", victim}}, [](Row&) {});
            return Outcome::keep;
        });
    };
    kill(pid);
    CHECK_NOTHROW(database->change([](Session& session) {
        vote(session, 1, 0);
        return Outcome::keep;
    }));
    CHECK(own_pid() != pid);

    // Killed inside a command: that command is told, is not done, and the next one works.
    Cause cause = Cause::other;
    try {
        database->change([&](Session& session) {
            vote(session, 2, 0);
            kill(session.value<std::int64_t>("SELECT pg_backend_pid()"));
            vote(session, 3, 0);
            return Outcome::keep;
        });
    } catch (const Error& error) {
        cause = error.cause();
    }
    CHECK(cause == Cause::connection);
    CHECK(voters(*database) == std::vector<std::int64_t>{1});
}

TEST_CASE("two commands of PostgreSQL that lock one another out are both done")
{
    if (test::postgres_address().empty()) return;
    test::EmptyPlace place(test::Where::postgres);
    Settings settings{place.url()};
    settings.statement_timeout = std::chrono::milliseconds(20000);
    const auto database = Database::open(settings);
    Migrator(tables).run(*database, Instant{0});
    database->change([](Session& session) {
        vote(session, 1, 0);
        vote(session, 2, 0);
        return Outcome::keep;
    });
    std::atomic<int> inside{0};
    const auto swap = [&](std::int64_t first, std::int64_t second) {
        database->change([&](Session& session) {
            const auto raise = [&](std::int64_t voter) {
                session.execute("UPDATE votes SET thread = thread + 1 WHERE voter = :voter", {{"voter", voter}});
            };
            raise(first);
            for (++inside; inside < 2;) std::this_thread::yield();
            raise(second);
            return Outcome::keep;
        });
    };
    std::thread one([&] { swap(1, 2); });
    std::thread two([&] { swap(2, 1); });
    one.join();
    two.join();
    CHECK(inside >= 3);  // one of them ran twice
    database->read([](Session& session) { CHECK(session.value<std::int64_t>("SELECT min(thread) FROM votes") == 2); });
}

}  // namespace crowd_test
