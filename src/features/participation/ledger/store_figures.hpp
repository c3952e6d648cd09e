#pragma once

#include <array>
#include <span>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of those who signed up and of those who came. No row of it has a name.
namespace veche::participation::store {

/// Of the persons of the entries all, or those who have a seat.
enum class Counted { guests, seats };

/// By the day on which the entry was made; a record is an entry.
std::vector<app::Sum> sum_entries(app::View& view, Counted counted, const app::Scope& scope,
                                  std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_counted(app::View& view, Counted counted, const app::Scope& scope,
                                            std::int64_t after, int limit);

/// By the day on which they came; a record is a day of an occasion.
std::vector<app::Sum> sum_came(app::View& view, const app::Scope& scope, std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_came(app::View& view, const app::Scope& scope,
                                         const std::array<std::int64_t, 2>& after, int limit);

}  // namespace veche::participation::store
