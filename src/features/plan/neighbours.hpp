#pragma once

// What other features say on the pages of the plan. They know the plan; the plan does not know them: program/installation.cpp hands
// these functions over when it puts the features together.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/occasions/occasions.hpp"
#include "core/result.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

using LinePart = app::OccasionPart;

/// What a new line begins with.
struct Beginning {
    LineContent content;
    std::string notice;  // above the form, for the one who makes the line
};

/// New lines that are made of something a neighbour holds: "/office/plan/2021/lines/new?from=KEY". Its key goes with the form.
struct NewLines {
    /// nullopt: there is no such thing.
    std::function<std::optional<Beginning>(app::View&, const language::Words&, const std::string& key)> begin;
    /// It became this line; inside the command that adds it. A refusal, told above the title, keeps the line from being added.
    std::function<Result<bool>(app::Work&, const std::string& key, Id<Line>)> became;
};

using AskSignUps =
    std::function<app::SignUps(app::View&, const language::Words&, const std::vector<app::Occasion>& occasions)>;

struct Neighbours {
    /// They know no lines: the happenings of one are its occasions.
    using Parts = std::function<std::vector<LinePart>(app::View&, const language::Words&,
                                                      const std::vector<app::Occasion>& occasions)>;
    /// On the public page of a line. Kept like the page itself: everything it was made from is named by View::built_from
    /// ("line/ID" when nothing better fits), nothing in it is about the reader.
    std::vector<Parts> portal_line;
    /// On cards of lists: what stands open to be signed up for, of all the occasions of a page in one question. Kept like the page.
    AskSignUps sign_ups;
    /// On the office's page of a line; made anew for each request, the View knows who asks.
    std::vector<Parts> office_line;
    NewLines new_lines;
};

}  // namespace veche::plan
