#pragma once

// Models of the office's pages about what has become of a line: pure functions of what the queries read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/life/queries.hpp"
#include "features/plan/line/conflicts.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// Which deeds a person is offered: none; to tell how it went; to move and call off, too.
enum class LifeDeeds { none, report, all };

/// "What has become of it" on a line's page, plan/part_life.html: happenings with the deeds that fit, moves.
nlohmann::json life_model(const language::Words& words, const Line& line, Day today, LifeDeeds offered);

/// The warnings of a line's page: with what it gets in each other's way, at most ten.
nlohmann::json clash_warnings(const language::Words& words, const std::vector<Conflict>& conflicts, Id<Line> line);

/// A deed's page: what stands around the form (`closed`: why the deed does not fit, or ""), and what the form shows.
struct DeedPage {
    nlohmann::json around;
    app::FormContent content;
};
DeedPage move_page(const language::Words& words, const Line& line);
DeedPage held_page(const language::Words& words, const Line& line, const Happening& happening, Day today);
/// Calling off after the day is saying that it did not take place.
bool is_after_the_day(const Line& line, std::optional<Id<Happening>> chosen, Day today);
/// `chosen`: the happening that is to be called off; nullopt: all that are ahead.
DeedPage cancel_page(const language::Words& words, const Line& line, std::optional<Id<Happening>> chosen, Day today);
DeedPage reopen_page(const language::Words& words, const Line& line, const Happening& happening);

/// How the line stands now, for one who meant to change it and came second.
nlohmann::json meanwhile_model(const language::Words& words, const Line& newest, Day today);

/// plan/office_overdue.html; `from` of all is where this page begins, counted from 0.
nlohmann::json overdue_model(const language::Words& words, const std::vector<Overdue>& shown, bool more,
                             std::int64_t all, Day today, const Reporting& reporting);
/// plan/office_conflicts.html, at most 300 pairs.
nlohmann::json conflicts_model(const language::Words& words, int year, const std::vector<Conflict>& conflicts);

}  // namespace veche::plan
