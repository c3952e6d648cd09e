#pragma once

// Tables as offices write them, for the tests of understanding.

#include <string>
#include <vector>

#include "app/import/tests/tables_for_test.hpp"
#include "features/plan/import/understand.hpp"

namespace veche::plan::test {

inline constexpr std::string_view usual_header = "№|Мероприятие|Срок|Место|Ответственный|Участники";

using app::import::test::sheet, app::import::test::under;

inline std::vector<std::string> titles_of(const Draft& draft)
{
    std::vector<std::string> titles;
    for (const auto& line : draft.lines) titles.push_back(line.title);
    return titles;
}

inline std::vector<std::string> sections_of(const Draft& draft)
{
    std::vector<std::string> sections;
    for (const auto& line : draft.lines) sections.push_back(line.section);
    return sections;
}

/// "draft.table_hidden Черновик 3".
inline std::vector<std::string> remarks_of(const Draft& draft)
{
    std::vector<std::string> remarks;
    for (const auto& remark : draft.remarks) {
        remarks.push_back(remark.message);
        for (const auto& [name, value] : remark.values) remarks.back() += " " + value;
    }
    return remarks;
}

}  // namespace veche::plan::test
