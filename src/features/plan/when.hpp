#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace veche::plan {

/// How exactly the words of a plan name the time. From the most exact to nothing at all.
enum class Precision {
    minute,   // "6 июля 2021 г., 12.00"
    day,      // a day, several days, a range of days: "20-21 мая", "28.05.2021; 25.06.2021", "до 1 июня"
    month,    // "сентябрь", "май, сентябрь", "июнь – август", "ежемесячно"
    quarter,  // "II–III квартал", "ежеквартально"
    year,     // "в течение года"
    none,     // "по отдельному графику", "по мере необходимости", or not understood
};

/// Whether the thing happens once in each of its periods or again and again.
enum class Repeat { none, daily, weekly, monthly, quarterly };

/// One stretch of time inside a When. Both days belong to it.
struct Period {
    Day first{};
    Day last{};
    std::optional<int> start_minute;   // of the first day, since midnight; only with Precision::minute
    std::optional<int> end_minute;     // of the last day; only with start_minute
    bool open_start = false;           // "до 1 июня": only the end is meant; first is then 1 January of the year

    auto operator<=>(const Period&) const = default;
};

/// When a line of the plan takes place: a value of its own, never a fake date. The words are kept and shown; sorting and
/// calendars use the periods, which are sorted and do not repeat. docs/rules/when.md has the table of phrases.
struct When {
    std::string text;                       // the original words, trimmed
    Precision precision = Precision::none;
    Repeat repeat = Repeat::none;
    std::vector<Period> periods;            // empty only with Precision::none
    std::vector<std::string> warnings;      // message ids: "when.no_such_day", "when.not_understood", "when.other_year", …

    /// First and last day known; nullopt when nothing is.
    std::optional<Day> starts() const;
    std::optional<Day> ends() const;

    bool operator==(const When&) const = default;
};

std::string_view to_text(Precision precision);   // "minute", "day", …
std::optional<Precision> parse_precision(std::string_view text);
std::string_view to_text(Repeat repeat);
std::optional<Repeat> parse_repeat(std::string_view text);

/// Reads the words of a plan's "Срок" cell in Russian. `year` completes dates that name none. Never throws and never drops:
/// what is not understood gives Precision::none with the words kept and a warning; "31 сентября" gives the month it names
/// and the warning when.no_such_day. Linear time; input over 500 code points is not parsed (warning when.too_long).
When parse_when(std::string_view text, int year);

}  // namespace veche::plan
