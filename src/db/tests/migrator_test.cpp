#include "db/migrator.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "test_database.hpp"

namespace migrator_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> migrations{
    {"0002_lines.sql",
     "-- A comment; with a semicolon;\n"
     "CREATE TABLE lines (town_id $ID NOT NULL, id $ID NOT NULL, title TEXT DEFAULT 'a;\nb', price $MONEY, at "
     "$INSTANT,\n"
     "  is_done $BOOL, PRIMARY KEY (town_id, id)); -- the line goes on\n"
     "CREATE INDEX lines_by_time ON lines (town_id, at);\n"
     "INSERT INTO lines (town_id, id) VALUES (1, 1); INSERT INTO lines (town_id, id) VALUES (1, 2);\n"},
    {"0001_towns.sql", "CREATE TABLE towns (id $ID PRIMARY KEY);\nINSERT INTO towns VALUES (1);\n"},
    {"0003_count.sqlite.sql",
     "CREATE TABLE counts (town_id $ID PRIMARY KEY, lines $ID);\n"
     "CREATE TRIGGER count_lines AFTER INSERT ON lines BEGIN\n"
     "  UPDATE counts SET lines = lines + 1 WHERE town_id = new.town_id;\n"
     "  UPDATE counts SET lines = lines + 0;\n"
     "END;\n"
     "INSERT INTO counts VALUES (1, 0);\n"},
    {"0003_count.postgres.sql",
     "CREATE TABLE counts (town_id $ID PRIMARY KEY, lines $ID);\n"
     "CREATE FUNCTION count_line() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n"
     "  UPDATE counts SET lines = lines + 1 WHERE town_id = new.town_id;\n  RETURN new;\nEND;\n$body$;\n"
     "CREATE TRIGGER count_lines AFTER INSERT ON lines FOR EACH ROW EXECUTE FUNCTION count_line();\n"
     "INSERT INTO counts VALUES (1, 0);\n"},
};

std::vector<Migration> without_double_line()
{
    auto result = migrations;
    auto& text = result.front().text;
    text = text.substr(0, text.find("INSERT"));
    text += "INSERT INTO lines (town_id, id) VALUES (1, 1);\nINSERT INTO lines (town_id, id) VALUES (1, 2);\n";
    return result;
}

/// Tables, columns, indexes, triggers and rows as one text.
std::string portrait(Database& database)
{
    std::string text;
    const auto add = [&](Row& row) { text += row.next<std::string>() + "\n"; };
    database.read([&](Session& session) {
        if (session.engine() == Engine::sqlite) {
            session.each("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name", {}, add);
        } else {
            session.each(
                "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') "
                "FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1",
                {}, add);
            session.each(
                "SELECT replace(indexdef, schemaname, '') FROM pg_indexes WHERE schemaname = current_schema() "
                "ORDER BY 1",
                {}, add);
            session.each(
                "SELECT trigger_name || '' FROM information_schema.triggers "
                "WHERE trigger_schema = current_schema() ORDER BY 1",
                {}, add);
        }
        session.each("SELECT name || body || applied_at FROM schema_migrations ORDER BY name", {}, add);
        session.each("SELECT id || title FROM lines ORDER BY id", {}, add);
        session.each("SELECT town_id || '=' || lines FROM counts", {}, add);
    });
    return text;
}

/// A child runs the migrations and is gone, as if killed, after the k-th statement. True if it came so far.
bool die_after(const std::string& url, int k)
{
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        try {
            const auto database = Database::open({url});
            Migrator(without_double_line(), [k](int statement) {
                if (statement == k) ::_exit(42);
            }).run(*database, Instant{5});
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) != 1);
    return WEXITSTATUS(status) == 42;
}

}  // namespace

TEST_CASE("migrations run once, in the order of their names, those of the other engine not at all")
{
    test::for_each_engine([](Database& database) {
        const std::string third =
            database.engine() == Engine::sqlite ? "0003_count.sqlite.sql" : "0003_count.postgres.sql";
        const std::vector<std::string> all{"0001_towns.sql", "0002_lines.sql", third};
        Migrator migrator(without_double_line());
        CHECK(migrator.pending(database) == all);
        CHECK(migrator.run(database, Instant{5}) == all);
        CHECK(migrator.pending(database).empty());
        CHECK(migrator.run(database, Instant{6}).empty());
        database.change([](Session& session) {
            session.execute("INSERT INTO lines (town_id, id) VALUES (1, 3)");
            CHECK(session.value<std::int64_t>("SELECT lines FROM counts") == 1);
            CHECK(session.value<std::string>("SELECT title FROM lines WHERE id = 3") == "a;\nb");
            CHECK(session.value<std::int64_t>("SELECT max(applied_at) FROM schema_migrations") == 5);
            return Outcome::roll_back;
        });
    });
}

