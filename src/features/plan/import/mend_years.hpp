#pragma once

// "Год не тот" in many lines is one mistake of a file, and one mend. Pure.

#include <optional>
#include <string>
#include <vector>

#include "features/plan/import/import.hpp"

namespace veche::plan {

/// Lines whose words name one and the same other year, with what they would say of the plan's; once that is done, with what they said.
struct YearMend {
    struct Of {
        int key = 0;
        std::string now, then;  // the words as they are, and as they would be
    };
    int from = 0, to = 0;
    bool undoes = false;
    std::vector<Of> lines;
};
/// nullopt: fewer than two lines have it.
std::optional<YearMend> find_year_mend(const UnderstoodImport& understood, int year);

}  // namespace veche::plan
