#include "features/plan/bodies/office_own.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/bodies/store.hpp"
#include "features/plan/life/model.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

struct Row {
    const Line* line = nullptr;
    const Happening* happening = nullptr;
    bool waits = false;

    Day day() const { return happening->period ? happening->period->last : Day{}; }
};

/// What waits the longest first; then what is ahead, the nearest first; then what is told of.
bool more_urgent(const Row& a, const Row& b)
{
    const auto rank = [](const Row& row) { return row.waits ? 0 : !row.happening->settled() ? 1 : 2; };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return rank(a) == 2 ? a.day() > b.day() : a.day() < b.day();
}

std::vector<Line> own_lines(app::View& view, const std::vector<Id<bodies::Body>>& bodies, int since)
{
    constexpr int most = 300;
    std::vector<Line> lines;
    for (const auto body : bodies)
        for (auto& line : store::list_lines_of(view.db, view.town.id, body, store::BodyPart::responsible,
                                               {.year = since, .limit = most}))
            if (std::ranges::find(lines, line.id, &Line::id) == lines.end()) lines.push_back(std::move(line));
    return lines;
}

json row_model(const language::Words& words, const Row& row, Day today)
{
    const auto held = fmt::format("{}/happenings/{}/held", office_line_path(*row.line), to_text(row.happening->id));
    return {{"title", row.line->content.title},
            {"href", office_line_path(*row.line)},
            {"when", time_words(words, *row.line, *row.happening)},
            {"state", happening_state(words, *row.line, *row.happening, today)},
            {"held_href", row.waits ? held : ""}};
}

}  // namespace

OwnFront own_front(app::View& view, const language::Words& words)
{
    constexpr std::size_t shown_most = 30;
    OwnFront front;
    if (may_edit(view.actor) || !may_report(view.actor)) return front;
    const Day today = view.town.zone.local(view.now).day;
    const auto bodies = bodies::list_bodies_of(view.db, view.town.id, view.actor.account);
    const auto lines = own_lines(view, bodies, int(today.year()) - 1);
    std::vector<Row> rows;
    for (const auto& line : lines)
        for (const auto& happening : line.happenings)
            rows.push_back({&line, &happening, is_overdue(line, happening, today)});
    front.waiting = std::ranges::count_if(rows, &Row::waits);
    std::ranges::stable_sort(rows, more_urgent);
    if (rows.size() > shown_most) rows.resize(shown_most);
    json models = json::array();
    for (const auto& row : rows) models.push_back(row_model(words, row, today));
    const std::string text = bodies.empty() ? words.say("office.own_no_body")
                             : rows.empty() ? words.say("office.own_none")
                                            : "";
    front.model = {{"text", text}, {"lines", std::move(models)}};
    return front;
}

}  // namespace veche::plan
