#include "features/plan/copy/copy_year.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "features/plan/tests/house_for_test.hpp"
#include "rule_table.hpp"

namespace copy_year_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using std::chrono::sys_days;

namespace {

LineContent shifted(std::string_view words, int from, int to)
{
    LineContent one;
    one.title = "Праздник";
    one.when = language::parse_when(words, from);
    return shift_content(one, from, to);
}

struct Row {
    std::string words, later, periods;
};

void check_rows(int from, int to, const std::vector<Row>& rows)
{
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const auto when = shifted(row.words, from, to).when;
        CHECK(when.text == row.later);
        CHECK(store_periods(when.periods) == row.periods);
        CHECK(language::parse_when(when.text, to).periods == when.periods);
    }
}

bool is_exact_day(const When& when, const Period& period)
{
    return (when.precision == Precision::day || when.precision == Precision::minute) && period.first == period.last &&
           !period.open_start && !period.open_end;
}

}  // namespace

TEST_CASE("a day that is tied to its weekday goes to the same one, at most three days from its date")
{
    for (int from = 2021; from <= 2030; ++from)
        for (auto day = sys_days(Day(std::chrono::year(from), std::chrono::January, std::chrono::day(1)));
             int(Day(day).year()) == from; day += std::chrono::days(1)) {
            const Day later = shifted_day(Day(day), 1);
            CAPTURE(iso_day(Day(day)));
            CHECK(int(later.year()) == from + 1);
            const auto gone = (sys_days(later) - day).count();
            if (is_fixed_feast(Day(day))) {
                CHECK(later.month() == Day(day).month());
                CHECK(later.day() == Day(day).day());
                continue;
            }
            CHECK(std::chrono::weekday(sys_days(later)) == std::chrono::weekday(day));
            const bool edge = (unsigned(Day(day).month()) == 1 && unsigned(Day(day).day()) <= 3) ||
                              (unsigned(Day(day).month()) == 12 && unsigned(Day(day).day()) >= 29);
            CHECK((gone == 364 || gone == 371 || (edge && (gone == 357 || gone == 378))));
        }
}

TEST_CASE("what is tied to a date keeps it, what is tied to a weekday is found anew: docs/rules/copy.md")
{
    const auto rows = veche::test::rule_rows("copy.md", 5);
    CHECK(rows.size() >= 18);
    for (const auto& row : rows) {
        CAPTURE(row[2]);
        Line line;
        const int from = std::stoi(row[0]), to = std::stoi(row[1]);
        line.content = content("Праздник", row[2], from);
        const auto copies = copied_lines({line}, {}, from, to);
        REQUIRE(copies.size() == 1);
        CHECK(copies[0].content.when.text == row[3]);
        CHECK(copies[0].content.when.periods == language::parse_when(row[3], to).periods);
        std::string flags;
        for (const auto& warning : copies[0].warnings) flags += (flags.empty() ? "" : " ") + warning;
        CHECK(flags == row[4]);
    }
}

TEST_CASE("1 October stays 1 October, and a Saturday that the words name stays a Saturday")
{
    check_rows(2026, 2027,
               {{"1 октября 2026 г.", "1 октября 2027 г.", "2027-10-01/2027-10-01"},
                {"последняя суббота сентября", "последняя суббота сентября", "2027-09-25/2027-09-25"}});
    const auto named = shifted("суббота, 10 октября 2026 г.", 2026, 2027).when;
    REQUIRE(named.periods.size() == 1);
    CHECK(iso_day(named.periods[0].first) == "2027-10-09");
    CHECK(std::chrono::weekday(sys_days(named.periods[0].first)) == std::chrono::Saturday);
}

