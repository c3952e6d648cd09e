#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/time.hpp"

// A document on paper, told apart from how it is written. All texts are plain UTF-8: nothing in them is markup, "\n" breaks
// a line; a sign that no font of ours has is left out of a PDF, a letter becomes "?".
namespace veche::outside {

enum class PaperSize { a4, a3 };
enum class Orientation { portrait, landscape };
enum class TextAlign { start, centre, end };

struct Millimetres {
    double top = 15, right = 12, bottom = 15, left = 20;  // left: where a folder's holes go
};

/// A stretch of text of one look.
struct PaperRun {
    std::string text;
    bool bold = false;
    bool struck = false;  // holds no longer
    bool small = false;   // a note
};
using PaperText = std::vector<PaperRun>;

/// The block at the right of the top: "УТВЕРЖДАЮ", post, line for a signature with the name, act and day.
struct PaperApproval {
    std::string word;   // "УТВЕРЖДАЮ"
    std::string post;   // "" leaves a line to be filled by hand
    std::string name;   // beside the line for the signature; "" leaves only that
    std::string below;  // the act and its day
};

/// A heading; it is in the outline of the document.
struct PaperHeading {
    std::string text;
    std::string below;  // a second, lighter line; may be empty
};

struct PaperParagraph {
    PaperText text;
    TextAlign align = TextAlign::start;
};

struct PaperTable {
    struct Column {
        std::string title;
        double width = 1;  // relative to the others
        TextAlign align = TextAlign::start;
    };
    enum class RowKind {
        line,
        section,  // one cell over all columns, on the page of the row after it, and in the outline
        total,    // bold
    };
    struct Row {
        RowKind kind = RowKind::line;
        std::vector<PaperText> cells;  // of a section only the first; missing ones are empty
    };
    std::vector<Column> columns;  // 1..20; their titles are repeated on each page
    std::vector<Row> rows;
};

/// Where people sign: post, a line, name; blank ones are written by hand.
struct PaperSignatures {
    struct Signature {
        std::string post, name;
    };
    std::vector<Signature> signatures;
};

using PaperBlock = std::variant<PaperApproval, PaperHeading, PaperParagraph, PaperTable, PaperSignatures>;

struct Paper {
    PaperSize size = PaperSize::a4;
    Orientation orientation = Orientation::portrait;
    Millimetres margins;
    double text_points = 10;

    std::string title, author;       // of the file's properties
    std::string language = "ru-RU";  // BCP 47
    Instant made{};                  // the file's date: the same paper gives the same bytes

    std::vector<PaperBlock> blocks;
    std::string footer;                        // at the left of each page's foot
    std::string page_of = "{page} / {pages}";  // at the right; both words are filled in
};

/// PDF 1.5 with embedded subsets of its fonts, text that can be selected and searched, an outline, and the structure of the
/// table told to screen readers. A row stays on one page; one that is higher than a page goes on over the next ones, under
/// the repeated titles. May be called by any thread, outside any transaction; as many are drawn at a time as there are processors.
/// Throws std::runtime_error when it cannot be drawn.
std::string write_pdf(const Paper& paper);

/// DOCX (ECMA-376, transitional) for Word and LibreOffice: a real table with repeated titles, page numbers as fields. May be
/// called by any thread.
std::string write_docx(const Paper& paper);

}  // namespace veche::outside
