#include "features/law/model.hpp"

#include <doctest/doctest.h>

#include <set>

#include "features/law/model_calendar.hpp"

namespace law_model_test {

using namespace veche;
using namespace veche::law;
using namespace std::chrono;

TEST_CASE("every shipped value is one that could be entered, and names its norm")
{
    std::set<std::string_view> seen;
    const Norm* before = nullptr;
    for (const auto& norm : shipped()) {
        INFO(norm.key);
        CHECK(parse_value(norm.kind, norm.value).has_value());
        CHECK_FALSE(norm.norm.empty());
        // Rows of one key are neighbours of one kind, the older first.
        if (before && before->key == norm.key) {
            CHECK(before->kind == norm.kind);
            CHECK(day_number(before->since) < day_number(norm.since));
        } else {
            CHECK(seen.insert(norm.key).second);
        }
        before = &norm;
    }
}

TEST_CASE("the age for an initiative is sixteen until 33-FZ and eighteen from its day")
{
    CHECK(Profile(2025y / June / 18d, {}).number("age.initiative") == 16);
    CHECK(Profile(2025y / June / 19d, {}).number("age.initiative") == 18);
}

TEST_CASE("of a town's values the one with the latest day that has come holds, of one day what was entered last")
{
    const auto value = [](Day since, std::string text) {
        return Value{.key = "term.proposal_author",
                     .since = since,
                     .value = std::move(text),
                     .norm = "решение",
                     .entered = Instant{1}};
    };
    const std::vector<Value> entered{value(2026y / March / 1d, "60"), value(2026y / January / 1d, "80"),
                                     value(2026y / March / 1d, "50"), value(2027y / January / 1d, "10")};
    CHECK(Profile(2025y / December / 31d, entered).number("term.proposal_author") == 90);
    CHECK(Profile(2026y / February / 28d, entered).number("term.proposal_author") == 80);
    CHECK(Profile(2026y / March / 1d, entered).number("term.proposal_author") == 50);
    CHECK(Profile(2027y / January / 1d, entered).number("term.proposal_author") == 10);
}

TEST_CASE("a value of a key that this program does not know is left alone")
{
    const std::vector<Value> entered{{.key = "age.of_mars", .since = 2020y / May / 1d, .value = "x"}};
    CHECK(Profile(2026y / May / 1d, entered).number("age.survey") == 18);
    CHECK(Profile(2026y / May / 1d, entered).values().size() == Profile(2026y / May / 1d, {}).values().size());
}

TEST_CASE("a quorum is the fewest people who are at least the share, never one less")
{
    for (const Share share : {Share{1, 3}, Share{2, 3}, Share{1, 2}, Share{1, 1}, Share{3, 7}})
        for (std::int64_t all = 0; all <= 2000; ++all) {
            const auto needed = share.needed(all);
            CHECK_MESSAGE(needed * share.whole >= all * share.part, all);
            CHECK_MESSAGE((needed == 0 || (needed - 1) * share.whole < all * share.part), all);
        }
    CHECK(Profile(2026y / May / 1d, {}).quorum("quorum.tos_meeting", 100) == 34);
    CHECK(Profile(2026y / May / 1d, {}).quorum("quorum.tos_conference", 100) == 67);
}

TEST_CASE("what is no value of its kind is refused")
{
    for (const auto* text : {"", "0", "-1", "14 лет", "1e2", "99999", "3.5", "99999999999999999999"})
        CHECK_MESSAGE(!parse_value(Kind::days, text).has_value(), text);
    for (const auto* text : {"", "1", "1/0", "0/3", "4/3", "1/3/3", "1/ 3", "1/2000", "a/b"})
        CHECK_MESSAGE(!parse_value(Kind::share, text).has_value(), text);
    CHECK(parse_value(Kind::days, " 30 ").value() == "30");
    CHECK(parse_value(Kind::share, " 2/3 ").value() == "2/3");
    CHECK_FALSE(parse_value(Kind::words, "  ").has_value());
}

TEST_CASE("2025 and 2026 have the working days of the production calendar: 247 each")
{
    const WorkCalendar calendar;
    for (const year of : {2025y, 2026y}) {
        int working = 0;
        for (sys_days at = of / January / 1d; at <= sys_days(of / December / 31d); at += days(1))
            working += calendar.is_working(Day(at));
        CHECK_MESSAGE(working == 247, int(of));
        CHECK(has_decree(of));
    }
    CHECK(calendar.is_working(2025y / November / 1d));   // a Saturday
    CHECK(calendar.is_working(2025y / February / 24d));  // the Sunday before it was given to May
    CHECK_FALSE(calendar.is_working(2026y / March / 9d));
}

TEST_CASE("in a year without a decree a holiday on a weekend moves to the next working day, those of January do not")
{
    const WorkCalendar calendar;
    CHECK_FALSE(has_decree(2027y));
    for (const Day off :
         {2027y / May / 3d, 2027y / May / 10d, 2027y / June / 14d, 2027y / January / 8d, 2027y / February / 23d})
        CHECK_MESSAGE(!calendar.is_working(off), iso_day(off));
    for (const Day on :
         {2027y / January / 11d, 2027y / May / 4d, 2027y / May / 11d, 2027y / June / 15d, 2027y / December / 31d})
        CHECK_MESSAGE(calendar.is_working(on), iso_day(on));
}

TEST_CASE("ten working days are counted from the day after the request, over holidays, and the town's own days count")
{
    CHECK(WorkCalendar().after(2026y / December / 1d, 10) == 2026y / December / 15d);
    CHECK(WorkCalendar().after(2025y / December / 30d, 10) == 2026y / January / 23d);
    CHECK(WorkCalendar().after(2026y / May / 8d, 1) == 2026y / May / 12d);
    const WorkCalendar own(
        {{2026y / December / 2d, false}, {2026y / December / 5d, true}, {2026y / December / 7d, false}});
    CHECK(own.after(2026y / December / 1d, 10) == 2026y / December / 16d);
    CHECK(own.is_working(2026y / December / 5d));
}

TEST_CASE("a calendar in which nobody ever works ends all the same")
{
    std::vector<OddDay> never;
    for (sys_days at = 2026y / January / 1d; at < sys_days(2030y / January / 1d); at += days(1))
        never.push_back({Day(at), false});
    CHECK(sys_days(WorkCalendar(never).after(2026y / January / 1d, 10)) <= sys_days(2030y / January / 1d));
}

}  // namespace law_model_test
