#pragma once

// A month of the plan as a sheet to hang on a wall. Pure; outside::draw_poster puts it on paper.

#include <string>
#include <vector>

#include "app/town.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"
#include "outside/poster.hpp"

namespace veche::plan {

/// The poster of a month, 1..12, of announced lines: what has an exact day in the month, by day and time, each happening a row of
/// its own; then stretches of days that reach into the month from before. What is known only by month or quarter is left
/// out: a poster says when to come. `today`: what was moved or cancelled is told, what was held stays as announced.
outside::Poster month_poster(const language::Words& words, const app::Town& town, int year, unsigned month,
                             const std::vector<Line>& announced, Instant made);

/// "poster-2021-07": the name of the file, without the ending.
std::string poster_name(int year, unsigned month);

}  // namespace veche::plan
