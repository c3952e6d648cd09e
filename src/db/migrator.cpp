#include "db/migrator.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "db/error.hpp"
#include "db/sql_text.hpp"

namespace veche::db {
namespace {

constexpr std::string_view sqlite_suffix = ".sqlite.sql";
constexpr std::string_view postgres_suffix = ".postgres.sql";

// The first line of a migration that makes anew a table which others refer to.
constexpr std::string_view rebuild_mark = "-- rebuild\n";
constexpr std::string_view declaration_mark = "-- personal ";

bool is_for(const Migration& migration, Engine engine)
{
    return !migration.name.ends_with(engine == Engine::sqlite ? postgres_suffix : sqlite_suffix);
}

[[noreturn]] void refuse(const std::string& name, const std::string& reason)
{
    throw Error(Cause::other, "migration " + name + ": " + reason);
}

const std::map<std::string_view, std::string_view> type_words{
    {"$ID", "BIGINT"}, {"$INSTANT", "BIGINT"}, {"$MONEY", "BIGINT"}, {"$BOOL", "SMALLINT"}};

std::string with_types(const Migration& migration)
{
    const std::string_view text = migration.text;
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto quoted = after_quoted(text, at);
        auto end = std::max(quoted, at + 1);
        if (quoted == at && text[at] == '$') {
            while (end < text.size() && std::isupper(static_cast<unsigned char>(text[end]))) ++end;
            const auto word = type_words.find(text.substr(at, end - at));
            if (word == type_words.end())
                refuse(migration.name, "unknown word " + std::string(text.substr(at, end - at)));
            result += word->second;
        } else {
            result += text.substr(at, end - at);
        }
        at = end;
    }
    return result;
}

bool is_blank(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const bool is_comment = text.substr(at, 2) == "--" || text.substr(at, 2) == "/*";
        if (!is_comment && !std::isspace(static_cast<unsigned char>(text[at]))) return false;
        at = is_comment ? after_quoted(text, at) : at + 1;
    }
    return true;
}

/// A semicolon that ends a line ends a statement, but for those inside quotes, bodies and SQLite's triggers.
std::vector<std::string> statements_of(const Migration& migration, Engine engine)
{
    const std::string text = with_types(migration);
    std::vector<std::string> result;
    std::size_t start = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto quoted = after_quoted(text, at);
        const char letter = text[at];
        at = std::max(quoted, at + 1);
        if (quoted + 1 != at || letter != ';') continue;
        const auto line_end = std::min(text.find('\n', at), text.size());
        if (!is_blank(std::string_view(text).substr(at, line_end - at))) continue;
        const std::string statement = text.substr(start, at - start);
        if (engine == Engine::sqlite && !sqlite3_complete(statement.c_str())) continue;
        result.push_back(statement);
        start = at;
    }
    if (!is_blank(std::string_view(text).substr(start))) refuse(migration.name, "the last statement has no semicolon");
    return result;
}

void make_table(Session& session)
{
    // Two programs may start at once; on SQLite the lane's BEGIN IMMEDIATE keeps them apart.
    if (session.engine() == Engine::postgres) session.each("SELECT pg_advisory_xact_lock(861217)", {}, [](Row&) {});
    session.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations "
        "(name TEXT PRIMARY KEY, body TEXT NOT NULL, applied_at BIGINT NOT NULL)");
}

bool has_table(Session& session)
{
    if (session.engine() == Engine::postgres)
        return session.value<std::int64_t>("SELECT count(to_regclass('schema_migrations'))") != 0;
    return session.value<std::int64_t>("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'") != 0;
}

using Applied = std::map<std::string, std::string>;

Applied list_applied(Session& session)
{
    Applied applied;
    session.each("SELECT name, body FROM schema_migrations", {}, [&](Row& row) {
        auto name = row.next<std::string>();
        applied.emplace(std::move(name), row.next<std::string>());
    });
    return applied;
}

/// What is said of personal data (docs/rules/personal.md) is for readers: it may be added to a migration that was applied long ago.
std::string without_declarations(std::string_view text)
{
    std::string rest;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const auto line = text.substr(at, end - at);
        if (!line.starts_with(declaration_mark)) rest += line;
        at = end;
    }
    return rest;
}

/// Throws when the database was made by other migrations than ours.
void expect_ours(const Applied& applied, const std::vector<Migration>& migrations, Engine engine)
{
    std::set<std::string> known;
    for (const Migration& migration : migrations) {
        if (!is_for(migration, engine)) continue;
        known.insert(migration.name);
        const auto found = applied.find(migration.name);
        if (found != applied.end() && found->second != migration.text &&
            without_declarations(found->second) != without_declarations(migration.text))
            refuse(migration.name, "its text was changed after it had been applied");
    }
    for (const auto& [name, body] : applied)
        if (!known.contains(name)) refuse(name, "applied by a newer program than this one");
}

}  // namespace

Migrator::Migrator(std::vector<Migration> migrations, AfterStatement after_statement)
    : migrations_(std::move(migrations)), after_statement_(std::move(after_statement))
{
    std::sort(migrations_.begin(), migrations_.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (std::size_t i = 1; i < migrations_.size(); ++i)
        if (migrations_[i].name == migrations_[i - 1].name) refuse(migrations_[i].name, "is there twice");
}

std::vector<std::string> Migrator::pending(Database& database)
{
    std::vector<std::string> names;
    database.read([&](Session& session) {
        const Applied applied = has_table(session) ? list_applied(session) : Applied{};
        expect_ours(applied, migrations_, session.engine());
        for (const Migration& migration : migrations_)
            if (is_for(migration, session.engine()) && !applied.contains(migration.name))
                names.push_back(migration.name);
    });
    return names;
}

std::vector<std::string> Migrator::run(Database& database, Instant now)
{
    const auto waiting = pending(database);
    std::vector<std::string> done;
    for (const Migration& migration : migrations_) {
        if (std::find(waiting.begin(), waiting.end(), migration.name) == waiting.end()) continue;
        bool is_new = false;
        const auto command = [&](Session& session) {
            is_new = apply(session, migration, now);
            return Outcome::keep;
        };
        try {
            migration.text.starts_with(rebuild_mark) ? database.rebuild(command) : database.change(command);
        } catch (const Error& error) {
            if (std::string_view(error.what()).starts_with("migration ")) throw;
            throw Error(error.cause(), "migration " + migration.name + ": " + error.what());
        }
        if (is_new) done.push_back(migration.name);
    }
    return done;
}

bool Migrator::apply(Session& session, const Migration& migration, Instant now)
{
    // Rewriting a large table takes longer than a page may.
    if (session.engine() == Engine::postgres) session.execute("SET LOCAL statement_timeout = 0");
    make_table(session);
    if (list_applied(session).contains(migration.name)) return false;  // another program was first
    try {
        for (const std::string& statement : statements_of(migration, session.engine())) {
            session.execute_text(statement, {});
            ++statements_;
            if (after_statement_) after_statement_(statements_);
        }
    } catch (const Error& error) {
        throw Error(error.cause(), "migration " + migration.name + ": " + error.what());
    }
    session.execute("INSERT INTO schema_migrations (name, body, applied_at) VALUES (:name, :body, :now)",
                    {{"name", migration.name}, {"body", migration.text}, {"now", now}});
    ++statements_;
    if (after_statement_) after_statement_(statements_);
    return true;
}

}  // namespace veche::db
