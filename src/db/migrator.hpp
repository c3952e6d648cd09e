#pragma once

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
/// (name, SHA-256 of the text, when), so a process killed at any statement leaves the former whole state and the next start
/// goes on. Substitutes $ID $INSTANT $MONEY $BOOL; splits at semicolons that end a line.
/// Throws db::Error naming the migration; a released migration whose text changed is an error.
class Migrator {
public:
    explicit Migrator(std::vector<Migration> migrations);
    /// Returns the names of those applied now. `now` is written beside them.
    std::vector<std::string> run(Database& database, Instant now);
    /// Names not yet applied.
    std::vector<std::string> pending(Database& database);

private:
    std::vector<Migration> migrations_;
};

}  // namespace veche::db
