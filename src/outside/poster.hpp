#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace veche::outside {

/// A sheet to hang on a wall: A3, portrait, one page. Texts are plain UTF-8, nothing in them is markup.
struct Poster {
    struct Row {
        std::string figure;   // "6", "20–21", "до 1"; large
        std::string weekday;  // "вторник"; under the figure
        std::string time;     // "12:00"; may be empty
        std::string title;
        std::string place;  // may be empty
        std::string mark;   // the age mark, "6+"; may be empty
        std::string note;   // "перенесено с 6 июля", "отменено"; may be empty
        bool cancelled = false;
    };
    std::string town;
    std::string emblem;              // SVG that clean_svg() gave, or ""; one that cannot be drawn is left out
    std::string colour = "#0b5d66";  // of the town, "#rrggbb"; upon it stands white or black, whichever reads better
    std::string title;               // "Июль", huge
    std::string year;                // beside it
    std::string subject;             // a line under it
    std::vector<Row> rows;
    std::string empty;       // said where there are no rows
    std::string link;        // what the QR code holds, 1..500 bytes
    std::string link_words;  // the address in letters
    std::string invitation;  // above the address
    std::string footer;      // small, at the foot

    std::string document_title;
    std::string language = "ru-RU";  // BCP 47
    Instant made{};                  // the file's date: the same poster gives the same bytes

    /// How rows that found no room are told, for a number above zero: "и ещё 12 — по ссылке".
    std::function<std::string(std::size_t)> more;
};

/// PDF of exactly one page. Letters shrink while rows do not fit, but never below 14 points; then rows at the end are left
/// out and counted. Threads and errors: as write_pdf().
std::string draw_poster(const Poster& poster);

}  // namespace veche::outside
