#include "core/time.hpp"

#include <doctest/doctest.h>

namespace time_test {

using namespace veche;

TEST_CASE("a day is written and read as YYYY-MM-DD and must exist")
{
    CHECK(iso_day(parse_iso_day("2021-07-06").value()) == "2021-07-06");
    CHECK(day_from_number(day_number(parse_iso_day("2024-02-29").value())) == parse_iso_day("2024-02-29"));
    CHECK_FALSE(parse_iso_day("2021-02-29"));
    CHECK_FALSE(parse_iso_day("2021-9-31"));
    CHECK_FALSE(parse_iso_day("2021-09-31"));
    CHECK_FALSE(parse_iso_day("2021-07-06 "));
    CHECK_FALSE(parse_iso_day("+021-07-06"));
}

TEST_CASE("an instant is written in UTC with whole seconds")
{
    CHECK(iso_instant({0}) == "1970-01-01T00:00:00Z");
    CHECK(iso_instant({1'625'547'600'999}) == "2021-07-06T05:00:00Z");
    CHECK(iso_instant({-1}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a clock time is two digits, a colon and two digits, of a day")
{
    CHECK(parse_clock("00:00") == 0);
    CHECK(parse_clock("12:05") == 725);
    CHECK(parse_clock("23:59") == 1439);
    for (const auto* text : {"", "24:00", "12:60", "9:00", "12.00", "1a:00", "12:000", "-1:00"})
        CHECK_MESSAGE(!parse_clock(text), text);
}

}  // namespace time_test
