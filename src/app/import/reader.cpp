#include "app/import/reader.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace veche::app::import {

namespace {

std::vector<bool> columns_with_words(const outside::Table& table)
{
    std::vector<bool> filled;
    for (const auto& row : table.rows) {
        if (row.size() > filled.size()) filled.resize(row.size(), false);
        for (std::size_t i = 0; i < row.size(); ++i) filled[i] = filled[i] || !trimmed(row[i].text).empty();
    }
    return filled;
}

}  // namespace

std::vector<std::string> reader_program()
{
    return {"/proc/self/exe", "read-table"};
}

Result<std::vector<outside::Table>> read_file(const std::filesystem::path& file)
{
    auto tables = outside::read_tables(file, outside::TableLimits{}, reader_program());
    if (tables)
        for (auto& table : *tables) drop_blank_columns(table);
    return tables;
}

void drop_blank_columns(outside::Table& table)
{
    const auto filled = columns_with_words(table);
    std::vector<int> place(filled.size() + 1,
                           0);  // of each column among those that stay; of a blank one, the next that does
    for (std::size_t i = 0; i < filled.size(); ++i) place[i + 1] = place[i] + (filled[i] ? 1 : 0);
    if (place.back() == int(filled.size())) return;
    const auto placed = [&](int column) { return place[std::min(std::size_t(std::max(column, 0)), filled.size())]; };

    for (auto& row : table.rows) {
        std::vector<outside::Cell> kept;
        kept.reserve(std::size_t(placed(int(row.size()))));
        for (std::size_t i = 0; i < row.size(); ++i)
            if (filled[i]) kept.push_back(std::move(row[i]));
        row = std::move(kept);
    }
    for (auto& area : table.merges) {
        const int end = placed(area.column + area.columns);
        area.column = placed(area.column);
        area.columns = std::max(end - area.column, 1);
    }
    std::vector<int> hidden;
    for (const int column : table.hidden_columns)
        if (column >= 0 && std::size_t(column) < filled.size() && filled[std::size_t(column)])
            hidden.push_back(placed(column));
    table.hidden_columns = std::move(hidden);
}

}  // namespace veche::app::import
