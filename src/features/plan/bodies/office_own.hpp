#pragma once

// What the office's first page shows to one who speaks for a body. (A file of its own: the front page of the others is in
// feature.cpp.)

#include <nlohmann/json.hpp>

#include "app/work.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// Lines of this year and the last that the person's bodies answer for, those that wait for a report first.
/// false for those who see the whole plan as theirs. `waiting`: how many happenings wait.
struct OwnFront {
    nlohmann::json model = false;
    std::int64_t waiting = 0;
};
OwnFront own_front(app::View& view, const language::Words& words);

}  // namespace veche::plan
