#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

/// The words of time in what a reader asks the search for, and the days that "this weekend" and its like mean. docs/rules/finding.md.
namespace veche::language {

/// Both days belong to it.
struct Days {
    Day first{}, last{};

    bool operator==(const Days&) const = default;
};

/// Saturday and Sunday of the week of `today`: on a Sunday what is left of it.
Days this_weekend(Day today);
/// From today to Sunday.
Days rest_of_week(Day today);
/// From today to the same day of the next month, or its last one.
Days month_ahead(Day today);

/// What a question says of time, and what is left to look for.
struct AskedTime {
    Days days;
    std::string rest;  // "концерт" of "концерт в субботу"; "" when only the time is asked for
    bool wrong_weekday = false;  // "воскресенье 5 декабря", and it is a Saturday

    bool operator==(const AskedTime&) const = default;
};

/// nullopt: no words of time in it, or they stand in quotes. A day without its year is the nearest one, and what is over counts as
/// twice as far. `today` is the town's date. Never throws; looks at the first 40 words.
std::optional<AskedTime> read_asked(std::string_view question, Day today);

}  // namespace veche::language
