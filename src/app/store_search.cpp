#include "app/store_search.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/search_words.hpp"
#include "core/expect.hpp"

namespace veche::app::store {

namespace {

/// What has no day is of every day: a body comes before what it did.
constexpr std::int64_t place_without_day = -10'000'000;

FoundDocument read_document(db::Row& row)
{
    return {.id = row.next<std::int64_t>(),
            .kind = row.next<std::string>(),
            .url = row.next<std::string>(),
            .title = row.next<std::string>(),
            .body = row.next<std::string>(),
            .day = row.next<std::optional<Day>>(),
            .time_words = row.next<std::string>()};
}

std::string next_after(std::string_view beginning)
{
    return std::string(beginning) + "\xF4\x8F\xBF\xBF";  // U+10FFFF: in no word
}

void insert_postings(db::Session& tx, Id<Town> town, const FoundDocument& document,
                     const std::vector<std::string>& words, int part)
{
    if (words.empty()) return;
    const std::string list = nlohmann::json(words).dump();
    const std::int64_t place = document.day ? -std::int64_t(day_number(*document.day)) : place_without_day;
    const auto insert = [&](const auto& sql) {
        tx.execute(sql, {{"town", town}, {"id", document.id}, {"part", part}, {"place", place}, {"words", list}});
    };
    if (tx.engine() == db::Engine::sqlite)
        insert(
            db::Sql("INSERT INTO search_postings (town_id, document_id, word, part, place)"
                    " SELECT :town, :id, value, :part, :place FROM json_each(:words)"));
    else
        insert(
            db::Sql("INSERT INTO search_postings (town_id, document_id, word, part, place)"
                    " SELECT :town, :id, value, :part, :place FROM jsonb_array_elements_text(CAST(:words AS jsonb))"
                    " AS words (value)"));
}

void insert_times(db::Session& tx, Id<Town> town, std::int64_t id, const std::vector<search::Time>& times)
{
    if (times.empty()) return;
    nlohmann::json list = nlohmann::json::array();
    for (const auto& one : times)
        list.push_back({day_number(one.starts), day_number(one.ends), one.minute.value_or(-1), one.exact ? 1 : 0});
    const std::string text = list.dump();
    const auto insert = [&](const auto& sql) { tx.execute(sql, {{"town", town}, {"id", id}, {"times", text}}); };
    if (tx.engine() == db::Engine::sqlite)
        insert(
            db::Sql("INSERT INTO search_times (town_id, document_id, starts, ends, minute, exact)"
                    " SELECT :town, :id, json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
                    " json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(:times) WHERE true"
                    " ON CONFLICT (town_id, document_id, starts, ends, minute) DO NOTHING"));
    else
        insert(
            db::Sql("INSERT INTO search_times (town_id, document_id, starts, ends, minute, exact)"
                    " SELECT :town, :id, CAST(value ->> 0 AS bigint), CAST(value ->> 1 AS bigint),"
                    " CAST(value ->> 2 AS bigint), CAST(value ->> 3 AS bigint)"
                    " FROM jsonb_array_elements(CAST(:times AS jsonb)) AS times (value)"
                    " ON CONFLICT (town_id, document_id, starts, ends, minute) DO NOTHING"));
}

}  // namespace

void put_postings(db::Session& tx, Id<Town> town, const FoundDocument& document)
{
    tx.execute("DELETE FROM search_postings WHERE town_id = :town AND document_id = :id",
               {{"town", town}, {"id", document.id}});
    const auto title = search::list_stems(document.title);
    std::vector<std::string> body;
    std::ranges::set_difference(search::list_stems(document.body), title, std::back_inserter(body));
    insert_postings(tx, town, document, title, 0);
    insert_postings(tx, town, document, body, 1);
}

void put_document(db::Session& tx, Id<Town> town, std::int64_t id, const search::Document& document)
{
    remove_document(tx, town, document.object);
    tx.execute(
        "INSERT INTO search_documents (town_id, id, kind, object, url, title, body, day, time_words)"
        " VALUES (:town, :id, :kind, :object, :url, :title, :body, :day, :time_words)",
        {{"town", town},
         {"id", id},
         {"kind", document.kind},
         {"object", document.object},
         {"url", document.url},
         {"title", document.title},
         {"body", document.body},
         {"day", document.day},
         {"time_words", document.time_words}});
    insert_times(tx, town, id, document.times);
    put_postings(tx, town,
                 {.id = id,
                  .kind = document.kind,
                  .url = document.url,
                  .title = document.title,
                  .body = document.body,
                  .day = document.day,
                  .time_words = document.time_words});
}

void remove_document(db::Session& tx, Id<Town> town, std::string_view object)
{
    tx.execute(
        "DELETE FROM search_postings WHERE town_id = :town AND document_id IN"
        " (SELECT id FROM search_documents WHERE town_id = :town AND object = :object)",
        {{"town", town}, {"object", object}});
    tx.execute(
        "DELETE FROM search_times WHERE town_id = :town AND document_id IN"
        " (SELECT id FROM search_documents WHERE town_id = :town AND object = :object)",
        {{"town", town}, {"object", object}});
    tx.execute("DELETE FROM search_documents WHERE town_id = :town AND object = :object",
               {{"town", town}, {"object", object}});
}

std::vector<FoundDocument> list_documents_of(db::Session& db, Id<Town> town, const std::vector<std::int64_t>& ids)
{
    if (ids.empty()) return {};
    const std::string list = nlohmann::json(ids).dump();
    const auto read = [&](const auto& sql) { return db.list(sql, {{"town", town}, {"ids", list}}, read_document); };
    auto found =
        db.engine() == db::Engine::sqlite
            ? read(db::Sql("SELECT d.id, d.kind, d.url, d.title, d.body, d.day, d.time_words FROM json_each(:ids) i"
                           " CROSS JOIN search_documents d ON d.town_id = :town AND d.id = i.value"))
            : read(db::Sql("SELECT d.id, d.kind, d.url, d.title, d.body, d.day, d.time_words FROM search_documents d"
                           " WHERE d.town_id = :town AND d.id IN (SELECT CAST(value AS bigint)"
                           " FROM jsonb_array_elements_text(CAST(:ids AS jsonb)) AS ids (value))"));
    const auto place = [&](const FoundDocument& one) { return std::ranges::find(ids, one.id); };
    std::ranges::sort(found, {}, place);
    return found;
}

std::vector<FoundDocument> list_documents(db::Session& db, Id<Town> town, std::int64_t after, int limit)
{
    return db.list(
        "SELECT id, kind, url, title, body, day, time_words FROM search_documents WHERE town_id = :town AND id > :after"
        " ORDER BY id LIMIT :limit",
        {{"town", town}, {"after", after}, {"limit", limit}}, read_document);
}

/// Whether document p has the other words that are asked for.
#define VECHE_HAS_OTHER(N)                                                     \
    " AND (:other" N                                                           \
    " = '' OR EXISTS (SELECT 1 FROM search_postings q WHERE q.town_id = :town" \
    " AND q.document_id = p.document_id AND q.word = :other" N "))"
#define VECHE_HAS_WORDS                                                                        \
    VECHE_HAS_OTHER("0")                                                                       \
    VECHE_HAS_OTHER("1")                                                                       \
    VECHE_HAS_OTHER("2")                                                                       \
    VECHE_HAS_OTHER("3")                                                                       \
    VECHE_HAS_OTHER("4")                                                                       \
    VECHE_HAS_OTHER("5")                                                                       \
    VECHE_HAS_OTHER("6")                                                                       \
    " AND (:beginning = '' OR EXISTS (SELECT 1 FROM search_postings q WHERE q.town_id = :town" \
    " AND q.document_id = p.document_id AND q.word = :last)"                                   \
    " OR EXISTS (SELECT 1 FROM search_postings q WHERE q.town_id = :town"                      \
    " AND q.document_id = p.document_id AND q.word >= :beginning AND q.word < :until))"
#define VECHE_WANTED_BINDS(wanted)                                                                           \
    {"town", town}, {"word", wanted.word}, {"other0", other_of(wanted, 0)}, {"other1", other_of(wanted, 1)}, \
        {"other2", other_of(wanted, 2)}, {"other3", other_of(wanted, 3)}, {"other4", other_of(wanted, 4)},   \
        {"other5", other_of(wanted, 5)}, {"other6", other_of(wanted, 6)}, {"beginning", wanted.beginning},   \
        {"last", wanted.last},                                                                               \
    {                                                                                                        \
        "until", next_after(wanted.beginning)                                                                \
    }

namespace {

std::string_view other_of(const Wanted& wanted, std::size_t i)
{
    VECHE_EXPECT(wanted.others.size() <= 7);
    return i < wanted.others.size() ? std::string_view(wanted.others[i]) : std::string_view();
}

}  // namespace

std::vector<Posting> list_postings(db::Session& db, Id<Town> town, const Wanted& wanted, int limit)
{
    return db.list(
        "SELECT p.part, p.place, p.document_id FROM search_postings p WHERE p.town_id = :town AND p.word = "
        ":word" VECHE_HAS_WORDS " ORDER BY p.part, p.place, p.document_id DESC LIMIT :limit",
        {VECHE_WANTED_BINDS(wanted), {"limit", limit}}, [](db::Row& row) {
            return Posting{.part = row.next<std::int64_t>(),
                           .place = row.next<std::int64_t>(),
                           .document = row.next<std::int64_t>()};
        });
}

std::vector<OnTime> list_times(db::Session& db, Id<Town> town, const WantedDays& days, const Wanted& wanted, int limit)
{
    return db.list(
        "SELECT p.document_id, p.starts, p.exact FROM search_times p WHERE p.town_id = :town AND p.ends >= :first"
        " AND p.starts <= :final AND (p.exact = 1 OR :vague = 'taken')"
        " AND (:word = '' OR EXISTS (SELECT 1 FROM search_postings q WHERE q.town_id = :town"
        " AND q.document_id = p.document_id AND q.word = :word))" VECHE_HAS_WORDS
        " ORDER BY p.exact DESC, CASE WHEN p.ends - p.starts < 7 THEN 0 ELSE 1 END,"
        " CASE WHEN p.starts < :first THEN :first ELSE p.starts END, p.minute, p.document_id LIMIT :limit",
        {VECHE_WANTED_BINDS(wanted),
         {"first", days.first},
         {"final", days.last},
         {"vague", days.vague ? std::string_view("taken") : std::string_view()},
         {"limit", limit}},
        [](db::Row& row) {
            return OnTime{.document = row.next<std::int64_t>(),
                          .starts = row.next<Day>(),
                          .exact = row.next<std::int64_t>() == 1};
        });
}

std::int64_t count_postings(db::Session& db, Id<Town> town, std::string_view word, std::int64_t most)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM (SELECT 1 FROM search_postings WHERE town_id = :town AND word = :word LIMIT :most) AS "
        "counted",
        {{"town", town}, {"word", word}, {"most", most}});
}