TEST_CASE("every phrase of docs/rules/when.md is shifted so that its new words say the same periods")
{
    const auto rows = veche::test::rule_rows("when.md", 7);
    CHECK(rows.size() >= 300);
    for (int from = 2021; from <= 2030; ++from)
        for (const auto& row : rows) {
            const auto& phrase = row[0];
            LineContent before;
            before.when = language::parse_when(phrase, from);
            const auto after = shift_content(before, from, from + 1).when;
            CAPTURE(phrase);
            CAPTURE(from);
            CAPTURE(after.text);
            CHECK(language::parse_when(after.text, from + 1).periods == after.periods);
            CHECK(after.periods.empty() == before.when.periods.empty());
            CHECK(std::ranges::is_sorted(after.periods));
            if (after.periods.size() != before.when.periods.size()) continue;
            for (std::size_t i = 0; i < after.periods.size(); ++i) {
                const auto &old = before.when.periods[i], &now = after.periods[i];
                CHECK(old.open_start == now.open_start);
                CHECK(old.open_end == now.open_end);
                CHECK(old.start_minute == now.start_minute);
                CHECK(old.end_minute == now.end_minute);
                if (is_exact_day(before.when, old)) CHECK(now.first == now.last);
            }
        }
}

TEST_CASE("dates that a person gave beside other words are shifted and written")
{
    LineContent one;
    one.when = language::when_from_form("в день открытия", "2026-07-06", "", "12:00", "", 2026).value();
    const auto when = shift_content(one, 2026, 2027).when;
    CHECK(when.text == "6 июля 2027 г., 12.00");
    CHECK(store_periods(when.periods) == "2027-07-06T12:00/2027-07-06");
}

TEST_CASE("a copied year is drafts: what was called off comes with a warning, and twice is nothing more")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        auto first = content("День города", "6 июля 2021 г., 12.00");
        first.number = 7;
        first.section = "Праздники";
        first.responsible = {"Отдел культуры"};
        first.programme = {{12 * 60, {}, "Открытие"}};
        const Line one = yurga.announced(first);
        const Line two = yurga.announced(content("Каток", "16 января 2021 г."));
        yurga.change([&](app::Work& work) { return cancel_line(work, two.id, two.version, std::nullopt, "оттепель"); })
            .value();
        yurga.add(content("Субботник", "апрель"), 2022);
        yurga.add(content("СУББОТНИК", "апрель"));
        taiga.announced(content("Чужой праздник"));

        const auto copy = [&] { return yurga.change([](app::Work& work) { return copy_year(work, 2021, 2022); }); };
        const auto done = copy().value();
        CHECK(done.added == 2);
        CHECK(done.there == 1);
        CHECK(yurga.recorded);
        const auto lines = yurga.lines(2022);
        REQUIRE(lines.size() == 3);
        const auto city = yurga.line_named("День города", 2022);
        CHECK_FALSE(city.announced());
        CHECK(city.content.number == 7);
        CHECK(city.content.section == "Праздники");
        CHECK(city.content.responsible == first.responsible);
        CHECK(city.content.programme == first.programme);
        CHECK(city.content.age_mark == AgeMark::a0);
        CHECK(city.content.when.text == "6 июля 2022 г., 12.00");
        CHECK(city.happenings.size() == 1);
        CHECK(city.standing() == Standing::ahead);
        CHECK(yurga.line_named("Каток", 2022).warnings == std::vector<std::string>{"copy.was_cancelled"});
        CHECK(yurga.get(one.id).content.when == one.content.when);

        CHECK(copy().value().added == 0);
        CHECK(yurga.lines(2022).size() == 3);
        CHECK(taiga.lines(2022).empty());
    });
}

TEST_CASE("a plan is copied only into a later year, and only if there is one")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const auto copy = [&](int from, int to) {
            return yurga.change([&](app::Work& work) { return copy_year(work, from, to); });
        };
        CHECK(copy(2021, 2022).error().message == "copy.nothing");
        yurga.add(content("День города"));
        CHECK(copy(2021, 2021).error().message == "copy.not_later");
        CHECK(copy(2021, 2020).error().field == "to");
        CHECK(copy(2021, 2101).error().message == "plan.year_wrong");
    });
}

}  // namespace copy_year_test
