#include "outside/poster.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <librsvg/rsvg.h>

#include "outside/drawing.hpp"
#include "outside/qr.hpp"
#include "outside/svg_picture.hpp"

namespace veche::outside {

namespace {

using drawing::points_of_mm;

constexpr double width = 297 * points_of_mm, height = 420 * points_of_mm, margin = 18 * points_of_mm;
constexpr int coat_points = 640;  // of 24 mm: finer than any printer
constexpr double band = 92 * points_of_mm, foot = 58 * points_of_mm;

struct Ink {
    double red = 0, green = 0, blue = 0;
};

Ink ink_of(const std::string& colour)
{
    const auto part = [&](std::size_t at) {
        return colour.size() == 7 ? double(std::strtol(colour.substr(at, 2).c_str(), nullptr, 16)) / 255 : 0;
    };
    return {part(1), part(3), part(5)};
}

/// Relative luminance by WCAG 2.1; black or white, whichever reads better upon it.
Ink upon(const Ink& paper)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const double light = 0.2126 * linear(paper.red) + 0.7152 * linear(paper.green) + 0.0722 * linear(paper.blue);
    return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? Ink{1, 1, 1} : Ink{0.086, 0.125, 0.169};
}

class Wall {
public:
    explicit Wall(const Poster& poster)
        : poster_(poster),
          town_(ink_of(poster.colour)),
          pdf_(width, height, poster.document_title, poster.town, poster.made)
    {}

    std::string draw()
    {
        draw_band();
        draw_rows();
        draw_foot();
        cairo_show_page(pen());
        return pdf_.finish();
    }

private:
    static constexpr Ink ink{0.086, 0.125, 0.169}, muted{0.322, 0.376, 0.427};

    cairo_t* pen() { return pdf_.pen(); }
    void use(const Ink& ink) { cairo_set_source_rgb(pen(), ink.red, ink.green, ink.blue); }

    double text(std::string_view words, double points, int weight, double x, double y, double room)
    {
        const auto layout = drawing::layout(pen(), words, {points, weight}, room);
        cairo_move_to(pen(), x, y);
        pango_cairo_show_layout(pen(), layout.get());
        return drawing::height_of(layout.get());
    }

    /// The largest size, at most `points`, at which the words fit on one line.
    double fitting(std::string_view words, double points, int weight, double room)
    {
        const double wide = drawing::width_of(drawing::layout(pen(), words, {points, weight}, -1).get());
        return wide <= room ? points : points * room / wide;
    }

    void svg(const std::string& markup, double x, double y, double side)
    {
        if (markup.empty()) return;
        RsvgHandle* handle =
            rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(markup.data()), markup.size(), nullptr);
        if (!handle) return;
        const RsvgRectangle frame{x, y, side, side};
        rsvg_handle_render_document(handle, pen(), &frame, nullptr);
        g_object_unref(handle);
    }

