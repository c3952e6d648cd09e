#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/text.hpp"
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

TEST_CASE("hours of each day come again each day, and do not last from the first morning to the last evening")
{
    CalendarEvent event = event_of(10 * 60, 18 * 60);
    event.last = Day(std::chrono::sys_days(july_6) + std::chrono::days(4));
    event.each_day = true;
    const auto text = write_calendar(calendar_of(event));
    CHECK(has_line(text, "DTSTART;TZID=Asia/Novokuznetsk:20210706T100000"));
    CHECK(has_line(text, "DTEND;TZID=Asia/Novokuznetsk:20210706T180000"));
    CHECK(text.find("RRULE:FREQ=DAILY;COUNT=5") != std::string::npos);

    event.start_minute = 22 * 60;
    event.end_minute = 6 * 60;
    const auto nights = write_calendar(calendar_of(event));
    CHECK(has_line(nights, "DTSTART;TZID=Asia/Novokuznetsk:20210706T220000"));
    CHECK(has_line(nights, "DTEND;TZID=Asia/Novokuznetsk:20210707T060000"));
    CHECK(nights.find("RRULE:FREQ=DAILY;COUNT=4") != std::string::npos);
}

TEST_CASE("one night is one stretch and comes not again")
{
    CalendarEvent event = event_of(22 * 60, 6 * 60);
    event.last = Day(std::chrono::sys_days(july_6) + std::chrono::days(1));
    const auto text = write_calendar(calendar_of(event));
    CHECK(has_line(text, "DTEND;TZID=Asia/Novokuznetsk:20210707T060000"));
    CHECK(text.find("RRULE") == std::string::npos);
}

namespace {

/// The lines as a reader has them: cut at CRLF, a line that begins with a space belongs to the one before.
std::vector<std::string> logical_lines(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        const auto line = text.substr(at, end - at);
        CHECK(line.size() <= 75);
        CHECK(line.find_first_of("\r\n") == std::string::npos);
        CHECK(is_clean_utf8(line));
        if (line.starts_with(' '))
            lines.back() += line.substr(1);
        else
            lines.push_back(line);
        at = end + 2;
    }
    return lines;
}

}  // namespace

TEST_CASE("a line of a calendar is cut neither inside its end nor inside a letter, however long it is")
{
    for (const std::string letter : {"x", "ё", "№", "🎄"}) {
        std::string title;
        for (int length = 1; length < 170; ++length) {
            title += letter;
            CalendarEvent event = event_of({}, {});
            event.title = title;
            event.place = "A" + title;
            const auto lines = logical_lines(write_calendar(calendar_of(event)));
            CHECK(std::ranges::count(lines, "SUMMARY:" + title) == 1);
            CHECK(std::ranges::count(lines, "LOCATION:A" + title) == 1);
        }
    }
}

TEST_CASE("what is published has its organizer, whatever the town is called")
{
    Calendar calendar = calendar_of(event_of({}, {}));
    calendar.organizer = "Юрга; \"город\", область";
    calendar.organizer_url = "https://yurga.example";
    const auto lines = logical_lines(write_calendar(calendar));
    CHECK(std::ranges::count(lines, "METHOD:PUBLISH") == 1);
    CHECK(std::ranges::count(lines, "ORGANIZER;CN=\"Юрга; город, область\":https://yurga.example") == 1);
}

TEST_CASE("characters that no text may carry stay out of a calendar")
{
    CalendarEvent event = event_of({}, {});
    event.title = "Ёлка\uFFFF и\x0B бал\uFDD0";
    event.description = "один\x01\nдва";
    const auto lines = logical_lines(write_calendar(calendar_of(event)));
    CHECK(std::ranges::count(lines, "SUMMARY:Ёлка и бал") == 1);
    CHECK(std::ranges::count(lines, "DESCRIPTION:один\\nдва") == 1);
}

}  // namespace calendar_test
