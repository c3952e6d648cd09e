#include "db/russian_tokenizer.hpp"

#include <sqlite3.h>

#include "db/error.hpp"

namespace veche::db {

namespace {

fts5_api* find_fts5(sqlite3* connection)
{
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

}  // namespace

void register_russian_tokenizer(sqlite3* connection)
{
    fts5_api* api = find_fts5(connection);
    if (!api) throw Error(Cause::other, "this SQLite was built without FTS5");
    fts5_tokenizer words;
    void* context = nullptr;
    if (api->xFindTokenizer(api, "unicode61", &context, &words) != SQLITE_OK)
        throw Error(Cause::other, "FTS5 has no unicode61 tokenizer");
    if (api->xCreateTokenizer(api, "russian", context, &words, nullptr) != SQLITE_OK)
        throw Error(Cause::other, "cannot register the tokenizer");
}

}  // namespace veche::db
