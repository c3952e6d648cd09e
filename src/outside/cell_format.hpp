#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outside/cell_moment.hpp"
#include "outside/table.hpp"

namespace veche::outside {

/// A piece of a number format.
struct FormatPiece {
    enum class Kind {
        words,        // shown as they are
        digit,        // "0": always there
        place,        // "#", "?": there when the number has it
        point,        // between whole and part
        group,        // thousands apart
        thousandth,   // the number is shown in thousands
        percent,      // a hundred times the number, and the sign
        general,      // the number as it is
        text,         // "@"
        day,          // of the month
        weekday,      // its name
        month,        //
        quarter,      //
        year,         //
        hour,         // of the day
        minute,       //
        second,       //
        half_day,     // AM or PM
        long_hour,    // lengths of time: 26:30
        long_minute,  //
        long_second,  //
    };
    Kind kind = Kind::words;
    std::string words = {};

    bool operator==(const FormatPiece&) const = default;
};
using FormatPieces = std::vector<FormatPiece>;

/// What a format makes of some of the numbers.
struct FormatSection {
    FormatPieces pieces;
    std::string condition = {};  // ">=", "<" …; "" without one
    double bound = 0;
};

FormatSection parse_format_section(std::string_view code);

/// What a number format makes of a number (ECMA-376 part 1, §18.8.30 and .31; OpenDocument 1.3 part 3, §16.29). The
/// words of the format are part of what the office sees: 3 shown as "3 квартал", 6 as "6+". A date shown without its
/// day is the words "май 2021" and no date. Separators of other countries are ours: "1 500.25", "06.07.2021".
class CellFormat {
public:
    CellFormat() = default;  // "General"
    explicit CellFormat(std::string_view code);
    explicit CellFormat(FormatPieces pieces);
    static CellFormat built_in(unsigned number);

    Cell show_number(double value, Epoch epoch) const;
    Cell show_moment(const CellMoment& moment) const;
    /// Text that was typed: formats may add words to it, or show nothing.
    Cell show_text(std::string text) const;

    /// It says something of its own: words, percent, parts of a date.
    bool has_meaning() const;

private:
    const FormatSection* section_for(double value) const;

    std::vector<FormatSection> sections_;
};

/// A number as Excel shows it without a format: 15 digits, 1.1 and not 1.1000000000000001.
std::string general_number(double value);

bool is_of_date(FormatPiece::Kind kind);

/// How a number and a moment look by the pieces of one section.
std::string shown_number(const FormatPieces& pieces, double value);
Cell shown_moment(const FormatPieces& pieces, const CellMoment& moment);

}  // namespace veche::outside
