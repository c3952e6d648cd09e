#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace veche::test {

/// Cells of a row of a Markdown table; none of another line.
inline std::vector<std::string> cells_of(std::string_view line)
{
    std::vector<std::string> cells;
    for (std::size_t at = 1; line.starts_with("|") && at < line.size();) {
        const auto end = std::min(line.find('|', at), line.size());
        cells.emplace_back(trimmed(line.substr(at, end - at)));
        at = end + 1;
    }
    return cells;
}

/// The worked examples of a page of docs/rules, for they are the test: the rows of its tables of so many columns, without the heads.
inline std::vector<std::vector<std::string>> rule_rows(const std::string& page, std::size_t columns)
{
    std::ifstream in("docs/rules/" + page);
    REQUIRE_MESSAGE(in, page);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(in, line);) {
        auto cells = cells_of(line);
        if (cells.size() != columns) continue;
        if (cells[0].starts_with("---"))
            rows.pop_back();  // what stands above is the head
        else
            rows.push_back(std::move(cells));
    }
    return rows;
}

}  // namespace veche::test
