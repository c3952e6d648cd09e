#pragma once

struct sqlite3;

namespace veche::db {

/// An early migration makes an FTS5 table with a tokenizer `russian`, which a later one drops: a released migration stays as it is, so
/// the name must be known as long as it runs. It cuts as unicode61 does. Throws db::Error when this SQLite has no FTS5.
void register_russian_tokenizer(sqlite3* connection);

}  // namespace veche::db
