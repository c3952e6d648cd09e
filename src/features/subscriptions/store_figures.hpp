#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/figures/figure.hpp"

/// The counting of subscriptions: no row of it has an address.
namespace veche::subscriptions::store {

std::vector<app::Sum> sum_subscribers(app::View& view, const app::Scope& scope, std::span<const std::string_view> by);
std::vector<app::FigureRecord> list_subscribers(app::View& view, const app::Scope& scope, std::int64_t after,
                                                int limit);

/// A record is a kind with how many chose it.
std::vector<app::Sum> sum_topics(app::View& view, const app::Scope& scope);
std::vector<app::FigureRecord> list_topics(app::View& view, const app::Scope& scope, const std::string& after,
                                           int limit);

}  // namespace veche::subscriptions::store
