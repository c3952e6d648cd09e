#pragma once

#include "app/town.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "outside/table_writer.hpp"

namespace veche::plan {

/// The plan as the table an office works with; imported again it is the same plan (docs/rules/import.md). The column names are
/// those of the office, so they are Russian in every language of the portal.
outside::Sheet plan_sheet(const language::Words& words, const app::Town& town, const Year& year);

/// The words that parse to exactly this When: its own, or, where a person corrected the dates, dates written out.
std::string exact_words(const When& when, int year);

}  // namespace veche::plan
