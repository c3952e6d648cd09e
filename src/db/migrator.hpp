#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"

namespace veche::db {

/// One file of migrations/: "0012_plan_add_moves.sql". An engine of its own is the second suffix:
/// "0004_search.sqlite.sql" beside "0004_search.postgres.sql".
struct Migration {
    std::string name;
    std::string text;
};

/// Brings the schema up to date. Each migration runs in one transaction together with its row in `schema_migrations`
/// (name, the text itself, when), so a process killed at any statement leaves the former whole state and the next start
/// goes on. One whose first line is "-- rebuild" makes anew a table which others refer to, by Database::rebuild(); on SQLite
/// that is the only way to change a CHECK or a column's type. Substitutes $ID $INSTANT $MONEY $BOOL; splits at semicolons that end a line, but for those in quotes, in
/// $tag$ bodies and in SQLite's triggers. What cannot run in a transaction (VACUUM, CREATE INDEX CONCURRENTLY) is not
/// for here. Throws db::Error naming the migration; a released migration whose text changed is an error (lines "-- personal …" may
/// come and go: what they say is no part of the schema), and so is one
/// that was applied and is not known: the database then belongs to a newer program.
class Migrator {
public:
    /// Called after every statement with the number of those run so far; the tests end the process in it.
    using AfterStatement = std::function<void(int)>;

    explicit Migrator(std::vector<Migration> migrations, AfterStatement after_statement = {});
    /// Returns the names of those applied now. `now` is written beside them.
    std::vector<std::string> run(Database& database, Instant now);
    /// Names not yet applied.
    std::vector<std::string> pending(Database& database);

private:
    /// False when another process had applied it meanwhile.
    bool apply(Session& session, const Migration& migration, Instant now);

    std::vector<Migration> migrations_;
    AfterStatement after_statement_;
    int statements_ = 0;
};

}  // namespace veche::db
