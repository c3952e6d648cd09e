#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "outside/table.hpp"

// What the readers of the formats share. All this runs in the child process only.
namespace veche::outside {

/// The file cannot become a table: the message id for the person and its values, numbers all.
class Unreadable : public std::runtime_error {
public:
    explicit Unreadable(std::string message, std::vector<std::pair<std::string, std::size_t>> values = {})
        : std::runtime_error(message), values_(std::move(values))
    {}
    const std::vector<std::pair<std::string, std::size_t>>& values() const { return values_; }

private:
    std::vector<std::pair<std::string, std::size_t>> values_;
};

/// "#N/A", "#ЗНАЧ!", "Err:502", "###": what a spreadsheet shows instead of a value, in its own format or copied as text.
bool is_error_value(std::string_view text);

/// Collects cells and keeps every limit: a reader may put whatever the file says. Throws Unreadable beyond a limit.
class TableBuilder {
public:
    explicit TableBuilder(const TableLimits& limits) : limits_(limits) {}

    void start_table(std::string_view name);
    void set_heading(std::string heading);
    void hide_table();
    void hide_rows(std::size_t first, std::size_t count);
    void hide_columns(std::size_t first, std::size_t count);
    /// A cell that is empty and unmarked takes no room, so a sheet formatted down to its last row is as small as what is
    /// written in it.
    void put(std::size_t row, std::size_t column, Cell cell);
    /// Areas beyond the table or of one cell are left out.
    void merge(std::size_t row, std::size_t column, std::size_t rows, std::size_t columns);
    /// Only tables with something in them. Cells under a merged area are emptied. In a wide table the columns without a
    /// word are left out.
    std::vector<Table> finish();

private:
    struct Range {
        std::size_t first = 0, count = 0;
    };
    using SparseRow = std::vector<std::pair<std::size_t, Cell>>;  // by column, as they come

    void close_table();
    void empty_covered();
    std::vector<std::size_t> used_columns() const;
    void fill_rows(const std::vector<std::size_t>& columns);

    TableLimits limits_;
    std::vector<Table> tables_;
    std::vector<SparseRow> rows_;  // of the table that is open
    std::vector<Range> hidden_rows_, hidden_columns_;
    std::size_t rows_before_ = 0;
    std::size_t cells_ = 0;
    std::size_t places_ = 0;  // empty ones too
    std::size_t bytes_ = 0;
};

/// Text of a cell as it may leave the child: trimmed, line ends "\n"; control characters and what Unicode says is no
/// character (U+FFFE, U+FDD0: no XML may hold them) become spaces. Throws
/// Unreadable when it is not UTF-8.
std::string clean_cell(std::string_view raw);

/// "06.07.2021", with a minute "06.07.2021 12:00".
Cell date_cell(Day day, std::optional<int> minute);
/// "12:00".
Cell time_cell(int minute);

class ZipArchive;
void read_xlsx(const ZipArchive& zip, const std::string& workbook, TableBuilder& tables);
void read_ods(const ZipArchive& zip, TableBuilder& tables);
void read_docx(const ZipArchive& zip, const std::string& document, TableBuilder& tables);

}  // namespace veche::outside
