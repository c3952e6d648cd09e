#pragma once

// Which lines of a plan get in each other's way. (A file of its own: a question about many lines, not a decision on one.)

#include <string>
#include <vector>

#include "features/plan/line/model.hpp"

namespace veche::plan {

/// Where two lines get in each other's way at one moment. Only happenings ahead, known to the day.
struct Conflict {
    enum class Kind { place, responsible };  // the same place; one responsible in two places
    Kind kind = Kind::place;
    Day day{};  // the first one on which they meet
    const Line* first = nullptr;
    const Line* second = nullptr;
    const Happening* first_happening = nullptr;
    const Happening* second_happening = nullptr;
    std::string what;      // the place or the responsible, as the first line writes it
    bool certain = false;  // both hours are known and overlap; else only the day is the same
};
/// Each pair once, the earliest first. An event without an end is taken to last two hours. Places and names are compared
/// folded (case, quotes, spaces). Pairs of lines of more than 14 days in a row are left out: they are campaigns.
/// O(n log n + conflicts); no more than conflicts_most, for a place that everybody names is no place.
inline constexpr std::size_t conflicts_most = 5000;
std::vector<Conflict> find_conflicts(const std::vector<Line>& lines);

}  // namespace veche::plan