std::vector<std::string> list_words(db::Session& db, Id<Town> town, std::string_view beginning, int limit)
{
    return db.list(
        "WITH RECURSIVE words (word) AS ("
        "SELECT min(word) FROM search_postings WHERE town_id = :town AND word >= :beginning AND word < :until"
        " UNION ALL SELECT (SELECT min(p.word) FROM search_postings p WHERE p.town_id = :town AND p.word > words.word"
        " AND p.word < :until) FROM words WHERE words.word IS NOT NULL)"
        " SELECT word FROM words WHERE word IS NOT NULL LIMIT :limit",
        {{"town", town}, {"beginning", beginning}, {"until", next_after(beginning)}, {"limit", limit}},
        [](db::Row& row) { return row.next<std::string>(); });
}

void hold_folding(db::Session& tx)
{
    if (tx.engine() == db::Engine::sqlite) return;  // there is one writer anyway
    tx.execute("SET LOCAL statement_timeout = 0");
    tx.each("SELECT pg_advisory_xact_lock(861218)", {}, [](db::Row&) {});
}

int find_folding(db::Session& db, Id<Town> town)
{
    return db
        .find("SELECT version FROM foldings WHERE town_id = :town", {{"town", town}},
              [](db::Row& row) { return row.next<int>(); })
        .value_or(0);
}

void put_folding(db::Session& tx, Id<Town> town, int version)
{
    tx.execute(
        "INSERT INTO foldings (town_id, version) VALUES (:town, :version)"
        " ON CONFLICT (town_id) DO UPDATE SET version = excluded.version",
        {{"town", town}, {"version", version}});
}

}  // namespace veche::app::store
