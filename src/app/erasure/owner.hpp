#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/work.hpp"

namespace veche::app::erasure {

/// What the feature of a table does around the erasing of one of its rows on request (Feature::erasing). The statement that erases knows
/// neither the feature's locks nor what was made of the row.
struct Owner {
    std::string_view table;
    /// Before the row is looked at: locks what the feature's own commands lock when they change it, so that none of them writes back
    /// what it read before. The key as it is in the table, its parts between ':'; the row may be gone.
    std::function<void(Work&, const std::string& key)> lock = {};
    /// It is erased: what was made of it is made anew (search, pages), and who saw it before saves nothing of it (version).
    std::function<void(Work&, const std::string& key)> erased = {};
};

}  // namespace veche::app::erasure
