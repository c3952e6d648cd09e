#include "app/store_search.hpp"

#include <fmt/format.h>

namespace veche::app::store {

namespace {

/// Tokens are fully folded by the tokenizer, so a town's own word is made of letters it leaves alone.
std::string town_word(Id<Town> town)
{
    return "town" + std::to_string(town.value());
}

FoundDocument found(db::Row& row)
{
    return {.kind = row.next<std::string>(),
            .url = row.next<std::string>(),
            .title = row.next<std::string>(),
            .snippet = row.next<std::string>(),
            .day = row.next<std::optional<Day>>()};
}

std::vector<FoundDocument> find_sqlite(db::Session& db, Id<Town> town, const std::vector<std::string>& words, int limit)
{
    std::string match = "town : " + town_word(town) + " AND {title body} : (";
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        match += i > 0 ? " AND " : "";
        match += last ? fmt::format("(\"{0}\" OR \"{0}\" *)", words[i]) : fmt::format("\"{}\"", words[i]);
    }
    match += ")";
    return db.list(
        "SELECT d.kind, d.url, d.title, snippet(search_words, 1, char(2), char(3), '…', 24), d.day FROM search_words"
        " JOIN search_documents d ON d.town_id = :town AND d.words = search_words.rowid"
        " WHERE search_words MATCH :match ORDER BY bm25(search_words, 8.0, 1.0, 0.0), d.id LIMIT :limit",
        {{"town", town}, {"match", match}, {"limit", limit}}, found);
}

std::vector<FoundDocument> find_postgres(db::Session& db, Id<Town> town, const std::vector<std::string>& words,
                                         int limit)
{
    std::string all;
    for (const auto& word : words) all += word + ' ';
    // Quoted: a word may hold spaces and marks of other scripts, which are syntax outside quotes. No word holds a quote.
    const std::string prefix = "'" + words.back() + "':*";
    return db.list(
        "WITH q AS (SELECT plainto_tsquery('russian', :all) || (plainto_tsquery('russian', :head) && "
        "(to_tsquery('russian', :prefix) || to_tsquery('simple', :prefix)))"
        " AS query) SELECT d.kind, d.url, d.title, ts_headline('russian', d.body, q.query, 'StartSel=' || chr(2) ||"
        " ', StopSel=' || chr(3) || ', MaxWords=24, MinWords=12'), d.day FROM search_documents d, q"
        " WHERE d.town_id = :town AND d.words @@ q.query ORDER BY ts_rank(d.words, q.query) DESC, d.id LIMIT :limit",
        {{"town", town},
         {"all", all},
         {"head", std::string_view(all).substr(0, all.size() - words.back().size() - 1)},
         {"prefix", prefix},
         {"limit", limit}},
        found);
}

}  // namespace

void put_document(db::Session& tx, Id<Town> town, std::int64_t id, const search::Document& document)
{
    remove_document(tx, town, document.object);
    if (tx.engine() == db::Engine::sqlite) {
        tx.execute("INSERT INTO search_words (title, body, town) VALUES (:title, :body, :town)",
                   {{"title", document.title}, {"body", document.body}, {"town", town_word(town)}});
        tx.execute(
            "INSERT INTO search_documents (town_id, id, kind, object, url, title, body, day, words)"
            " VALUES (:town, :id, :kind, :object, :url, :title, :body, :day, last_insert_rowid())",
            {{"town", town},
             {"id", id},
             {"kind", document.kind},
             {"object", document.object},
             {"url", document.url},
             {"title", document.title},
             {"body", document.body},
             {"day", document.day}});
        return;
    }
    // ё is folded in the words, not in what is shown; 'simple' words beside the stems let a beginning of a word match.
    tx.execute(
        "INSERT INTO search_documents (town_id, id, kind, object, url, title, body, day, words)"
        " VALUES (:town, :id, :kind, :object, :url, :title, :body, :day,"
        " setweight(to_tsvector('russian', translate(:title, 'ёЁ', 'еЕ')), 'A') ||"
        " setweight(to_tsvector('simple', translate(:title, 'ёЁ', 'еЕ')), 'B') ||"
        " to_tsvector('russian', translate(:body, 'ёЁ', 'еЕ')))",
        {{"town", town},
         {"id", id},
         {"kind", document.kind},
         {"object", document.object},
         {"url", document.url},
         {"title", document.title},
         {"body", document.body},
         {"day", document.day}});
}

void remove_document(db::Session& tx, Id<Town> town, std::string_view object)
{
    if (tx.engine() == db::Engine::sqlite)
        tx.execute(
            "DELETE FROM search_words WHERE rowid IN"
            " (SELECT words FROM search_documents WHERE town_id = :town AND object = :object)",
            {{"town", town}, {"object", object}});
    tx.execute("DELETE FROM search_documents WHERE town_id = :town AND object = :object",
               {{"town", town}, {"object", object}});
}

std::vector<FoundDocument> find_documents(db::Session& db, Id<Town> town, const std::vector<std::string>& words,
                                          int limit)
{
    return db.engine() == db::Engine::sqlite ? find_sqlite(db, town, words, limit)
                                             : find_postgres(db, town, words, limit);
}

}  // namespace veche::app::store
