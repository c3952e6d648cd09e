#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/figures/figure.hpp"

namespace veche::figures {

/// What of a figure an address asks for: "?year=2026&kind=quiz&by=month", "?from=2026-01-01&to=2026-06-30&by=kind,quarter".
struct Asked {
    app::Scope scope;
    std::vector<std::string_view> by;  // ids of the figure's dimensions, or app::by_month; at most by_most
    int year = 0;                      // of an address that names one, or neither a year nor days; else 0

    static constexpr std::size_t by_most = 2;
    static constexpr int years_most = 10;  // of from..to
};

/// Whether everybody may narrow a figure by it and break it down by it: not what is the same for all that is open, nor what is the
/// office's own matter, nor what would be mistaken for another word of an address (edges.hpp).
bool is_open(const app::Figure& figure, const app::Dimension& dimension);

/// The figure's open part of what the query asks for. Without days: the year of `today`, of a figure of what is so now
/// (Figure::standing) all. Throws NotFound for a day that is none, days that end before they begin or are more than
/// years_most years, and a dimension that is none or not open; a value that no record has is asked for all the same, and is zero.
Asked parse_asked(const app::Figure& figure, const std::vector<std::pair<std::string, std::string>>& query, Day today);

/// The query of an address that asks for the same: "?year=2026&kind=quiz"; "" when it asks for nothing. Without `by` and without what is open to
/// everybody anyway.
std::string query_of(const app::Figure& figure, const Asked& asked);

/// The same days of the year before; nullopt unless a whole year is asked for.
std::optional<app::Scope> year_before(const Asked& asked);

}  // namespace veche::figures
