#include "outside/drawing.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <fmt/format.h>

#include "core/embedded.hpp"

namespace veche::outside::drawing {

namespace {

/// Fontconfig wants files. A memfd is one without a name on any disk; it is kept open, for glyphs are read when they are first needed.
void add_font(FcConfig* config, const EmbeddedFile& file)
{
    const int descriptor = memfd_create("font", MFD_CLOEXEC);
    if (descriptor < 0) throw std::runtime_error("a font cannot be unpacked");
    std::string_view rest = file.content;
    while (!rest.empty()) {
        const auto written = write(descriptor, rest.data(), rest.size());
        if (written <= 0) {
            close(descriptor);
            throw std::runtime_error("a font cannot be unpacked");
        }
        rest.remove_prefix(std::size_t(written));
    }
    const std::string path = fmt::format("/proc/self/fd/{}", descriptor);
    if (!FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path.c_str())))
        throw std::runtime_error(fmt::format("{} is not a font", file.name));
}

/// Only our fonts, whatever the machine has: a paper looks the same everywhere.
PangoFontMap* fonts()
{
    static PangoFontMap* const map = [] {
        FcConfig* config = FcConfigCreate();
        for (const auto& file : embedded_files())
            if (file.name.starts_with("fonts/")) add_font(config, file);
        PangoFontMap* made = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(made), config);
        FcConfigDestroy(config);  // the map has its own reference
        return made;
    }();
    return map;
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length)
{
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string iso_time(Instant at)
{
    const std::time_t seconds = at.milliseconds / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

Layout new_layout(cairo_t* pen, const Type& type, double width)
{
    PangoContext* context = pango_font_map_create_context(fonts());
    pango_cairo_update_context(pen, context);
    // Measured without rounding to a screen's grid: a line breaks on paper where it was measured.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    Layout made(pango_layout_new(context));
    g_object_unref(context);
    PangoFontDescription* font = pango_font_description_from_string("Golos Text");
    pango_font_description_set_absolute_size(font, type.points * PANGO_SCALE);
    pango_font_description_set_weight(font, static_cast<PangoWeight>(type.weight));
    pango_layout_set_font_description(made.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(made.get(), width < 0 ? -1 : int(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    return made;
}

}  // namespace

std::mutex& at_the_desk()
{
    static std::mutex mutex;
    return mutex;
}

Pdf::Pdf(double width, double height, std::string_view title, std::string_view author, Instant made)
    : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)), pen_(cairo_create(surface_.get()))
{
    const auto set = [&](cairo_pdf_metadata_t what, std::string_view value) {
        if (!value.empty()) cairo_pdf_surface_set_metadata(surface_.get(), what, std::string(value).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, title);
    set(CAIRO_PDF_METADATA_AUTHOR, author);
    set(CAIRO_PDF_METADATA_CREATE_DATE, iso_time(made));
    set(CAIRO_PDF_METADATA_MOD_DATE, iso_time(made));
}

std::string Pdf::finish()
{
    const auto drawn = cairo_status(pen_.get());
    pen_.reset();
    cairo_surface_finish(surface_.get());
    const auto ended = cairo_surface_status(surface_.get());
    if (drawn != CAIRO_STATUS_SUCCESS || ended != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : ended));
    return std::move(bytes_);
}

Layout layout(cairo_t* pen, std::string_view text, const Type& type, double width)
{
    auto made = new_layout(pen, type, width);
    pango_layout_set_text(made.get(), text.data(), int(text.size()));
    return made;
}

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            default: result += c;
        }
    return result;
}

Layout layout_markup(cairo_t* pen, const std::string& markup, const Type& type, double width)
{
    auto made = new_layout(pen, type, width);
    pango_layout_set_markup(made.get(), markup.data(), int(markup.size()));
    return made;
}

double height_of(PangoLayout* layout)
{
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    return double(height) / PANGO_SCALE;
}

double width_of(PangoLayout* layout)
{
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    return double(width) / PANGO_SCALE;
}

}  // namespace veche::outside::drawing
