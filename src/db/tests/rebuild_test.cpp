// Migrations that make anew a table which others refer to.

#include <doctest/doctest.h>

#include <map>

#include "test_database.hpp"

namespace rebuild_test {

using namespace veche;
using namespace veche::db;

namespace {

constexpr int lines_made = 30;

/// A plan with lines, each with bodies and a happening that are gone with it.
void fill(Session& tx)
{
    tx.execute(
        "INSERT INTO towns (id, slug, name, host, base_url, timezone, colour, emblem, uuid, version, created_at)"
        " VALUES (1, 'a', 'A', 'a', '', 'Asia/Novokuznetsk', '', '', '', 1, 0)");
    tx.execute("INSERT INTO plans (town_id, id, year, title, created_at) VALUES (1, 1, 2021, 'План', 0)");
    for (int id = 1; id <= lines_made; ++id) {
        tx.execute(
            "INSERT INTO plan_lines (town_id, id, plan_id, position, title, kind, when_text, precision_of, repeats,"
            " periods, place, responsible, audience, warnings, stage, imported, sequence, version, created_at,"
            " updated_at) VALUES (1, :id, 1, :id, 'Строка', 'event', '', 'none', 'none', '', '', '', '', '', 'planned',"
            " '', 0, 1, 0, 0)",
            {{"id", id}});
        for (const char* part : {"responsible", "partner"})
            tx.execute("INSERT INTO plan_line_bodies (town_id, line_id, part, body_id) VALUES (1, :id, :part, 7)",
                       {{"id", id}, {"part", part}});
        tx.execute(
            "INSERT INTO plan_happenings (town_id, id, plan_id, line_id, position, period, quarter, outcome, told)"
            " VALUES (1, :id, 1, :id, 0, '', 1, 'ahead', '')",
            {{"id", id}});
    }
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

/// How a migration adds a kind to the lines: SQLite knows no other way to change a CHECK. `copied` says which lines go over.
std::string with_new_kind(Session& session, const std::string& copied)
{
    std::vector<std::string> indexes;
    std::string table;
    session.each("SELECT type, sql FROM sqlite_schema WHERE tbl_name = 'plan_lines' AND sql IS NOT NULL ORDER BY name",
                 {}, [&](Row& row) {
                     const auto type = row.next<std::string>();
                     type == "table" ? table = row.next<std::string>() : indexes.emplace_back(row.next<std::string>());
                 });
    table = replaced(replaced(table, "'publications'", "'publications', 'fair'"), "plan_lines", "plan_lines_new");
    std::string text = "-- rebuild\n" + table + ";\nINSERT INTO plan_lines_new SELECT * FROM plan_lines " + copied +
                       ";\nDROP TABLE plan_lines;\nALTER TABLE plan_lines_new RENAME TO plan_lines;\n";
    for (const auto& index : indexes) text += index + ";\n";
    return text;
}

std::map<std::string, std::int64_t> counts(Database& database)
{
    std::map<std::string, std::int64_t> found;
    database.read([&](Session& session) {
        found["lines"] = session.value<std::int64_t>("SELECT count(*) FROM plan_lines");
        found["bodies"] = session.value<std::int64_t>("SELECT count(*) FROM plan_line_bodies");
        found["happenings"] = session.value<std::int64_t>("SELECT count(*) FROM plan_happenings");
        found["indexes"] = session.value<std::int64_t>(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'plan_lines'");
    });
    return found;
}

/// The database filled, and the migrations with one more that makes the lines anew.
template <class Test>
void with_filled(const std::string& copied, Test test)
{
    test::for_each_engine(test::embedded_migrations(), [&](Database& database) {
        if (database.engine() != Engine::sqlite) return;  // PostgreSQL changes a CHECK in place
        auto migrations = test::embedded_migrations();
        database.change([&](Session& tx) {
            fill(tx);
            migrations.push_back({"9999_plan_kind.sqlite.sql", with_new_kind(tx, copied)});
            return Outcome::keep;
        });
        test(database, migrations);
    });
}

bool takes_kind(Database& database, const char* kind)
{
    bool taken = true;
    try {
        database.change([&](Session& tx) {
            tx.execute("UPDATE plan_lines SET kind = :kind WHERE id = 1", {{"kind", kind}});
            return Outcome::roll_back;
        });
    } catch (const Error& error) {
        CHECK(error.cause() == Cause::check);
        taken = false;
    }
    return taken;
}

bool keys_hold(Database& database)
{
    try {
        database.change([&](Session& tx) {
            tx.execute("INSERT INTO plan_line_bodies (town_id, line_id, part, body_id) VALUES (1, 999, 'partner', 7)");
            return Outcome::roll_back;
        });
    } catch (const Error& error) {
        return error.cause() == Cause::foreign_key;
    }
    return false;
}

}  // namespace

TEST_CASE("a migration that makes the lines anew with one more kind loses nothing that belongs to them")
{
    with_filled("", [](Database& database, const std::vector<Migration>& migrations) {
        const auto before = counts(database);
        CHECK(before.at("bodies") == 2 * lines_made);
        CHECK_FALSE(takes_kind(database, "fair"));
        CHECK(Migrator(migrations).run(database, Instant{1}).size() == 1);
        CHECK(counts(database) == before);
        CHECK(takes_kind(database, "fair"));
        CHECK_FALSE(takes_kind(database, "circus"));
        CHECK(keys_hold(database));
        CHECK(database.check() == "");
    });
}

TEST_CASE("a rebuilding that leaves children without their parents is refused, named and undone")
{
    with_filled("WHERE id <> 5", [](Database& database, const std::vector<Migration>& migrations) {
        const auto before = counts(database);
        try {
            Migrator(migrations).run(database, Instant{1});
            FAIL("ran");
        } catch (const Error& error) {
            CHECK(error.cause() == Cause::foreign_key);
            const std::string what = error.what();
            for (const char* word : {"9999_plan_kind.sqlite.sql", "plan_line_bodies", "plan_happenings"})
                CHECK_MESSAGE(what.find(word) != std::string::npos, what);
        }
        CHECK(counts(database) == before);
        CHECK_FALSE(takes_kind(database, "fair"));
        CHECK(keys_hold(database));
        CHECK(Migrator(migrations).pending(database).size() == 1);
    });
}

TEST_CASE("foreign keys hold again after a rebuilding that fails half-way")
{
    with_filled("", [](Database& database, std::vector<Migration> migrations) {
        const auto before = counts(database);
        migrations.back().text += "INSERT INTO nowhere VALUES (1);\n";
        CHECK_THROWS_AS(Migrator(migrations).run(database, Instant{1}), Error);
        CHECK(counts(database) == before);
        CHECK(keys_hold(database));
    });
}

}  // namespace rebuild_test
