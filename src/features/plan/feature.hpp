#pragma once

// What other features know of the plan: its values, and the few questions they ask. What is done to a plan they do not do;
// program/ does, with features/plan/program.hpp.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "features/plan/access.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/life/model.hpp"
#include "features/plan/line/model.hpp"
#include "features/plan/neighbours.hpp"

namespace veche::app {
class Media;
}  // namespace veche::app

/// The Plan of the year: what a town is going to do with its people, line by line. features/plan/README.md.
namespace veche::plan {

/// `media`: where photographs are kept; without it nobody can add any.
app::Feature feature(Neighbours neighbours = {}, std::shared_ptr<const app::Media> media = {});

/// A line with its happenings, whether announced or not. Throws NotFound.
Line get_line(app::View& view, Id<Line> id);
/// The same for what is done later than it was decided: nullopt when the line was removed since.
std::optional<Line> find_line(app::View& view, Id<Line> id);
/// When it is, in words of the reader: "6 июля 2021, вторник, 12:00".
std::string happening_words(const language::Words& words, const Line& line, const Happening& happening);
/// When a moved line was to be before its last move, in the same words.
std::string former_words(const language::Words& words, const Line& line);
/// Announced lines of any year's plan with a day, known exactly, among first..last; the earliest first, at most 500: those that begin
/// in these days are preferred to what has been going on for long.
std::vector<Line> list_public_between(app::View& view, Day first, Day last);
/// Places and audiences of such lines, of each at most 500.
struct PublicWords {
    std::vector<std::string> places, audiences;
};
PublicWords list_public_words(app::View& view, Day first, Day last);
/// What waits for its report: life/queries.hpp.
std::vector<Overdue> list_overdue(app::View& view, Day today, const std::optional<OverdueKey>& after, int limit);
std::int64_t count_overdue(app::View& view, Day today);

/// What the front page shows of the plan: this week, what comes next, a story, the year in numbers (app/views/home.html).
/// `sign_ups`: what one may sign up for, said on the cards.
nlohmann::json front_model(app::View& view, const language::Words& words, const AskSignUps& sign_ups);
/// The one page from which people take the town's calendar into theirs.
inline constexpr std::string_view calendars_path = "/calendars";
/// What waits for somebody's hand (app/views/office_home.html).
nlohmann::json office_front_model(app::View& view, const language::Words& words);

}  // namespace veche::plan
