#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/import/tables.hpp"
#include "features/plan/import/understand_header.hpp"

namespace veche::plan {

/// A table that is the plan or a part of it.
struct PlanTable {
    std::size_t table = 0;
    Header header;
    bool continues = false;   // has no header of its own: a document's table that was cut in two
    std::string section;      // what its heading or its sheet's name says of its lines; "" for nothing
    bool by_heading = false;  // the section comes from a heading
};

struct PlanTables {
    std::vector<PlanTable> tables;  // in the file's order
    std::size_t first = 0;          // of `tables`: the one with the best header, whose columns are shown
    bool header_found = true;
    std::vector<Remark> remarks;  // of the tables that are left out
};

/// Which of the tables are the plan of the year. At least one, if any has a row and is not hidden.
PlanTables find_plan_tables(const std::vector<outside::Table>& tables, int year,
                            const std::optional<std::vector<Column>>& columns);

/// The first row below the header, also of a table that is no plan.
std::size_t end_of_header(const outside::Table& table);

}  // namespace veche::plan
