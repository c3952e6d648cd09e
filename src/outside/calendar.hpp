#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace veche::outside {

/// A change of the town's clock within the calendar's years, for VTIMEZONE. Minutes east of UTC.
struct ClockChange {
    Day day{};  // local, on the clock before the change
    int minute = 0;
    int before = 0, after = 0;
};

/// One VEVENT. Without start_minute it is all-day; `last` belongs to it.
struct CalendarEvent {
    std::string uid;            // stable for ever
    std::int64_t sequence = 0;  // RFC 5545 §3.8.7.4
    Instant stamp{};            // DTSTAMP and LAST-MODIFIED: when it last changed
    std::string title, place, description, url;
    std::vector<std::string> categories;
    Day first{}, last{};
    std::optional<int> start_minute, end_minute;
    bool each_day =
        false;  // the minutes are those of each day first..last; an end not after the start is of the next day
    bool transparent = false;  // takes no time in a diary: long ranges
    bool cancelled = false;    // STATUS:CANCELLED: it stays, so that calendars that subscribed learn of it
};

struct Calendar {
    std::string name;
    std::string url;                       // where it is published
    std::string organizer, organizer_url;  // the town; RFC 5546 wants one in whatever is published
    std::string zone;                      // IANA name
    int utc_offset = 0;                    // at the beginning, minutes
    std::vector<ClockChange> changes;
    std::vector<CalendarEvent> events;
};

/// RFC 5545 text (CRLF, folded to 75 octets between letters, escaped, without characters that no text may carry) with METHOD:PUBLISH, its VTIMEZONE, and RFC 7986 NAME and REFRESH-INTERVAL (6 hours).
std::string write_calendar(const Calendar& calendar);

}  // namespace veche::outside
