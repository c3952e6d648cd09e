#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::outside {

/// What an office does to a cell besides writing in it. Whoever reads the text must answer for each mark that is set.
struct CellMarks {
    bool struck = false;       // all its words are crossed out: "no longer". The text keeps them
    bool struck_part = false;  // some are: the text is the rest
    bool hidden_part = false;  // some are hidden (Word's hidden text): the text is the rest
    bool formula = false;      // a formula without a stored result, or an error value: the text is what it shows

    bool operator==(const CellMarks&) const = default;
};

/// A cell as the office sees it: the number format's own words are part of the text, and a date shown without its day
/// ("май 2021", "2021") is that text and no date. A formula is never computed: its stored result is its value.
struct Cell {
    std::string text;  // clean UTF-8; a date cell has here "06.07.2021" or "06.07.2021 12:00", a time cell "12:00"
    std::optional<Day> date = std::nullopt;  // a real date cell that shows its day
    std::optional<int> minute =
        std::nullopt;  // its clock time, since midnight, when it has one; without a date: a real time cell
    CellMarks marks = {};

    bool operator==(const Cell&) const = default;
};

/// Rows may differ in length. A merged area has its text in its first cell; the rest are empty.
struct Merge {
    int row = 0, column = 0, rows = 1, columns = 1;
    bool operator==(const Merge&) const = default;
};
struct Table {
    std::string name;  // of the sheet; "" for CSV and DOCX
    std::vector<std::vector<Cell>> rows;
    std::vector<Merge> merges;
    std::string heading = {};           // words that stand alone above it (DOCX: the paragraphs since the table before)
    bool hidden = false;                // a sheet that the office has hidden
    std::vector<int> hidden_rows = {};  // that the office has hidden or filtered away; ascending
    std::vector<int> hidden_columns = {};  // likewise

    bool operator==(const Table&) const = default;
};

/// What a reader may use up. Beyond it the child is killed and the person told.
struct TableLimits {
    std::size_t file_bytes = 15 * 1024 * 1024;
    std::size_t unpacked_bytes = 200 * 1024 * 1024;
    std::size_t rows = 20'000;                     // of all tables together
    std::size_t columns = 400;                     // with a word in them; a sheet may be as wide as its format allows
    std::size_t cells = 1'000'000;                 // not empty ones, of all tables together
    std::size_t places = 2'000'000;                // the same with the empty ones between them
    std::size_t cell_bytes = 20'000;               // longer texts are refused
    std::size_t text_bytes = 32 * 1024 * 1024;     // of all cells together, as the child prints them
    std::size_t memory_bytes = 768 * 1024 * 1024;  // RLIMIT_AS of the child
    int seconds = 20;                              // RLIMIT_CPU of the child; wall clock: twice that
};

/// Reads XLSX, ODS, DOCX (its tables) or CSV (UTF-8 with or without BOM, cp1251; ';' ',' or tab) in a child process
/// with the limits above. The format is told by the content, not by the name. Refusals (field "file"): file.missing,
/// file.empty, file.too_large, file.not_a_table, file.broken, file.broken_line {line}, file.no_table,
/// file.too_many_rows {most}, file.too_many_columns {most}, file.long_cell {most}, file.too_slow, file.old_format (XLS,
/// DOC, or locked by a password). `reader_program`: argv prefix of the child, usually {"/proc/self/exe", "read-table"}.
/// Throws Unavailable when the child cannot be started: that is not the person's fault.
Result<std::vector<Table>> read_tables(const std::filesystem::path& file, const TableLimits& limits,
                                       const std::vector<std::string>& reader_program);

/// The child: reads `file`, prints the tables (outside/table_wire.hpp) on standard output, exit 0; or a refusal's
/// message id and its values ("name=number"), a line each, exit 3. main.cpp calls it with its own argc and argv for
/// "veche read-table FILE ROWS COLUMNS CELL_BYTES UNPACKED_BYTES".
int read_table_main(int argc, char** argv);

}  // namespace veche::outside
