#pragma once

struct sqlite3;

namespace veche::db {

/// Makes the FTS5 tokenizer `russian` known to this connection: words as unicode61 cuts them, in lower case, ё as е,
/// reduced to their Snowball stem (Russian for Cyrillic words, English for Latin ones), the same stems as PostgreSQL's
/// text search configuration `russian`. Throws db::Error when this SQLite has no FTS5.
void register_russian_tokenizer(sqlite3* connection);

}  // namespace veche::db
