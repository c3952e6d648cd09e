#include "outside/drawing.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <fmt/format.h>

#include "core/embedded.hpp"
#include "core/expect.hpp"

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

/// Only our fonts, whatever the machine has: a paper looks the same everywhere, also where none is installed. Fontconfig's own
/// configurations may be read by many threads at once.
struct Fonts {
    FcConfig* config = FcConfigCreate();
    FcCharSet* letters = FcCharSetCreate();  // all that one of them can print

    Fonts()
    {
        for (const auto& file : embedded_files())
            if (file.name.starts_with("fonts/")) add_font(config, file);
        const FcFontSet* set = FcConfigGetFonts(config, FcSetApplication);
        for (int i = 0; set && i < set->nfont; ++i) {
            FcCharSet* of_one = nullptr;
            if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &of_one) == FcResultMatch)
                FcCharSetMerge(letters, of_one, nullptr);
        }
    }
};

const Fonts& fonts()
{
    static const Fonts all;
    return all;
}

/// A font map belongs to one thread at a time, and what it has measured is worth keeping: the maps lie here between two drawings.
class Desks {
public:
    PangoFontMap* take()
    {
        std::unique_lock lock(mutex_);
        left_.wait(lock, [this] { return !free_.empty() || made_ < desks_most(); });
        if (free_.empty()) {
            ++made_;
            lock.unlock();
            return new_map();
        }
        PangoFontMap* map = free_.back();
        free_.pop_back();
        return map;
    }
    void give_back(PangoFontMap* map)
    {
        {
            const std::lock_guard lock(mutex_);
            free_.push_back(map);
        }
        left_.notify_one();
    }

private:
    static PangoFontMap* new_map()
    {
        PangoFontMap* map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fonts().config);
        return map;
    }

    std::mutex mutex_;
    std::condition_variable left_;
    std::vector<PangoFontMap*> free_;
    std::size_t made_ = 0;
};

Desks& desks()
{
    static auto* const all = new Desks;  // never destroyed: a worker may still draw when the program ends
    return *all;
}

thread_local PangoFontMap* at_hand = nullptr;

/// What is printed for a character that no font of ours has: a letter leaves a mark, a picture or a sign nothing.
std::string_view stand_in(UChar32 c)
{
    return u_isUWhiteSpace(c) ? " " : u_isalnum(c) ? "?" : "";
}

bool is_drawn_as_it_is(UChar32 c)
{
    if (c == '\n' || c == '\t') return true;
    if (c < 0x20 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF)) return false;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return true;  // soft hyphens and joiners need no glyph
    return FcCharSetHasChar(fonts().letters, FcChar32(c)) == FcTrue;
}

/// A letter with its mark as one character where there is one: fonts draw that better, and our first font only so.
std::string composed(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(error);
    std::string made;
    icu::StringByteSink<std::string> sink(&made);
    nfc->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink, nullptr, error);
    return U_SUCCESS(error) ? made : std::string(text);
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
    VECHE_EXPECT(at_hand);  // whoever draws has a Desk
    PangoContext* context = pango_font_map_create_context(at_hand);
    pango_cairo_update_context(pen, context);
    // Measured without rounding to a screen's grid: a line breaks on paper where it was measured.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    Layout made(pango_layout_new(context));
    g_object_unref(context);
    PangoFontDescription* font = pango_font_description_from_string("Golos Text,DejaVu Sans,Noto Emoji");
    pango_font_description_set_absolute_size(font, type.points * PANGO_SCALE);
    pango_font_description_set_weight(font, static_cast<PangoWeight>(type.weight));
    pango_layout_set_font_description(made.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(made.get(), width < 0 ? -1 : int(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    return made;
}

}  // namespace

std::size_t desks_most()
{
    return std::max(2U, std::thread::hardware_concurrency());
}

Desk::Desk() : before_(at_hand), map_(desks().take())
{
    at_hand = map_;
}

Desk::~Desk()
{
    at_hand = before_;
    desks().give_back(map_);
}

std::string printable(std::string_view text)
{
    std::string made;
    const auto whole = composed(text);
    const auto size = int32_t(whole.size());
    for (int32_t at = 0; at < size;) {
        const int32_t from = at;
        UChar32 c = 0;
        U8_NEXT(whole.data(), at, size, c);
        if (c < 0) continue;  // not UTF-8
        if (is_drawn_as_it_is(c))
            made.append(whole, std::size_t(from), std::size_t(at - from));
        else
            made += stand_in(c);
    }
    return made;
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
    const auto words = printable(text);
    pango_layout_set_text(made.get(), words.data(), int(words.size()));
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
    const auto words = printable(markup);
    pango_layout_set_markup(made.get(), words.data(), int(words.size()));
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
