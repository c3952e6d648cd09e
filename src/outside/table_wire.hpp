#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outside/table.hpp"

// What the child that reads a table says to its parent.
namespace veche::outside {

/// "tables COUNT ", then for each table: name, heading, hidden (0 or 1), lists of the hidden rows and columns, merged areas
/// (row, column, rows, columns) and rows. A number is decimal with a space behind it, a text is "LENGTH:bytes", a list
/// begins with its length. A cell is the sum of its signs (1: a day follows the text, days since 1900-01-01; 2: a minute;
/// 4 struck, 8 struck in part, 16 hidden in part, 32 a formula) and its text; 64 and a number are so many empty cells.
std::string tables_to_wire(const std::vector<Table>& tables);

/// The exact inverse, in one pass and without a tree of values beside the tables. The child has read a stranger's file and
/// is not trusted: nullopt for any other shape, text that is not clean UTF-8, a day or minute that cannot be, or more than
/// the limits allow.
std::optional<std::vector<Table>> tables_from_wire(std::string_view wire, const TableLimits& limits);

}  // namespace veche::outside
