#include "features/plan/line/showing.hpp"

#include <sstream>

#include <doctest/doctest.h>

#include <fmt/format.h>

#include "features/plan/life/model.hpp"
#include "language/zone.hpp"
#include "rule_table.hpp"

namespace showing_test {

using namespace veche;
using namespace veche::plan;

namespace {

/// "2026-07-06 12:00".
Clock clock_from(const std::string& text)
{
    return {parse_iso_day(text.substr(0, 10)).value(),
            std::stoi(text.substr(11, 2)) * 60 + std::stoi(text.substr(14, 2))};
}

std::string to_text(const std::optional<Clock>& clock)
{
    return clock ? fmt::format("{} {:02}:{:02}", iso_day(clock->day), clock->minute / 60, clock->minute % 60) : "never";
}

/// An announced line of 2026; `told`: "- held off", of each of its times in order, those not named untold.
Line line_of(std::string_view when, const std::string& told)
{
    Line line;
    line.year = 2026;
    line.content.when = language::parse_when(when, 2026);
    line.stage = Announced{};
    std::int64_t last = 0;
    line = with_happenings(std::move(line), [&] { return Id<Happening>(++last); });
    std::istringstream words(told);
    std::size_t i = 0;
    for (std::string word; words >> word; ++i) {
        REQUIRE(i < line.happenings.size());
        auto& one = line.happenings[i];
        if (word == "held") one.outcome = Held{one.period->first, one.period->last, 10, "Пели", {}};
        if (word == "off") one.outcome = Cancelled{"гроза", {}};
    }
    return line;
}

}  // namespace

TEST_CASE("what is said of a line at a moment is the table of docs/rules/showing.md")
{
    int rows = 0;
    for (const auto& row : veche::test::rule_rows("showing.md", 6)) {
        CAPTURE(row[0]);
        CAPTURE(row[1]);
        CAPTURE(row[2]);
        const Line line = line_of(row[0], row[1]);
        const auto shown = shown_of(line, clock_from(row[2]));
        CHECK(to_text(shown.showing) == row[3]);
        REQUIRE(shown.leading != nullptr);
        CHECK((shown.leading->period ? iso_day(shown.leading->period->first) : "none") == row[4]);
        CHECK(to_text(shown.until) == row[5]);
        ++rows;
    }
    CHECK(rows > 45);
}

TEST_CASE(
    "each time of a line is the leading one, or follows it, or is past, and nothing changes before the moment that is "
    "named")
{
    for (const auto* when : {"28.05.2026; 25.06.2026; 30.07.2026", "по четвергам в 18:00, октябрь – декабрь",
                             "май, сентябрь", "6 июля с 12:00 до 15:00", "до 1 июня", "по отдельному графику"}) {
        CAPTURE(when);
        const Line line = line_of(when, "");
        Clock now{parse_iso_day("2026-01-01").value(), 0};
        for (int steps = 0; steps < 200; ++steps) {
            const auto shown = shown_of(line, now);
            CHECK(shown.others.size() + shown.past.size() + 1 == line.happenings.size());
            if (!shown.until) {
                CHECK(shown.showing == Showing::over);
                break;
            }
            REQUIRE(now < *shown.until);
            const Clock before = shown.until->minute > 0
                                     ? Clock{shown.until->day, shown.until->minute - 1}
                                     : Clock{day_from_number(day_number(shown.until->day) - 1), 24 * 60 - 1};
            const auto same = shown_of(line, before);
            CHECK(same.showing == shown.showing);
            CHECK(same.leading == shown.leading);
            CHECK(same.past == shown.past);
            CHECK(same.until == shown.until);
            now = *shown.until;
        }
        CHECK_FALSE(shown_of(line, now).until);
    }
}

TEST_CASE("the town's clock decides, not that of the machine")
{
    const auto zone = language::Zone::find("Asia/Novokuznetsk").value();
    const Clock noon{parse_iso_day("2026-07-06").value(), 12 * 60};
    CHECK(clock_of(zone, instant_of(zone, noon)) == noon);
    CHECK(iso_instant(instant_of(zone, noon)).starts_with("2026-07-06T05:00"));
}

}  // namespace showing_test
