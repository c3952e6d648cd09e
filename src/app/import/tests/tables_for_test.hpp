#pragma once

// Tables as offices write them, for tests.

#include <algorithm>
#include <string>
#include <vector>

#include "outside/table.hpp"

namespace veche::app::import::test {

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

}  // namespace veche::app::import::test
