#pragma once

#include <span>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of the directory. A body that was merged into another is that other one and is not counted.
namespace veche::bodies::store {

std::vector<app::Sum> sum_bodies(app::View& view, const app::Scope& scope, std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_counted(app::View& view, const app::Scope& scope, std::int64_t after, int limit);

}  // namespace veche::bodies::store
