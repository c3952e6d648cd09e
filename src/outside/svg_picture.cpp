#include "outside/svg_picture.hpp"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <stdexcept>

#include "outside/svg.hpp"

namespace veche::outside {

namespace {

struct Dropped {
    void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* pen) const { cairo_destroy(pen); }
};
template <class T>
using Kept = std::unique_ptr<T, Dropped>;

cairo_status_t append(void* into, const unsigned char* bytes, unsigned int size)
{
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), size);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string draw_svg(std::string_view svg, int width)
{
    const Kept<RsvgHandle> handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), nullptr));
    gdouble own_width = 0, own_height = 0;
    if (!handle || !rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &own_width, &own_height) || own_width < 1)
        throw std::runtime_error("a drawing is no SVG with a size");
    const int height = int(width * own_height / own_width);
    const Kept<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    const Kept<cairo_t> pen(cairo_create(surface.get()));
    cairo_set_source_rgb(pen.get(), 1, 1, 1);
    cairo_paint(pen.get());
    const RsvgRectangle whole{0, 0, double(width), double(height)};
    std::string png;
    if (!rsvg_handle_render_document(handle.get(), pen.get(), &whole, nullptr) ||
        cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error("a drawing cannot be drawn");
    return png;
}

namespace {

std::shared_ptr<const DrawnSquare> draw_square(const std::string& svg, int side)
{
    const auto clean = clean_svg(svg, "");
    if (!clean) return nullptr;
    const Kept<RsvgHandle> handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(clean->data()), clean->size(), nullptr));
    if (!handle) return nullptr;
    const Kept<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side));
    const Kept<cairo_t> pen(cairo_create(surface.get()));
    const RsvgRectangle whole{0, 0, double(side), double(side)};
    if (!rsvg_handle_render_document(handle.get(), pen.get(), &whole, nullptr)) return nullptr;
    cairo_surface_flush(surface.get());
    auto drawn = std::make_shared<DrawnSquare>();
    drawn->side = side;
    drawn->stride = cairo_image_surface_get_stride(surface.get());
    drawn->points.assign(reinterpret_cast<const char*>(cairo_image_surface_get_data(surface.get())),
                         std::size_t(drawn->stride) * std::size_t(side));
    return drawn;
}

}  // namespace

std::shared_ptr<const DrawnSquare> drawn_coat(const std::string& svg, int side)
{
    // A town has one coat; a house of many towns draws the least lately asked for again.
    constexpr std::size_t kept_most = 32;
    struct Known {
        std::string svg;
        std::shared_ptr<const DrawnSquare> drawn;
    };
    static std::mutex mutex;
    static std::list<Known> known;
    const std::lock_guard lock(mutex);
    const auto found = std::ranges::find_if(
        known, [&](const Known& one) { return one.svg == svg && (!one.drawn || one.drawn->side == side); });
    if (found != known.end()) {
        known.splice(known.begin(), known, found);
    } else {
        known.push_front({svg, draw_square(svg, side)});
        if (known.size() > kept_most) known.pop_back();
    }
    return known.front().drawn;
}

}  // namespace veche::outside
