#include "features/plan/life/occasions.hpp"

#include <algorithm>

#include "features/plan/life/store.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

using app::OccasionState;

namespace {

OccasionState state_of(const Line& line, const Happening& happening)
{
    if (std::holds_alternative<Cancelled>(happening.outcome)) return OccasionState::cancelled;
    if (std::holds_alternative<Held>(happening.outcome)) return OccasionState::held;
    return line.announced() ? OccasionState::ahead : OccasionState::withdrawn;
}

/// What has no date yet belongs to the plan of its year.
Day last_day_of(const Line& line, const Happening& happening)
{
    using namespace std::chrono;
    Day last = happening.period ? happening.period->last : Day{year(line.year), December, day(31)};
    if (const auto* held = std::get_if<Held>(&happening.outcome)) last = std::max(last, held->last);
    return last;
}

std::optional<app::Occasion> occasion_in(const std::optional<Line>& line, Id<app::Occasion> id)
{
    if (!line) return std::nullopt;
    for (const auto& happening : line->happenings)
        if (occasion_id(happening.id) == id) return occasion_of(*line, happening);
    return std::nullopt;
}

}  // namespace

app::Occasion occasion_of(const Line& line, const Happening& happening)
{
    const auto& content = line.content;
    app::Occasion occasion{.id = occasion_id(happening.id),
                           .topic = line_object(line.id),
                           .title = content.title,
                           .when = content.when,
                           .place = content.place,
                           .state = state_of(line, happening),
                           .over = last_day_of(line, happening),
                           .reason = "",
                           .reason_at = {},
                           .url = line_path(line),
                           .office_url = "/office" + line_path(line),
                           .sequence = line.sequence,
                           .changed = line.updated,
                           .audience = content.audience,
                           .age_mark = content.age_mark,
                           .programme = content.programme};
    occasion.when.periods.clear();
    occasion.when.warnings.clear();
    if (happening.period) occasion.when.periods = {*happening.period};
    if (const auto* off = std::get_if<Cancelled>(&happening.outcome)) {
        occasion.reason = off->reason;
        occasion.reason_at = off->told;
    } else if (!line.moves.empty()) {
        occasion.reason = line.moves.back().reason;
        occasion.reason_at = line.moves.back().at;
    }
    return occasion;
}

std::vector<app::Occasion> occasions_of(const Line& line)
{
    std::vector<app::Occasion> all;
    for (const auto& happening : line.happenings) all.push_back(occasion_of(line, happening));
    return all;
}

app::OccasionSource occasion_source()
{
    const auto line_of = [](db::Session& db, Id<app::Town> town, Id<app::Occasion> id) {
        return store::find_line_of(db, town, Id<Happening>(id.value()));
    };
    return {.find = [line_of](app::View& view, Id<app::Occasion> id) -> std::optional<app::Occasion> {
                const auto line = line_of(view.db, view.town.id, id);
                return line ? occasion_in(store::find_line(view.db, view.town.id, *line), id) : std::nullopt;
            },
            .find_for_update = [line_of](app::Work& work, Id<app::Occasion> id) -> std::optional<app::Occasion> {
                const auto line = line_of(work.tx, work.town.id, id);
                return line ? occasion_in(store::find_for_update(work.tx, work.town.id, *line), id) : std::nullopt;
            }};
}

}  // namespace veche::plan
