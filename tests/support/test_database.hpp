#pragma once

#include <doctest/doctest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/embedded.hpp"
#include "db/database.hpp"
#include "db/migrator.hpp"

namespace veche::test {

/// Where a test's database lives. PostgreSQL only when VECHE_TEST_POSTGRES holds the address of a server on which
/// schemas may be made (tests/support/postgres.sh).
enum class Where { memory, file, postgres };

inline const char* to_text(Where where)
{
    return where == Where::memory ? "SQLite in memory" : where == Where::file ? "SQLite in a file" : "PostgreSQL";
}

inline std::string postgres_address()
{
    const char* address = std::getenv("VECHE_TEST_POSTGRES");
    return address ? address : "";
}

/// A folder of its own that is gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "veche-test-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
        path_ = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// An empty place for one database, a folder or a schema; gone afterwards.
class EmptyPlace {
public:
    explicit EmptyPlace(Where where) : where_(where)
    {
        static std::atomic<int> count{0};
        if (where == Where::postgres) {
            schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
            on_server("CREATE SCHEMA " + schema_);
        }
    }
    ~EmptyPlace()
    {
        if (where_ != Where::postgres) return;
        try {
            on_server("DROP SCHEMA " + schema_ + " CASCADE");
        } catch (const std::runtime_error&) {
            // A test may have stopped the server.
        }
    }
    EmptyPlace(const EmptyPlace&) = delete;
    EmptyPlace& operator=(const EmptyPlace&) = delete;

    std::string url() const
    {
        if (where_ == Where::memory) return "sqlite::memory:";
        if (where_ == Where::file) return "sqlite:" + (folder_.path() / "town.sqlite").string();
        const std::string server = postgres_address();
        return server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema_ +
               "%2Cpublic";
    }
    const std::filesystem::path& folder() const { return folder_.path(); }
    const std::string& schema() const { return schema_; }

private:
    static void on_server(const std::string& sql)
    {
        const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(postgres_address().c_str()), PQfinish);
        PQsetNoticeProcessor(
            connection.get(), [](void*, const char*) {}, nullptr);
        const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
            throw std::runtime_error(PQerrorMessage(connection.get()));
    }

    const Where where_;
    TemporaryFolder folder_;
    std::string schema_;
};

/// The program's own migrations (the test program must link veche_embedded).
inline std::vector<db::Migration> embedded_migrations()
{
    constexpr std::string_view folder = "migrations/";
    std::vector<db::Migration> migrations;
    for (const EmbeddedFile& file : embedded_files())
        if (file.name.starts_with(folder))
            migrations.push_back({std::string(file.name.substr(folder.size())), std::string(file.content)});
    return migrations;
}

/// The places to test on: SQLite in memory and in a file always, PostgreSQL when there is a server.
inline std::vector<Where> engines()
{
    if (!postgres_address().empty()) return {Where::memory, Where::file, Where::postgres};
    static bool is_told = false;
    if (!std::exchange(is_told, true)) MESSAGE("VECHE_TEST_POSTGRES is not set: only SQLite is tested");
    return {Where::memory, Where::file};
}

/// Runs the test for every engine with a fresh and empty place, which it opens as it likes.
template <class Test>
void for_each_place(Test test)
{
    for (const Where where : engines()) {
        INFO(to_text(where));
        EmptyPlace place(where);
        test(place, where);
    }
}

/// Runs the test for every engine with a fresh database that has these migrations:
///     for_each_engine(migrations, [](db::Database& database) { … });
template <class Test>
void for_each_engine(const std::vector<db::Migration>& migrations, Test test)
{
    for_each_place([&](const EmptyPlace& place, Where) {
        const auto database = db::Database::open({place.url()});
        db::Migrator(migrations).run(*database, Instant{0});
        test(*database);
    });
}

/// The same with an empty database.
template <class Test>
void for_each_engine(Test test)
{
    for_each_engine(std::vector<db::Migration>{}, std::move(test));
}

}  // namespace veche::test
