#include "db/sql_text.hpp"

#include <doctest/doctest.h>

namespace sql_text_test {

using namespace veche::db;

TEST_CASE("a name becomes a number, the same name the same number")
{
    const auto made = to_positional("SELECT :b, :a, :b WHERE x=:long_name2");
    CHECK(made.text == "SELECT $1, $2, $1 WHERE x=$3");
    CHECK(made.names == std::vector<std::string>{"b", "a", "long_name2"});
}

TEST_CASE("what only looks like a name stays")
{
    for (const char* sql :
         {"SELECT a::text", "SELECT ':no'", "SELECT 'it''s :no'", "SELECT E'\\':no'", "SELECT \":no\"",
          "SELECT 1 -- :no", "SELECT /* :no /* :no */ :no */ 1", "DO $$ x := 1; :no $$", "DO $body$ :no $$ :no $body$",
          "SELECT a[1:2]", "SELECT ':unclosed", "SELECT 1:"}) {
        CAPTURE(sql);
        CHECK(to_positional(sql).text == sql);
        CHECK(to_positional(sql).names.empty());
    }
}

TEST_CASE("a name directly after what is skipped is seen")
{
    CHECK(to_positional("'x':a").text == "'x'$1");
    CHECK(to_positional("/**/:a--\n:b").text == "/**/$1--\n$2");
    CHECK(to_positional("CAST(:a AS type'x')").text == "CAST($1 AS type'x')");
    CHECK(to_positional(":a::text").text == "$1::text");
}

}  // namespace sql_text_test
