#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of the plan: lines, their happenings, those who came. What is summed and what is listed is one choice of rows
/// in one text of SQL.
namespace veche::plan::store {

/// In which unit the plan is counted: things to do, each of their times, or the people who came to one.
enum class Counted { lines, happenings, participants };

/// Rows of what is in the scope, grouped by what is asked for alone; the values of all dimensions of the plan, "" where it is not.
std::vector<app::Sum> sum_plan(app::View& view, Counted counted, const app::Scope& scope,
                               std::span<const std::string_view> by);
/// In the plan's order, years one after another.
std::vector<app::FigureRecord> list_plan(app::View& view, Counted counted, const app::Scope& scope,
                                         const std::array<std::int64_t, 4>& after, int limit);

}  // namespace veche::plan::store
