#include "outside/csv.hpp"
#include "outside/table_writer.hpp"

namespace veche::outside {

namespace {

void add_row(std::string& text, const std::vector<std::string>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) text += ';';
        text += csv_field(cells[i]);
    }
    text += "\r\n";
}

}  // namespace

std::string write_csv(const Sheet& sheet)
{
    std::string text = "\xEF\xBB\xBF";
    std::vector<std::string> titles;
    for (const auto& column : sheet.columns) titles.push_back(column.title);
    add_row(text, titles);
    for (const auto& row : sheet.rows) {
        const bool section = row.kind == Sheet::RowKind::section;
        add_row(text, section
                          ? std::vector<std::string>(row.cells.begin(), row.cells.begin() + (row.cells.empty() ? 0 : 1))
                          : row.cells);
    }
    return text;
}

}  // namespace veche::outside
