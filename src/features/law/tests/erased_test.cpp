// What is declared personal is gone after its term, down to the bytes of the file. The rows are made from the declarations themselves,
// so a new table is tested without a test of its own.

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>

#include "app/erasure/erase.hpp"
#include "app/jobs.hpp"
#include "app/tests/house.hpp"
#include "features/accounts/feature.hpp"
#include "features/law/feature.hpp"
#include "features/participation/feature.hpp"
#include "features/subscriptions/feature.hpp"
#include "test_files.hpp"

namespace erased_rows_test {

using namespace veche;
using namespace veche::app::erasure;
using namespace std::chrono_literals;

namespace {

constexpr int rows = 10;  // of each table: every word of a closed set comes in one of them
constexpr std::string_view marker = "сотри-меня", harmless = "ничьё";

/// A connection on which neither checks nor foreign keys are asked: rows are made up.
class BareConnection {
public:
    BareConnection(const test::EmptyPlace& place, test::Where where)
    {
        if (where == test::Where::postgres) {
            postgres_.reset(PQconnectdb(place.url().c_str()));
            run("SET session_replication_role = replica");
            run("DO $$ DECLARE one record; BEGIN FOR one IN SELECT conrelid::regclass AS holder, conname FROM "
                "pg_constraint"
                " WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace LOOP"
                " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.holder, one.conname); END LOOP; END $$");
            return;
        }
        sqlite3* opened = nullptr;
        REQUIRE(sqlite3_open((place.folder() / "town.sqlite").c_str(), &opened) == SQLITE_OK);
        sqlite_.reset(opened);
        run("PRAGMA foreign_keys = OFF");
        run("PRAGMA ignore_check_constraints = ON");
    }

    void run(const std::string& sql)
    {
        INFO(sql);
        if (sqlite_) {
            char* error = nullptr;
            const int code = sqlite3_exec(sqlite_.get(), sql.c_str(), nullptr, nullptr, &error);
            CHECK_MESSAGE(code == SQLITE_OK, (error ? error : ""));
            sqlite3_free(error);
            return;
        }
        const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(postgres_.get(), sql.c_str()), PQclear);
        const auto status = PQresultStatus(result.get());
        CHECK_MESSAGE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK), PQresultErrorMessage(result.get()));
    }

    /// Every row of a table as one text: PostgreSQL's files are the server's own.
    std::string rows_of(const std::string& table)
    {
        const std::string sql = "SELECT t::text FROM " + table + " t";
        const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(postgres_.get(), sql.c_str()), PQclear);
        std::string all;
        for (int i = 0; i < PQntuples(result.get()); ++i) all += PQgetvalue(result.get(), i, 0);
        return all;
    }

private:
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> sqlite_{nullptr, sqlite3_close};
    std::unique_ptr<PGconn, void (*)(PGconn*)> postgres_{nullptr, PQfinish};
};

bool is_erased(const Fate& fate)
{
    return fate.deed == Deed::remove || fate.deed == Deed::blank || fate.deed == Deed::job;
}

bool is_erased(const Column& column)
{
    return column.personal() && std::ranges::any_of(column.fates, [](const Fate& fate) { return is_erased(fate); });
}

bool is_a_mark(const Table& table, std::string_view column)
{
    for (const auto& one : table.columns)
        for (const auto& fate : one.fates)
            if (fate.mark == column) return true;
    return false;
}

