#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"
#include "outside/table.hpp"

namespace veche::outside {

/// What a number format makes of a number (ECMA-376 part 1, §18.8.30 and .31).
struct DateFormat {
    bool day = false;
    bool clock = false;
    bool operator==(const DateFormat&) const = default;
};
DateFormat date_format(unsigned built_in_number);
DateFormat date_format(std::string_view code);

/// Which day is number 1: 1900-01-01 (with the day 1900-02-29 that never was), or 0 = 1904-01-01 of old Macs.
enum class Epoch { year_1900, year_1904 };

/// A date or time cell of that number, shown by that format; nullopt when the number is no date of 1900..2199.
std::optional<Cell> date_cell_of(double serial, DateFormat format, Epoch epoch);

}  // namespace veche::outside