    void coat(double x, double y, double side)
    {
        const auto drawn = poster_.emblem.empty() ? nullptr : drawn_coat(poster_.emblem, coat_points);
        if (!drawn) return;
        // A copy of one's own: cairo's surfaces belong to one thread at a time.
        std::string points = drawn->points;
        const drawing::Surface surface(
            cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(points.data()), CAIRO_FORMAT_ARGB32,
                                                drawn->side, drawn->side, drawn->stride));
        cairo_save(pen());
        cairo_translate(pen(), x, y);
        cairo_scale(pen(), side / drawn->side, side / drawn->side);
        cairo_set_source_surface(pen(), surface.get(), 0, 0);
        cairo_paint(pen());
        cairo_restore(pen());
        cairo_surface_finish(surface.get());  // the PDF takes what it needs of it now, before the points are gone
    }

    void draw_band()
    {
        use(town_);
        cairo_rectangle(pen(), 0, 0, width, band);
        cairo_fill(pen());
        use(upon(town_));
        const double emblem = poster_.emblem.empty() ? 0 : 24 * points_of_mm;
        coat(margin, 12 * points_of_mm, emblem);
        use(upon(town_));
        text(poster_.town, 26, 600, margin + (emblem > 0 ? emblem + 14 : 0), 18 * points_of_mm,
             width - 2 * margin - emblem);
        const double room = width - 2 * margin - 60 * points_of_mm;
        const double size = fitting(poster_.title, 118, 800, room);
        const auto title = drawing::layout(pen(), poster_.title, {size, 800}, -1);
        const double top = band - drawing::height_of(title.get()) - 4;
        cairo_move_to(pen(), margin - 4, top);
        pango_cairo_show_layout(pen(), title.get());
        const auto year = drawing::layout(pen(), poster_.year, {44, 400}, -1);
        cairo_move_to(pen(), width - margin - drawing::width_of(year.get()),
                      band - drawing::height_of(year.get()) - 0.16 * size);
        pango_cairo_show_layout(pen(), year.get());
        use(muted);
        text(poster_.subject, 20, 400, margin, band + 8 * points_of_mm, width - 2 * margin);
    }

    struct Sizes {
        double figure, title, note;
    };

    /// Draws a row, or only measures it.
    double row(const Poster::Row& row, const Sizes& sizes, double y, bool drawn)
    {
        const double left = 46 * points_of_mm, room = width - 2 * margin - left;
        std::string heading = drawing::escaped(row.title);
        if (row.cancelled) heading = "<s>" + heading + "</s>";
        if (!row.mark.empty())
            heading += "  <span size=\"70%\" weight=\"400\">" + drawing::escaped(row.mark) + "</span>";
        const auto title = drawing::layout_markup(pen(), heading, {sizes.title, 600}, room);
        std::string under = row.time;
        if (!row.place.empty()) under += (under.empty() ? "" : " · ") + row.place;
        const auto place = drawing::layout(pen(), under, {sizes.note, 400}, room);
        const auto note = drawing::layout(pen(), row.note, {sizes.note, 600}, room);
        const double figure_size = fitting(row.figure, sizes.figure, 800, left - 14);
        const auto figure = drawing::layout(pen(), row.figure, {figure_size, 800}, -1);
        const auto weekday = drawing::layout(pen(), row.weekday, {sizes.note, 400}, left - 8);
        const double words = drawing::height_of(title.get()) + (under.empty() ? 0 : drawing::height_of(place.get())) +
                             (row.note.empty() ? 0 : drawing::height_of(note.get()));
        const double date =
            drawing::height_of(figure.get()) * 0.82 + (row.weekday.empty() ? 0 : drawing::height_of(weekday.get()));
        const double tall = std::max(words, date) + 16;
        if (!drawn) return tall;
        const auto show = [&](PangoLayout* layout, double x, double at) {
            cairo_move_to(pen(), x, at);
            pango_cairo_show_layout(pen(), layout);
        };
        use(row.cancelled ? muted : town_);
        show(figure.get(), margin, y - drawing::height_of(figure.get()) * 0.12);
        use(muted);
        if (!row.weekday.empty()) show(weekday.get(), margin, y + drawing::height_of(figure.get()) * 0.78);
        use(row.cancelled ? muted : ink);
        double at = y;
        show(title.get(), margin + left, at);
        at += drawing::height_of(title.get());
        use(muted);
        if (!under.empty()) {
            show(place.get(), margin + left, at);
            at += drawing::height_of(place.get());
        }
        use(Ink{0.604, 0.349, 0});
        if (!row.note.empty()) show(note.get(), margin + left, at);
        use(Ink{0.85, 0.875, 0.9});
        cairo_set_line_width(pen(), 0.8);
        cairo_move_to(pen(), margin, y + tall - 6);
        cairo_line_to(pen(), width - margin, y + tall - 6);
        cairo_stroke(pen());
        return tall;
    }

    void draw_rows()
    {
        const double top = band + 22 * points_of_mm, room = height - foot - top - 26;
        if (poster_.rows.empty()) {
            use(ink);
            text(poster_.empty, 26, 400, margin, top, width - 2 * margin);
            return;
        }
        // From a theatre's bill down to what is still read from a step away.
        constexpr std::array<Sizes, 5> all = {{{54, 25, 18}, {46, 22, 16}, {38, 19, 15}, {30, 16, 14}, {24, 14, 14}}};
        Sizes sizes = all.back();
        for (const auto& tried : all) {
            double needed = 0;
            for (const auto& one : poster_.rows) needed += row(one, tried, 0, false);
            if (needed <= room) {
                sizes = tried;
                break;
            }
        }
        double y = top;
        std::size_t drawn = 0;
        for (; drawn < poster_.rows.size(); ++drawn) {
            const double tall = row(poster_.rows[drawn], sizes, y, false);
            if (y + tall > top + room) break;
            y += row(poster_.rows[drawn], sizes, y, true);
        }
        if (drawn == poster_.rows.size() || !poster_.more) return;
        use(ink);
        text(poster_.more(poster_.rows.size() - drawn), 16, 600, margin, y + 2, width - 2 * margin);
    }

    void draw_foot()
    {
        const double top = height - foot, side = 40 * points_of_mm;
        use(town_);
        cairo_rectangle(pen(), 0, top, width, 3);
        cairo_fill(pen());
        svg(qr_svg(poster_.link), width - margin - side, top + 8 * points_of_mm, side);
        use(ink);
        const double room = width - 2 * margin - side - 20;
        double y = top + 12 * points_of_mm;
        y += text(poster_.invitation, 20, 600, margin, y, room) + 6;
        use(town_);
        y += text(poster_.link_words, fitting(poster_.link_words, 18, 400, room), 400, margin, y, room) + 10;
        use(muted);
        text(poster_.footer, 14, 400, margin, y, room);
    }

    const Poster& poster_;
    Ink town_;
    drawing::Pdf pdf_;
};

}  // namespace

std::string draw_poster(const Poster& poster)
{
    const drawing::Desk desk;
    return Wall(poster).draw();
}

}  // namespace veche::outside
