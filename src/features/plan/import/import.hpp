#pragma once

// The office's file on its way into the plan: what app/import needs to know of it. (A file of its own: the back office and the command
// line both use it.)

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/pending.hpp"
#include "features/plan/import/commands.hpp"
#include "features/plan/import/understand.hpp"

namespace veche::plan {

using app::import::Corrections;

inline constexpr std::string_view import_kind = "plan";

/// A file for the plan of a year.
app::import::Beginning beginning_of(int year, const std::string& file_name, std::vector<outside::Table> tables);
int year_of(const app::import::Pending& pending);

/// The draft with the corrections in it; a corrected field loses its warnings.
Draft corrected(Draft draft, const Corrections& corrections, int year);

/// What a line of the draft will be in the plan: kind guessed where no column says it, texts cut to what the plan holds.
LineContent content_of(const DraftLine& line);

/// The lines of a draft with the corrections in them, beside what the file says. Of the corrections only what a person said
/// about pairs is asked here: field "same" is "new" or the key of a line of the plan.
std::vector<Incoming> incoming_lines(const Draft& as_read, const Draft& corrected, const Corrections& corrections = {});

/// The import of a draft as it was read, inside a command. `move_reason` as in import_lines.
Result<ImportResult> import_draft(app::Work& work, int year, const Draft& draft, Announcing announcing,
                                  const std::string& move_reason = {});

/// A draft as the file says it, and with the person's corrections.
struct UnderstoodImport {
    Draft as_read, draft;
    std::vector<Incoming> incoming;
};
/// The tables are understood anew at each call: once for a page, and never inside a command.
UnderstoodImport understood(const app::import::Pending& pending);
/// What confirming it does; it is understood now, before the command.
app::import::Take taking(const app::import::Pending& wished, const std::string& move_reason = {});
/// How it ended, as `taking` wrote it.
ImportResult load_result(const std::string& text);

}  // namespace veche::plan
