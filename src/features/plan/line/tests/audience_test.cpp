#include "features/plan/line/audience.hpp"

#include <doctest/doctest.h>

#include <string>

#include "rule_table.hpp"

namespace audience_test {

using namespace veche;
using namespace veche::plan;

TEST_CASE("the words for whom a thing is name the groups of the table")
{
    const auto rows = test::rule_rows("finding.md", 2);
    REQUIRE(rows.size() >= 20);
    for (const auto& row : rows) {
        CAPTURE(row[0]);
        std::string groups;
        for (const auto group : groups_in(row[0] == "—" ? "" : row[0]))
            groups += (groups.empty() ? "" : ", ") + std::string(to_text(group));
        CHECK((groups.empty() ? "—" : groups) == row[1]);
    }
}

TEST_CASE("a group is read from the word by which it is written")
{
    for (const auto group : audience_groups) CHECK(parse_audience_group(to_text(group)) == group);
    CHECK_FALSE(parse_audience_group("дети"));
    CHECK_FALSE(parse_audience_group(""));
}

}  // namespace audience_test
