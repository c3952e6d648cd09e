#pragma once

#include <libpq-fe.h>

#include <filesystem>

namespace veche::db {

/// Runs `pg_dump --format=custom` against the server of this connection into `file`. The password and all else of the
/// address go through its environment, for arguments can be seen by everybody on the machine. Throws db::Error with
/// what pg_dump said.
void run_pg_dump(PGconn* connection, const std::filesystem::path& file);

/// Runs `pg_restore` of such a file into the database of this connection, all of it in one transaction. Throws db::Error with
/// what pg_restore said, for example that the database is not empty.
void run_pg_restore(PGconn* connection, const std::filesystem::path& file);

}  // namespace veche::db
