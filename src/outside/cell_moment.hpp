#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace veche::outside {

/// What a date or time cell stores.
struct CellMoment {
    std::optional<Day> day = std::nullopt;  // without one it is a clock time or a length of time
    std::int64_t seconds = 0;               // since midnight; a length of time may have more than a day

    bool operator==(const CellMoment&) const = default;
};

/// Which day is number 1: 1900-01-01 (with the day 1900-02-29 that never was), or 0 = 1904-01-01 of old Macs.
enum class Epoch { year_1900, year_1904 };

/// The moment that a spreadsheet stores as a number of days. Parts of a second are rounded, but never over a midnight:
/// 23:59:59.9 is still that day. nullopt when the number is no date of 1900..2199.
std::optional<CellMoment> moment_of(double serial, Epoch epoch);

/// "2021-07-06" or "2021-07-06T12:00:00", as ODS and strict OOXML write it.
std::optional<CellMoment> moment_of_iso(std::string_view text);

/// "PT12H30M00S".
std::optional<CellMoment> moment_of_span(std::string_view text);

}  // namespace veche::outside
