#pragma once

// What program/ takes of the plan, to put the features together, for the command line and for the demo: the commands of its rooms, and what
// stands below. Other features have feature.hpp.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/document/commands.hpp"
#include "features/plan/feature.hpp"
#include "features/plan/import/draft_json.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/life/commands.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/photos/commands.hpp"
#include "features/plan/photos/queries.hpp"

namespace veche::plan {

/// A line inside a command; on PostgreSQL it is locked until the end. Throws NotFound.
Line get_line(app::Work& work, Id<Line> id);
std::optional<Line> find_line(app::Work& work, Id<Line> id);
/// All lines of a year in the plan's order, drafts included; none when there is no plan.
std::vector<Line> list_lines(app::Work& work, int year);

/// The office's file understood as a plan of that year; nothing is stored.
Result<Draft> read_draft(const std::filesystem::path& file, int year);

enum class FileFormat { xlsx, csv, json };
/// The plan of a year with its drafts, as a file. Throws NotFound.
std::string export_year(app::View& view, const language::Words& words, int year, FileFormat format);

}  // namespace veche::plan
