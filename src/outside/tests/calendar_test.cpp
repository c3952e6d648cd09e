#include <doctest/doctest.h>

#include "outside/calendar.hpp"

namespace calendar_test {

using namespace veche;
using namespace veche::outside;

namespace {

constexpr Day july_6{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)};

Calendar calendar_of(CalendarEvent event)
{
    return {.name = "Plan",
            .url = "https://yurga.example/plan/2021.ics",
            .zone = "Asia/Novokuznetsk",
            .utc_offset = 420,
            .changes = {},
            .events = {std::move(event)}};
}

CalendarEvent event_of(std::optional<int> start, std::optional<int> end)
{
    CalendarEvent event;
    event.uid = "1@yurga.example";
    event.title = "День города";
    event.first = event.last = july_6;
    event.start_minute = start;
    event.end_minute = end;
    return event;
}

bool has_line(const std::string& text, const std::string& line)
{
    return text.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a clock time in a calendar has its seconds")
{
    const auto text = write_calendar(calendar_of(event_of(12 * 60, 13 * 60 + 30)));
    CHECK(has_line(text, "DTSTART;TZID=Asia/Novokuznetsk:20210706T120000"));
    CHECK(has_line(text, "DTEND;TZID=Asia/Novokuznetsk:20210706T133000"));
    CHECK(has_line(text, "DTSTART:19700101T000000"));  // of the zone
}

TEST_CASE("an event without a clock time ends before the day after its last")
{
    const auto text = write_calendar(calendar_of(event_of({}, {})));
    CHECK(has_line(text, "DTSTART;VALUE=DATE:20210706"));
    CHECK(has_line(text, "DTEND;VALUE=DATE:20210707"));
}

}  // namespace calendar_test
