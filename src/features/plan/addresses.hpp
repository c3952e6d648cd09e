#pragma once

// Addresses of the plan, read and made.

#include <string>

#include "app/context.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

/// {year} of an address: exactly four digits of a year that can have a plan, else NotFound.
int year_of(const app::Context& context);
/// The same with "month": "7", never "07".
std::chrono::year_month month_of(const app::Context& context);
/// "/plan/2021/lines/01h…" of the portal; of the office "/office/plan/2021/lines/01h…".
std::string line_path(const Line& line);
std::string office_line_path(const Line& line);

}  // namespace veche::plan
