#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace veche::outside {

/// A quote that is opened and never closed.
struct UnclosedQuote {
    std::size_t line = 0;  // where it was opened, counted from 1
};

using CsvRow = std::vector<std::string>;

/// Reads RFC 4180 with any of CR, LF, CRLF and calls `row` for each record, an empty line included (a record of one
/// empty field). A quote inside an unquoted field is a character; text after a closing quote is added to the field.
/// `row` returns false to stop. Throws UnclosedQuote. Line ends inside quotes become "\n".
void read_csv(std::string_view text, char delimiter, const std::function<bool(CsvRow&&)>& row);

/// ';', ',' or tab: the one that cuts most records of the beginning into the same number (more than one) of fields.
/// Counting characters would be fooled by the commas of ordinary sentences. '\0' when none cuts anything.
char find_delimiter(std::string_view text);

/// A field ready to be written: quoted where RFC 4180 wants it, and made safe from being run as a formula.
std::string csv_field(std::string_view text);

/// Takes off exactly the apostrophe that csv_field put before a dangerous beginning.
std::string_view without_guard(std::string_view text);

}  // namespace veche::outside
