#pragma once

#include "outside/table.hpp"

namespace veche::plan {

/// A mark in the column GR makes twenty thousand rows two hundred cells wide. Columns without a word in any row go, and the
/// merges and hidden columns with them, before the table is kept.
void drop_blank_columns(outside::Table& table);

}  // namespace veche::plan
