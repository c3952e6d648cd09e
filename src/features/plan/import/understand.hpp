#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/import/tables.hpp"
#include "core/age_mark.hpp"
#include "core/result.hpp"
#include "features/plan/line/kind.hpp"
#include "language/when/when.hpp"
#include "outside/table.hpp"

namespace veche::plan {

/// What a column of the office's table holds.
enum class Column { number, title, when, place, responsible, audience, kind, age, other };
std::string_view to_text(Column column);
std::optional<Column> parse_column(std::string_view text);

/// One line as it was read. Nothing is dropped: what is doubtful stays with a warning (message id) beside it.
struct DraftLine {
    std::optional<int> number;
    std::string section;  // "" before the first section row
    std::string title;
    language::When when;
    std::string place;
    std::vector<std::string> responsible;
    std::string audience;               // "—" becomes ""
    std::optional<FullKind> kind;       // only when a column says it
    std::optional<AgeMark> age_mark;    // likewise
    std::vector<std::string> warnings;  // draft.no_title, draft.no_when, draft.same_number, draft.number_missing, …
                                        // and when.* of the When
    std::size_t table = 0;              // which of the tables
    int row = 0;                        // in it, counted from 1
    int key = 0;                        // the row counted over all tables of the file: no two lines have the same
};

using app::import::Remark;

/// One of the tables that are the plan together.
struct DraftTable {
    std::size_t table = 0;  // which of the file's
    std::string name;       // as people call it: the sheet's name, the heading, "№ 3"
    std::size_t lines = 0;
};

/// The plan as it was understood. `columns[i]` is the meaning of column i of the first table, `header` its words.
struct Draft {
    std::size_t table = 0;  // the first of those that are the plan
    int header_row = 0;     // of it, counted from 1; the last one if the header takes two
    std::vector<Column> columns;
    std::vector<std::string> header;
    std::vector<DraftTable> tables;
    std::vector<std::string> sections;  // in order, each once
    std::vector<DraftLine> lines;
    std::vector<std::string> warnings;  // of the whole: draft.no_header, draft.no_lines, draft.no_section…
    std::vector<Remark> remarks;        // likewise: every table and column that was left out
};

/// Why a file cannot go in; nullopt when it has lines.
std::optional<Refusal> why_no_lines(const Draft& draft);

/// Finds the plan in the tables: the header wherever it stands (approval block above, two header rows, merged cells,
/// another order, other names), section rows, lines; leaves out totals, blank rows and signature lines. Joins all tables
/// that are one plan: sheets of months, a table of a document that was cut in two, one under each heading. Hidden sheets,
/// those of another year, copies and what is no plan stay out, each with a remark. Pure.
/// `columns`: the person's correction of the meanings in the first table, by position, else found from the words; the other
/// tables follow it where their header says the same.
Draft understand(const std::vector<outside::Table>& tables, int year,
                 const std::optional<std::vector<Column>>& columns = std::nullopt);

}  // namespace veche::plan
