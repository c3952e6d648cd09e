#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outside/table.hpp"

// What the child that reads a table says to its parent.
namespace veche::outside {

/// {"tables":[{"name":"…","rows":[["text",["15.02.2021",18673,720]]],"merges":[[row,column,rows,columns]]}]}: a cell is
/// its text, or text, day number and minute (each may be null).
std::string tables_to_wire(const std::vector<Table>& tables);

/// The exact inverse. The child has read a stranger's file and is not trusted: nullopt for any other shape, text that
/// is not clean UTF-8, a day or minute that cannot be, or more than the limits allow.
std::optional<std::vector<Table>> tables_from_wire(std::string_view wire, const TableLimits& limits);

}  // namespace veche::outside
