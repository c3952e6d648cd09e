#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of suggestions.
namespace veche::suggestions::store {

/// By source and stage; their day is the one on which they were made.
std::vector<app::Sum> sum_suggestions(app::View& view, const app::Scope& scope, std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_counted(app::View& view, const app::Scope& scope,
                                            const std::array<std::int64_t, 1>& after, int limit);

}  // namespace veche::suggestions::store
