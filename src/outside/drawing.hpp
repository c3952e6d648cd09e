#pragma once

// What the papers share: fonts of our own, a PDF in memory, a layout of text. (A file of its own, because paper_pdf and poster
// both draw; nobody else includes it.)

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <pango/pangocairo.h>

#include "core/time.hpp"

namespace veche::outside::drawing {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* thing) const
    {
        Free(thing);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;

inline constexpr double points_of_mm = 72.0 / 25.4;

/// A place to draw at, with fonts for one thread: whoever draws has one for as long as it takes, and one alone. There are as many as
/// processors, and two at least; who finds none waits. What bounds the crowd before them is the caller's.
class Desk {
public:
    Desk();
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

private:
    PangoFontMap *before_, *map_;
};
std::size_t desks_most();

/// The text as our fonts can print it: letters composed, a letter that none has as "?", other signs that none has left out, so that no
/// box of hexadecimal digits stands on a paper. Layouts are made of such texts.
std::string printable(std::string_view text);

/// A PDF that grows in memory. The same drawing gives the same bytes: its date is `made`.
class Pdf {
public:
    Pdf(double width, double height, std::string_view title, std::string_view author, Instant made);
    cairo_t* pen() { return pen_.get(); }
    cairo_surface_t* surface() { return surface_.get(); }
    /// Ends it. Throws std::runtime_error when cairo could not draw.
    std::string finish();

private:
    std::string bytes_;
    Surface surface_;
    Pen pen_;
};

/// Text of the program's own type, Golos Text, and where that has no letter, of DejaVu Sans and Noto Emoji; weight as CSS has it.
struct Type {
    double points = 10;
    int weight = 400;
};
Layout layout(cairo_t* pen, std::string_view text, const Type& type, double width);
/// Text for Pango's markup: the characters that mean something there are written out.
std::string escaped(std::string_view text);
Layout layout_markup(cairo_t* pen, const std::string& markup, const Type& type, double width);
double height_of(PangoLayout* layout);
double width_of(PangoLayout* layout);

}  // namespace veche::outside::drawing
