#pragma once

// What other features say on a body's page. They know bodies; bodies do not know them: program/installation.cpp hands these
// functions over when it puts the features together.

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/work.hpp"
#include "features/bodies/model.hpp"
#include "language/language.hpp"

namespace veche::bodies {

/// A list of public lines of the plan: what the body answers for, or helps with.
struct LinesPart {
    std::string title;     // "Проводит"
    nlohmann::json cards;  // as plan/part_line shows them
};

struct Neighbours {
    /// Kept like the page itself: everything it was made from is named by View::built_from; nothing in it is about the reader.
    std::function<std::vector<LinesPart>(app::View&, const language::Words&, Id<Body>)> lines;
};

}  // namespace veche::bodies
