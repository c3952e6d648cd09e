#include "app/import/reader.hpp"

#include <doctest/doctest.h>

#include "app/import/tests/tables_for_test.hpp"

namespace reader_test {

using namespace veche;
using namespace veche::app::import;
using namespace veche::app::import::test;

TEST_CASE("columns without a word go, and what is known of the others stays with them")
{
    auto table = sheet("План", {"№||Мероприятие|||x", "1| |Концерт||", "Спорт"});
    table.merges = {{0, 2, 1, 3}, {1, 1, 1, 1}, {2, 0, 1, 6}};
    table.hidden_columns = {1, 5};
    drop_blank_columns(table);
    REQUIRE(table.rows[0].size() == 3);
    CHECK(table.rows[0][1].text == "Мероприятие");
    CHECK(table.rows[1].size() == 2);
    CHECK(table.rows[2].size() == 1);
    CHECK(table.merges == std::vector<outside::Merge>{{0, 1, 1, 1}, {1, 1, 1, 1}, {2, 0, 1, 3}});
    CHECK(table.hidden_columns == std::vector{2});
    const auto before = table;
    drop_blank_columns(table);
    CHECK(table == before);
    outside::Table nothing;
    nothing.merges = {{0, 0, 3, 1'000'000}};
    drop_blank_columns(nothing);
    CHECK(nothing.rows.empty());
}

}  // namespace reader_test
