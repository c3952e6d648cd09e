#pragma once

#include <string>
#include <vector>

#include "features/plan/import/understand_header.hpp"

namespace veche::plan {

/// One row of the table below the header, its cells sorted by meaning.
struct PlanRow {
    enum class Kind {
        line,
        section,
        more,  // the rest of the line above it, cut by the office over two rows
        total,
        signature,
        nothing,  // blank, the header again, numbers of columns, a number alone
    };
    Kind kind = Kind::nothing;
    int row = 0;  // counted from 0
    std::string number, title, when, place, audience;
    std::vector<std::string> responsible;
    std::optional<FullKind> kind_of;
    std::optional<AgeMark> age_mark;
    std::string alone;                  // the only text of the row, if there is only one
    int filled = 0;                     // how many cells have text
    bool title_from_above = false;      // the title's cell is merged with the one above
    bool wide = false;                  // the only text is merged over half of the columns at least
    std::vector<std::string> warnings;  // draft.struck_line, draft.hidden_row, draft.age_not_understood, …
};

/// All rows below the header, each with its kind.
std::vector<PlanRow> sort_rows(const outside::Table& table, const Header& header);

}  // namespace veche::plan
