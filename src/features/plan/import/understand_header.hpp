#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/import/header.hpp"
#include "features/plan/import/understand.hpp"

namespace veche::plan {

/// What a column of time holds of it.
enum class TimePart { whole, clock, start, end, start_clock, end_clock };

/// The names of the columns, wherever they stand. A header names a title and a time, or a title and two others.
struct Header : app::import::Header<Column> {
    std::vector<TimePart>
        time;  // of the columns of time: "Дата" and "Время" beside it, "Дата начала" and "Дата окончания"
};

/// The parts of the columns of time, and those of them that are not needed, which become `other` and are kept in `left_out`.
void tell_times(const outside::Table& table, Header& header);

/// How app::import finds it.
const app::import::HeaderRules<Header>& header_rules();
/// nullopt when no row is one.
std::optional<Header> find_header(const outside::Table& table);

}  // namespace veche::plan
