#pragma once

#include <optional>
#include <vector>

#include "features/plan/line/model.hpp"

namespace veche::plan {

/// Which line of the plan each line of a file is.
struct Pairing {
    std::vector<std::optional<std::size_t>> partner;  // of each of the file's
    std::vector<std::optional<std::size_t>> perhaps;  // of each that has none: the one it may be
    std::vector<bool> unsure;                         // of each of the file's: the partner has another title
    std::vector<bool> taken;                          // of each of the plan's
};
Pairing pair_lines(const std::vector<Line>& lines, const std::vector<Incoming>& incoming);

/// One title may be the other, longer or shorter: "Турнир по шахматам", "Турнир по шахматам на кубок города".
bool similar_titles(std::string_view a, std::string_view b);

}  // namespace veche::plan