std::string value_of(const Table& table, const Column& column, int row)
{
    if (column.name == "town_id") return "1";
    if (is_a_mark(table, column.name)) return "NULL";
    if (column.type == Type::flag) return std::to_string(row % 2);
    if (column.type == Type::number) return std::to_string(row + 1);
    if (column.type == Type::instant) return std::to_string(1'000 + row);  // long ago
    if (!column.options.empty())
        return "'" + std::string(column.options[std::size_t(row) % column.options.size()]) + "'";
    const std::string_view word = is_erased(column) ? marker : harmless;
    return "'" + std::string(word) + "-" + std::string(table.name) + "-" + std::string(column.name) + "-" +
           std::to_string(row) + "'";
}

std::string insert_of(const Table& table, int row)
{
    std::string names, values;
    for (const auto& column : table.columns) {
        names += (names.empty() ? "" : ", ") + std::string(column.name);
        values += (values.empty() ? "" : ", ") + value_of(table, column, row);
    }
    return "INSERT INTO " + std::string(table.name) + " (" + names + ") VALUES (" + values + ") ON CONFLICT DO NOTHING";
}

/// Rows that no fate of a column speaks of keep what they have: there it is not ours to look for.
std::string unmark_of(const Table& table, const Column& column)
{
    std::string meant;
    for (const auto& fate : column.fates) {
        if (!is_erased(fate)) continue;
        if (fate.when.empty()) return "";
        meant += (meant.empty() ? "(" : " OR (") + std::string(fate.when) + ")";
    }
    const std::string key = table.key.find(',') == table.key.npos ? std::string(table.key) : "town_id";
    return "UPDATE " + std::string(table.name) + " SET " + std::string(column.name) + " = 'ничьё' || " + key +
           " WHERE NOT (" + meant + ")";
}

void fill(BareConnection& connection)
{
    for (const auto& table : tables()) {
        // What one process tells the others has numbers of its own; nothing of a person.
        if (table.name == "towns" || table.name == "installation" || table.name == "page_touches") continue;
        for (int row = 0; row < rows; ++row) connection.run(insert_of(table, row));
    }
    connection.run("DELETE FROM deliveries WHERE outbox_id > 5");  // the others are delivered
    for (const auto& table : tables())
        for (const auto& column : table.columns)
            if (is_erased(column))
                if (const auto sql = unmark_of(table, column); !sql.empty()) connection.run(sql);
}

std::string marks_in(const std::string& bytes)
{
    std::set<std::string> found;
    for (auto at = bytes.find(marker); at != bytes.npos; at = bytes.find(marker, at + 1)) {
        const auto end = bytes.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-", at + marker.size());
        found.insert(bytes.substr(at, end - at));
    }
    std::string all;
    for (const auto& one : found) all += one + " ";
    return all;
}

std::string remains(db::Database& database, const test::EmptyPlace& place, BareConnection& connection,
                    test::Where where)
{
    if (where != test::Where::postgres) {
        database.shred();
        return marks_in(test::bytes_of(place.folder()));
    }
    std::string all;
    for (const auto& table : tables()) all += connection.rows_of(std::string(table.name));
    return marks_in(all);
}

}  // namespace

TEST_CASE("of what is declared personal not one byte is left after its term, in any table")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::memory) return;
        const auto database = db::Database::open({place.url()});
        db::Migrator(test::embedded_migrations()).run(*database, Instant{0});
        app::test::House house(*database, {accounts::feature(), participation::feature(), subscriptions::feature(),
                                           law::feature(), app::erasure::feature(law::days_of)});
        BareConnection connection(place, where);
        fill(connection);
        const auto before = remains(*database, place, connection, where);
        for (const auto& table : tables())
            for (const auto& column : table.columns)
                if (is_erased(column) && column.options.empty())
                    CHECK_MESSAGE(
                        before.find(std::string(table.name) + "-" + std::string(column.name) + "-") != before.npos,
                        table.name, ".", column.name, " was never there");
        app::Jobs jobs(house.site);
        for (int day = 0; day < 3; ++day) {
            while (jobs.run_once() > 0) continue;
            house.now = house.now + 25h;
        }
        CHECK(remains(*database, place, connection, where) == "");
    });
}

TEST_CASE("erasing goes in bounded steps until nothing is left, and keeps to its town")
{
    test::for_each_engine(test::embedded_migrations(), [](db::Database& database) {
        app::test::House house(database, {law::feature(), app::erasure::feature(law::days_of)},
                               {app::test::town_named("yurga", 1), app::test::town_named("taiga", 2)});
        const auto ask = [&](std::int64_t town, int count) {
            house.site.change(house.towns[std::size_t(town - 1)], app::the_program(), [&](app::Work& work) {
                for (int i = 0; i < count; ++i)
                    work.tx.execute(
                        "INSERT INTO budgets (town_id, name, began_at, subject, used, ends_at)"
                        " VALUES (:town, 'test', :id, 'network', 1, :at)",
                        {{"town", town}, {"id", i}, {"at", house.now - 61min}});
                return db::Outcome::keep;
            });
        };
        ask(1, 1'201);
        ask(2, 3);
        const auto count = [&](std::int64_t town) {
            std::int64_t left = 0;
            database.read([&](db::Session& db) {
                left = db.value<std::int64_t>("SELECT count(*) FROM budgets WHERE town_id = :town", {{"town", town}});
            });
            return left;
        };
        for (const std::int64_t left : {701, 201, 0}) {
            bool more = false;
            house.site.change(house.towns[0], app::the_program(), [&](app::Work& work) {
                erase_old(work, law::days_of);
                more = work.rest_left();
                return db::Outcome::keep;
            });
            CHECK(count(1) == left);
            CHECK(more == (left > 0));
        }
        CHECK(count(2) == 3);
    });
}

}  // namespace erased_rows_test
