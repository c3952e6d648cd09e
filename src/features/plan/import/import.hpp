#pragma once

// The office's file on its way into the plan. (A file of its own: the back office and the command line both use it.)

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/plan/import/commands.hpp"
#include "features/plan/import/understand.hpp"
#include "features/plan/line/store.hpp"
#include "outside/table.hpp"

namespace veche::plan {

/// How the program starts itself as the child that reads a stranger's file.
std::vector<std::string> table_reader_program();

/// Tables of the file, read in a limited child. Never call it inside a command.
Result<std::vector<outside::Table>> read_plan_file(const std::filesystem::path& file);

/// What a person corrected before confirming: by key of the line, by field ("title", "when", …).
using Corrections = std::map<int, std::map<std::string, std::string>>;
std::string store_corrections(const Corrections& corrections);
Corrections load_corrections(const std::string& text);
std::string store_columns(const std::vector<Column>& columns);
std::optional<std::vector<Column>> load_columns(const std::string& text);

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

/// An import waiting for its person.
Id<Draft> begin_import(app::Work& work, int year, const std::string& file_name,
                       const std::vector<outside::Table>& tables);

struct PendingImport {
    store::Import row;
    std::vector<outside::Table> tables;
    std::optional<std::vector<Column>> columns;
    Corrections corrections;
    /// The tables are understood anew at each call: once for a page, and never inside a command.
    UnderstoodImport understood() const;
    /// With what a person has corrected since; `seen` is the version they saw, no columns are those it has.
    PendingImport with(std::int64_t seen, const std::vector<Column>& columns, const Corrections& corrections) const;
};
/// An import that is in the plan already.
struct DoneImport {
    int year = 0;
    ImportResult result;
};
/// nullopt while it is under way. Throws NotFound when it was dropped or forgotten.
std::optional<DoneImport> find_done_import(db::Session& db, store::Town town, Id<Draft> id);
/// Throws NotFound when it was confirmed, dropped or forgotten.
PendingImport load_import(db::Session& db, store::Town town, Id<Draft> id);

/// Keeps the corrections and gives the new version. Refusal: plan.changed_meanwhile, of the next one too.
Result<std::int64_t> correct_import(app::Work& work, const PendingImport& wished);
/// `incoming` is what `wished` was understood to be, before the command: the lane waits for no file. Confirmed twice, it is
/// taken once and the first result stands.
Result<ImportResult> confirm_import(app::Work& work, const PendingImport& wished, const std::vector<Incoming>& incoming,
                                    const std::string& move_reason = {});
/// False when there is nothing to drop: it was confirmed.
Result<bool> drop_import(app::Work& work, Id<Draft> id);

}  // namespace veche::plan
