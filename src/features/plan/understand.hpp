#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/plan/age_mark.hpp"
#include "features/plan/kind.hpp"
#include "features/plan/when.hpp"
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
    When when;
    std::string place;
    std::vector<std::string> responsible;
    std::string audience;               // "—" becomes ""
    std::optional<Kind> kind;           // only when a column says it
    std::optional<AgeMark> age_mark;    // likewise
    std::vector<std::string> warnings;  // draft.no_title, draft.no_when, draft.same_number, draft.number_missing, …
                                        // and when.* of the When
    int row = 0;                        // in the sheet, counted from 1
};

/// A table understood as a plan. `columns[i]` is the meaning of the sheet's column i, `header` its words.
struct Draft {
    std::size_t table = 0;  // which of the tables
    int header_row = 0;     // counted from 1; the last one if the header takes two
    std::vector<Column> columns;
    std::vector<std::string> header;
    std::vector<std::string> sections;  // in order
    std::vector<DraftLine> lines;
    std::vector<std::string> warnings;  // of the whole: draft.no_header, draft.no_lines, draft.no_section…
};

/// Finds the plan in the tables: the header wherever it stands (approval block above, two header rows, merged cells,
/// another order, other names), section rows, lines; leaves out totals, blank rows and signature lines. Pure.
/// `columns`: the person's correction of the meanings, by position, else found from the words.
Draft understand(const std::vector<outside::Table>& tables, int year,
                 const std::optional<std::vector<Column>>& columns = std::nullopt);

}  // namespace veche::plan
