#pragma once

#include <array>
#include <span>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of letters by the day on which they were queued, by the index of that.
namespace veche::letters::store {

std::vector<app::Sum> sum_letters(app::View& view, const app::Scope& scope, std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_letters(app::View& view, const app::Scope& scope,
                                            const std::array<std::int64_t, 2>& after, int limit);

}  // namespace veche::letters::store
