#include "language/zone.hpp"

#include <doctest/doctest.h>

#include "core/expect.hpp"

namespace zone_test {

using namespace veche;
using namespace veche::language;

namespace {

Day ymd(int y, unsigned m, unsigned d)
{
    return Day(std::chrono::year(y), std::chrono::month(m), std::chrono::day(d));
}

std::string utc(const char* zone, Day day, int hour, int minute = 0)
{
    return iso_instant(Zone::find(zone)->instant(day, hour * 60 + minute));
}

}  // namespace

TEST_CASE("only names of the IANA list are zones")
{
    for (const char* name : {"Asia/Novokuznetsk", "Europe/Moscow", "UTC", "Europe/Kaliningrad", "Asia/Kamchatka"})
        CHECK_MESSAGE(Zone::find(name).has_value(), name);
    for (const char* name :
         {"", "Asia/Yurga", "Etc/Unknown", "GMT+7", "UTC+7", "asia novokuznetsk", "../etc/passwd", "\xFF"})
        CHECK_MESSAGE(!Zone::find(name).has_value(), name);
    CHECK_FALSE(Zone::find(std::string(10000, 'A')).has_value());
    CHECK(Zone::find("Asia/Novokuznetsk")->name() == "Asia/Novokuznetsk");
}

TEST_CASE("Novokuznetsk is seven hours ahead of UTC and every minute of 2021 comes back")
{
    const auto zone = Zone::find("Asia/Novokuznetsk").value();
    CHECK(iso_instant(zone.instant(ymd(2021, 7, 6), 12 * 60)) == "2021-07-06T05:00:00Z");
    CHECK(iso_instant(zone.instant(ymd(2021, 1, 1), 0)) == "2020-12-31T17:00:00Z");
    for (auto n = day_number(ymd(2021, 1, 1)); n <= day_number(ymd(2021, 12, 31)); ++n) {
        const Day day = day_from_number(n);
        const int minute = static_cast<int>(n * 37 % 1440);
        const LocalTime back = zone.local(zone.instant(day, minute));
        REQUIRE(back.day == day);
        REQUIRE(back.minute == minute);
        REQUIRE(back.second == 0);
        REQUIRE(back.utc_offset == 7 * 60);
    }
}

TEST_CASE("moments before 1970 fall on the right day")
{
    const auto zone = Zone::find("UTC").value();
    const LocalTime before = zone.local(Instant{-1});
    CHECK(before.day == ymd(1969, 12, 31));
    CHECK(before.minute == 1439);
    CHECK(before.second == 59);
    CHECK(zone.local(Instant{-86'400'000}).minute == 0);
    CHECK(zone.local(Instant{-86'400'000}).day == ymd(1969, 12, 31));
}

TEST_CASE("Moscow's clock follows its history")
{
    CHECK(utc("Europe/Moscow", ymd(2010, 7, 1), 12) == "2010-07-01T08:00:00Z");  // summer time, UTC+4
    CHECK(utc("Europe/Moscow", ymd(2011, 1, 1), 12) == "2011-01-01T09:00:00Z");  // UTC+3
    CHECK(utc("Europe/Moscow", ymd(2012, 1, 1), 12) == "2012-01-01T08:00:00Z");  // "eternal summer", UTC+4
    CHECK(utc("Europe/Moscow", ymd(2021, 1, 1), 12) == "2021-01-01T09:00:00Z");  // UTC+3 again
}

TEST_CASE("a moment that the clock skipped is the moment after the gap")
{
    // 27 March 2011: 02:00 became 03:00
    CHECK(utc("Europe/Moscow", ymd(2011, 3, 27), 1, 59) == "2011-03-26T22:59:00Z");
    CHECK(utc("Europe/Moscow", ymd(2011, 3, 27), 2, 0) == "2011-03-26T23:00:00Z");
    CHECK(utc("Europe/Moscow", ymd(2011, 3, 27), 2, 30) == "2011-03-26T23:00:00Z");
    CHECK(utc("Europe/Moscow", ymd(2011, 3, 27), 3, 0) == "2011-03-26T23:00:00Z");
    CHECK(utc("Europe/Moscow", ymd(2011, 3, 27), 3, 1) == "2011-03-26T23:01:00Z");
}

TEST_CASE("of a moment that came twice the earlier is meant")
{
    // 26 October 2014: 02:00 became 01:00
    CHECK(utc("Europe/Moscow", ymd(2014, 10, 26), 0, 59) == "2014-10-25T20:59:00Z");
    CHECK(utc("Europe/Moscow", ymd(2014, 10, 26), 1, 30) == "2014-10-25T21:30:00Z");
    CHECK(utc("Europe/Moscow", ymd(2014, 10, 26), 2, 0) == "2014-10-25T23:00:00Z");
    const auto zone = Zone::find("Europe/Moscow").value();
    CHECK(zone.local(zone.instant(ymd(2014, 10, 26), 90)).utc_offset == 240);
}

TEST_CASE("a day that no calendar has is our bug")
{
    const auto zone = Zone::find("UTC").value();
    CHECK_THROWS_AS(zone.instant(ymd(2021, 9, 31), 0), Bug);
    CHECK_THROWS_AS(zone.instant(ymd(2021, 9, 30), 1440), Bug);
}

}  // namespace zone_test
