#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"

namespace veche::outside {

/// A sheet to be written: what a person opens in Excel or LibreOffice.
struct Sheet {
    struct Column {
        std::string title;
        double width = 20;  // in characters
    };
    enum class RowKind { line, section };  // a section is one merged bold row
    struct Row {
        RowKind kind = RowKind::line;
        std::vector<std::string> cells;  // for a section only the first is used
    };
    std::string name;                  // of the sheet, at most 31 characters are kept
    std::vector<std::string> heading;  // lines above the table
    std::vector<Column> columns;
    std::vector<Row> rows;
};

/// XLSX bytes (libxlsxwriter): header row frozen and repeated in print, A4 landscape, texts as texts (never formulas).
std::string write_xlsx(const Sheet& sheet);

/// CSV for Excel of Russian offices: UTF-8 with BOM, ';', CRLF, RFC 4180 quoting. Safe from formula injection (OWASP):
/// a cell that begins with = + - @ tab CR or LF (or with apostrophes and one of these, so that reading is the exact
/// inverse) gets an apostrophe before it; read_tables takes exactly that apostrophe off again. Sections are rows with
/// the first cell only; the heading is left out, because other programs expect the columns' names in the first row.
std::string write_csv(const Sheet& sheet);

}  // namespace veche::outside
