#pragma once

// How a shifted time is written. (A file of its own beside copy_year.cpp: it writes what when_reader reads.)

#include <string>
#include <string_view>

namespace veche::plan {

/// Every year of four digits near `from` in the words, so many years later.
std::string with_later_years(std::string_view text, int from, int years);

}  // namespace veche::plan