TEST_CASE("what a migration says of personal data may be added after it was applied; nothing else may")
{
    test::for_each_engine([](Database& database) {
        auto declared = without_double_line();
        Migrator(declared).run(database, Instant{5});
        for (auto& migration : declared) migration.text += "-- personal towns plain id\n";
        CHECK(Migrator(declared).pending(database).empty());
        for (auto& migration : declared) migration.text = "-- personal towns name id: kept\n" + migration.text;
        CHECK(Migrator(declared).run(database, Instant{6}).empty());
        declared.front().text += "-- another remark\n";
        CHECK_THROWS_AS(Migrator(declared).pending(database), Error);
    });
}

TEST_CASE("two statements on one line are refused, not half run")
{
    test::for_each_engine([](Database& database) {
        CHECK_THROWS(Migrator(migrations).run(database, Instant{0}));
        CHECK(Migrator(migrations).pending(database).size() == 2);
    });
}

TEST_CASE("killed after any statement, migrations start again and give the same schema")
{
    test::for_each_place([](const test::EmptyPlace& undisturbed, test::Where where) {
        if (where == test::Where::memory) return;
        const auto whole = Database::open({undisturbed.url()});
        Migrator(without_double_line()).run(*whole, Instant{5});
        const std::string expected = portrait(*whole);
        int k = 1;
        for (bool is_killed = true; is_killed; ++k) {
            CAPTURE(k);
            test::EmptyPlace place(where);
            is_killed = die_after(place.url(), k);
            const auto database = Database::open({place.url()});
            Migrator(without_double_line()).run(*database, Instant{5});
            CHECK(portrait(*database) == expected);
            CHECK(database->check() == "");
        }
        CHECK(k > 11);
    });
}

TEST_CASE("a migration that fails leaves the former state and is named")
{
    test::for_each_engine([](Database& database) {
        auto broken = without_double_line();
        broken.push_back({"0004_broken.sql", "CREATE TABLE half (id $ID);\nINSERT INTO nowhere VALUES (1);\n"});
        try {
            Migrator(broken).run(database, Instant{5});
            FAIL("ran");
        } catch (const Error& error) {
            CHECK(std::string(error.what()).find("0004_broken.sql") != std::string::npos);
        }
        CHECK(Migrator(broken).pending(database) == std::vector<std::string>{"0004_broken.sql"});
        broken.back().text = "CREATE TABLE half (id $ID);\n";
        CHECK(Migrator(broken).run(database, Instant{5}).size() == 1);
    });
}

TEST_CASE("a released migration that was changed, and a database of a newer program, are refused")
{
    test::for_each_engine([](Database& database) {
        Migrator(without_double_line()).run(database, Instant{5});
        auto changed = without_double_line();
        changed.front().text += "-- a remark\n";
        CHECK_THROWS_AS(Migrator(changed).run(database, Instant{5}), Error);
        auto older = without_double_line();
        older.erase(older.begin());
        CHECK_THROWS_AS(Migrator(older).run(database, Instant{5}), Error);
    });
}

TEST_CASE("a text that cannot be split or substituted is refused")
{
    test::for_each_engine([](Database& database) {
        for (const char* text :
             {"CREATE TABLE a (id $ID)", "CREATE TABLE a (id $NUMBER);\n", "CREATE TABLE a (id '$ID);\n"})
            CHECK_THROWS_AS(Migrator(std::vector<Migration>{{"0001_a.sql", text}}).run(database, Instant{0}), Error);
    });
    CHECK_THROWS_AS(Migrator(std::vector<Migration>{{"0001_a.sql", ""}, {"0001_a.sql", ""}}), Error);
}

TEST_CASE("the program's own migrations run on an empty database")
{
    test::for_each_engine(test::embedded_migrations(), [](Database& database) {
        CHECK_FALSE(test::embedded_migrations().empty());
        CHECK(Migrator(test::embedded_migrations()).pending(database).empty());
        CHECK(database.check() == "");
    });
}

TEST_CASE("two programs that start at once migrate once")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::memory) return;
        std::vector<std::thread> programs;
        std::atomic<int> applied{0};
        for (int i = 0; i < 4; ++i) {
            programs.emplace_back([&] {
                const auto database = Database::open({place.url()});
                applied += static_cast<int>(Migrator(without_double_line()).run(*database, Instant{5}).size());
            });
        }
        for (auto& program : programs) program.join();
        CHECK(applied == 3);
    });
}

}  // namespace migrator_test
