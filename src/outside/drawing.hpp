#pragma once

// What the papers share: fonts of our own, a PDF in memory, a layout of text. (A file of its own, because paper_pdf and poster
// both draw; nobody else includes it.)

#include <memory>
#include <mutex>
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

/// One document at a time: neither fontconfig nor Pango likes to be asked by two threads. Held while drawing.
std::mutex& at_the_desk();

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

/// Text of the program's own type, Golos Text; weight as CSS has it. Markup when `markup`, else plain.
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
