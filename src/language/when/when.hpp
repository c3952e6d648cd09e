#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::language {

/// How exactly the words of a plan name the time. From the most exact to nothing at all; of several things in one cell
/// the least exact one counts.
enum class Precision {
    minute,   // "6 июля 2021 г., 12.00"
    day,      // a day, several days, a range of days: "20-21 мая", "28.05.2021; 25.06.2021", "до 1 июня"
    month,    // "сентябрь", "май, сентябрь", "июнь – август", "ежемесячно"
    quarter,  // "II–III квартал", "ежеквартально"
    year,     // "в течение года"
    none,  // "по отдельному графику", "по мере необходимости", or not understood
};

/// Whether the thing happens once in each of its periods or again and again.
enum class Repeat { none, daily, weekly, monthly, quarterly };

/// One stretch of time inside a When. Both days belong to it.
struct Period {
    Day first{};
    Day last{};
    std::optional<int> start_minute;  // of the first day, since midnight, 0..1439; some periods may have none
    std::optional<int> end_minute;    // of the last day; only with start_minute
    bool open_start = false;          // "до 1 июня": only the end is meant; first is then 1 January of the year
    bool open_end = false;  // "с 1 сентября": only the start is meant; last is then 31 December of the year

    auto operator<=>(const Period&) const = default;
};

/// When a line of the plan takes place: a value of its own, never a fake date. The words are kept and shown; sorting
/// and calendars use the periods, which are sorted and do not repeat. docs/rules/when.md has the table of phrases.
struct When {
    std::string text;  // the original words, trimmed
    Precision precision = Precision::none;
    Repeat repeat = Repeat::none;
    std::vector<Period> periods;        // empty only with Precision::none
    std::vector<std::string> warnings;  // message ids: "when.no_such_day", "when.not_understood", "when.other_year", …

    /// First and last day known; nullopt when nothing is.
    std::optional<Day> starts() const;
    std::optional<Day> ends() const;

    bool operator==(const When&) const = default;
};

/// Whether the hours of a period of several days are those of each day ("1–20 мая, 10:00–18:00"), and not of its two ends
/// ("6 июля 10:00 – 7 июля 18:00").
bool has_daily_hours(const When& when, const Period& period);

std::string_view to_text(Precision precision);  // "minute", "day", …
std::optional<Precision> parse_precision(std::string_view text);
std::string_view to_text(Repeat repeat);
std::optional<Repeat> parse_repeat(std::string_view text);

/// Reads the words of a plan's "Срок" cell in Russian. `year` completes dates that name none. Never throws and never
/// drops: what is not understood gives Precision::none with the words kept and a warning; "31 сентября" gives the month
/// it names and the warning when.no_such_day. Linear time; input over 500 code points is not parsed (warning
/// when.too_long).
When parse_when(std::string_view text, int year);

/// What an organiser typed into a line's form: the words, and beside them, if the words are not enough, the exact days
/// ("2021-07-06") and times ("12:00"). With all four empty the words are parsed; otherwise the words are kept as they
/// are and the one period given wins, with no warnings left; hours of several days are then those of each, unless the words say
/// otherwise. Refusals stand at "first", "last", "start" or "end".
Result<When> when_from_form(std::string_view text, std::string_view first_iso, std::string_view last_iso,
                            std::string_view start_clock, std::string_view end_clock, int year);

/// The first moment and the last one for machines: "2021-07-06", or "2021-07-06T12:00" in the town's time when a time
/// is known; "" when nothing is.
std::string iso_start(const When& when);
std::string iso_end(const When& when);

/// The periods as they are stored: "2021-05-28/2021-05-28;2021-06-25T10:00/2021-06-25T12:00"; "<" before the first day
/// marks an open start, ">" after the last one an open end. load_periods is the exact inverse; any other text was not
/// written by this program, and is a Bug.
std::string store_periods(const std::vector<Period>& periods);
std::vector<Period> load_periods(std::string_view text);

}  // namespace veche::language
