#pragma once

// What a reader may choose among on a page with lines: at most eight values of each kind, as addresses.

#include <functional>
#include <string>
#include <vector>

#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "web/template.hpp"

namespace veche::plan {

inline constexpr std::size_t facet_values_most = 8;

struct Facets {
    /// A value that occurs in the lines.
    struct Option {
        Filter only;
        std::string title;
        std::size_t count = 0;
    };

    std::vector<Option> kinds, groups;

    std::size_t bytes() const;
};

/// Those with most lines, in the order of the directory.
Facets facets_of(const language::Words& words, const std::vector<Line>& lines);

/// plan/part_filters: choosing a value adds it to the filter, choosing the current one again takes it off. A filter with less than two
/// values and nothing chosen is left out: there is nothing to choose.
std::string facets_html(const language::Words& words, const web::Templates& templates, const Facets& facets,
                        const Filter& filter, const std::function<std::string(const Filter&)>& address);

/// What is chosen, in words, each with the filter without it.
struct Chosen {
    std::string title;
    Filter without;
};
std::vector<Chosen> list_chosen(const language::Words& words, const Filter& filter);

}  // namespace veche::plan
