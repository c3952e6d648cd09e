#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/plan/import/understand.hpp"

namespace veche::plan {

/// What a column of time holds of it.
enum class TimePart { whole, clock, start, end, start_clock, end_clock };

/// The names of the columns, wherever they stand.
struct Header {
    int first_row = 0;  // counted from 0; up to three rows, down to last_row
    int last_row = 0;
    std::vector<Column> columns;
    std::vector<TimePart>
        time;  // of the columns of time: "Дата" and "Время" beside it, "Дата начала" and "Дата окончания"
    std::vector<std::string> words;
    std::vector<std::size_t> left_out;  // columns that speak of time or age and were not taken
    int meanings = 0;                   // how many different ones; a title and one more at least
};

/// The parts of the columns of time, and those of them that are not needed, which become `other` and are kept in `left_out`.
void tell_times(const outside::Table& table, Header& header);

/// In the first 200 rows; the one with most meanings, the first of equals. nullopt when no row names a title and a
/// time, or a title and two others.
std::optional<Header> find_header(const outside::Table& table);

/// True for a row that says the same as the header again, as after a page break.
bool repeats_header(const std::vector<outside::Cell>& row, const Header& header, const outside::Table& table);

/// "1 | 2 | 3 | 4", the numbers of columns that offices put under the header.
bool is_column_count(const std::vector<outside::Cell>& row);

}  // namespace veche::plan
