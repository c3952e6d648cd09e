#pragma once

// Tables as offices write them, for the tests of understanding.

#include <string>
#include <vector>

#include "features/plan/import/understand.hpp"

namespace veche::plan::test {

inline constexpr std::string_view usual_header = "№|Мероприятие|Срок|Место|Ответственный|Участники";

/// A sheet from rows of texts with "|" between the cells; "~" before a text strikes it out.
inline outside::Table sheet(const std::string& name, const std::vector<std::string>& rows)
{
    outside::Table table;
    table.name = name;
    for (const auto& row : rows) {
        table.rows.emplace_back();
        for (std::size_t at = 0; at <= row.size();) {
            const auto end = std::min(row.find('|', at), row.size());
            const bool struck = at < row.size() && row[at] == '~';
            table.rows.back().push_back(
                {.text = row.substr(at + struck, end - at - struck), .marks = {.struck = struck}});
            at = end + 1;
        }
    }
    return table;
}

/// A table of a document, with the words above it.
inline outside::Table under(const std::string& heading, const std::vector<std::string>& rows)
{
    outside::Table table = sheet("", rows);
    table.heading = heading;
    return table;
}

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
