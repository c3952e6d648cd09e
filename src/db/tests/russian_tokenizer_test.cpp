#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test_database.hpp"

namespace russian_tokenizer_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> search{
    {"0001_search.sqlite.sql", "CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'russian', prefix = '2 3');\n"}};

class Pages {
public:
    Pages()
    {
        Migrator(search).run(*database_, Instant{0});
        std::int64_t id = 0;
        for (const char* body : {"Открытие новых парков", "Праздник у ёлки", "Ремонт дорог на улице Машиностроителей",
                                 "Paintings and running events", "Парковка у вокзала", "Ёлочный базар"}) {
            database_->change([&](Session& session) {
                session.execute("INSERT INTO words (rowid, body) VALUES (:id, :body)", {{"id", ++id}, {"body", body}});
                return Outcome::keep;
            });
        }
    }

    std::vector<std::int64_t> find(std::string_view query)
    {
        std::vector<std::int64_t> found;
        database_->read([&](Session& session) {
            found = session.list("SELECT rowid FROM words WHERE words MATCH :query ORDER BY rowid", {{"query", query}},
                                 [](Row& row) { return row.next<std::int64_t>(); });
        });
        return found;
    }

    Database& database() { return *database_; }

private:
    std::unique_ptr<Database> database_ = Database::open({"sqlite::memory:"});
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a word finds its other forms, in either spelling and in any order")
{
    Pages pages;
    CHECK(pages.find("парк") == Ids{1});
    CHECK(pages.find("ПАРКАМИ") == Ids{1});
    CHECK(pages.find("елка") == Ids{2});
    CHECK(pages.find("ЁЛКА") == Ids{2});
    CHECK(pages.find("дороги ремонту") == Ids{3});
    CHECK(pages.find("painting event run") == Ids{4});
    CHECK(pages.find("трамвай") == Ids{});
}

TEST_CASE("a word being typed finds what begins so and what it is a form of")
{
    Pages pages;
    CHECK(pages.find("парков*") == Ids{1, 5});
    CHECK(pages.find("машиностр*") == Ids{3});
    CHECK(pages.find("ёлоч*") == Ids{6});
    CHECK(pages.find("е*") == Ids{2, 6});
}

TEST_CASE("й is a letter, not и with a mark")
{
    Pages pages;
    pages.database().change([](Session& session) {
        session.execute("INSERT INTO words (rowid, body) VALUES (100, 'Пойма реки')");
        return Outcome::keep;
    });
    CHECK(pages.find("поймы") == Ids{100});
    CHECK(pages.find("поимы") == Ids{});
    CHECK(pages.find("новый парк") == Ids{1});
    CHECK(pages.find("ёлочные базары") == Ids{6});
}

TEST_CASE("the words found can be shown in their place")
{
    Pages pages;
    pages.database().read([](Session& session) {
        CHECK(session.value<std::string>("SELECT highlight(words, 0, '[', ']') FROM words WHERE words MATCH 'парк'") ==
              "Открытие новых [парков]");
    });
}

}  // namespace russian_tokenizer_test
