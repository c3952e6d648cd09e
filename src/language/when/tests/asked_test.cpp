#include "language/when/asked.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "rule_table.hpp"

namespace asked_test {

using namespace veche;
using namespace veche::language;

namespace {

std::string days_text(const Days& days)
{
    return days.first == days.last ? iso_day(days.first) : iso_day(days.first) + "/" + iso_day(days.last);
}

}  // namespace

TEST_CASE("the words of time in a question mean the days of the table")
{
    const auto rows = test::rule_rows("finding.md", 5);
    REQUIRE(rows.size() >= 80);
    for (const auto& row : rows) {
        CAPTURE(row[0]);
        CAPTURE(row[1]);
        const auto asked = read_asked(row[1], parse_iso_day(row[0]).value());
        CHECK((asked ? days_text(asked->days) : "—") == row[2]);
        const std::string rest = asked ? asked->rest : row[1];
        CHECK((rest.empty() ? "—" : rest) == row[3]);
        CHECK((asked && asked->wrong_weekday ? "weekday" : "") == row[4]);
    }
}

TEST_CASE("whatever is asked, days come in order and no word is left that was not asked")
{
    constexpr std::string_view words[] = {"в",   "на", "5",     "декабря", "суббота", "выходные", "с",      "по", "7",
                                          "мая", "—",  "05.12", ",",       "31",      "концерт",  "завтра", "до", "«"};
    std::mt19937 random(7);
    for (int i = 0; i < 3'000; ++i) {
        std::string question;
        for (unsigned n = random() % 8; n > 0; --n) question += std::string(words[random() % std::size(words)]) + " ";
        CAPTURE(question);
        const Day today = day_from_number(20'000 + std::int64_t(random() % 3'000));
        if (const auto asked = read_asked(question, today)) {
            CHECK(asked->days.first <= asked->days.last);
            CHECK(asked->rest.size() < question.size());
        }
    }
}

TEST_CASE("a month ahead ends on the same day of the next month, or on its last one")
{
    const auto day = [](std::string_view text) { return parse_iso_day(text).value(); };
    CHECK(days_text(month_ahead(day("2026-12-01"))) == "2026-12-01/2027-01-01");
    CHECK(days_text(month_ahead(day("2027-01-31"))) == "2027-01-31/2027-02-28");
    CHECK(days_text(month_ahead(day("2028-01-30"))) == "2028-01-30/2028-02-29");
}

}  // namespace asked_test
