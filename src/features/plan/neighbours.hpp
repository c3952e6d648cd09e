#pragma once

// What other features say on the pages of the plan. They know the plan; the plan does not know them: program/installation.cpp hands
// these functions over when it puts the features together.

#include <functional>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// One thing that can be done with a line, or one thing to know about it.
struct LinePart {
    std::string title;  // "Записаться": the button's or the link's words
    std::string text;   // "Запись до 14 мая, 2 июля, пятница": beside it; may be empty
    std::string href;   // "/plan/2021/lines/…/sign-up"; "" for a mere notice
    bool main = false;  // the one main deed of the page
};

struct Neighbours {
    using Parts = std::function<std::vector<LinePart>(app::View&, const language::Words&, const Line&)>;
    /// On the public page of a line. Kept like the page itself: everything it was made from is named by View::built_from
    /// ("line/ID" when nothing better fits), nothing in it is about the reader.
    std::vector<Parts> portal_line;
    /// On the office's page of a line; made anew for each request, the View knows who asks.
    std::vector<Parts> office_line;
};

}  // namespace veche::plan
