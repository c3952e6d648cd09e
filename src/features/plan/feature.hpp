#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "app/media.hpp"
#include "features/plan/access.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/document/commands.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/life/commands.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/queries.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/neighbours.hpp"
#include "features/plan/photos/commands.hpp"
#include "features/plan/photos/queries.hpp"

/// The Plan of the year: what a town is going to do with its people, line by line. features/plan/README.md.
namespace veche::plan {

/// `media`: where photographs are kept; without it nobody can add any.
app::Feature feature(Neighbours neighbours = {}, std::shared_ptr<const app::Media> media = {});

// What the command line and other features may ask.

/// A line with its happenings, whether announced or not. Throws NotFound.
Line get_line(app::View& view, Id<Line> id);
/// The same for what is done later than it was decided: nullopt when the line was removed since.
std::optional<Line> find_line(app::View& view, Id<Line> id);
/// The same inside a command; on PostgreSQL it is locked until the end. Throws NotFound.
Line get_line(app::Work& work, Id<Line> id);
std::optional<Line> find_line(app::Work& work, Id<Line> id);
/// All lines of a year in the plan's order, drafts included; none when there is no plan.
std::vector<Line> list_lines(app::Work& work, int year);
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

/// The office's file understood as a plan of that year; nothing is stored.
Result<Draft> read_draft(const std::filesystem::path& file, int year);
nlohmann::json draft_json(const Draft& draft);

enum class FileFormat { xlsx, csv, json };
/// The plan of a year with its drafts, as a file. Throws NotFound.
std::string export_year(app::View& view, const language::Words& words, int year, FileFormat format);

/// What the front page shows of the plan: this week, what comes next, the year in numbers (app/views/home.html).
nlohmann::json front_model(app::View& view, const language::Words& words);
/// What waits for somebody's hand (app/views/office_home.html).
nlohmann::json office_front_model(app::View& view, const language::Words& words);

}  // namespace veche::plan
