#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/plan/understand.hpp"

namespace veche::plan {

/// The names of the columns, wherever they stand.
struct Header {
    int first_row = 0;  // counted from 0; up to three rows, down to last_row
    int last_row = 0;
    std::vector<Column> columns;
    std::vector<bool> clock;  // columns of "Время" beside a date
    std::vector<std::string> words;
    int meanings = 0;  // how many different ones; a title and one more at least
};

/// In the first 200 rows; the one with most meanings, the first of equals. nullopt when no row names a title and a
/// time, or a title and two others.
std::optional<Header> find_header(const outside::Table& table);

/// True for a row that says the same as the header again, as after a page break.
bool repeats_header(const std::vector<outside::Cell>& row, const Header& header, const outside::Table& table);

/// "1 | 2 | 3 | 4", the numbers of columns that offices put under the header.
bool is_column_count(const std::vector<outside::Cell>& row);

}  // namespace veche::plan
