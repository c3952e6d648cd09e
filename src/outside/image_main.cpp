#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "outside/image.hpp"
#include "outside/sandbox.hpp"
#include "outside/vips_library.hpp"

// The child's side: decodes what strangers sent, with limits on everything, and prints pictures made anew.
namespace veche::outside {

namespace {

class Refused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Dropped {
    void operator()(VipsImage* image) const { load_vips().g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Dropped>;

/// Why libvips failed: what cannot be decoded to its end is broken for the person, but a whole picture that finds no room in the
/// child is too large.
[[noreturn]] void refuse_failed()
{
    const std::string_view why = load_vips().vips_error_buffer();
    const bool no_room =
        why.find("out of memory") != std::string_view::npos || why.find("nsufficient memory") != std::string_view::npos;
    throw Refused(no_room ? "image.too_many_pixels" : "image.broken");
}

/// What a call of libvips made, or the refusal when it failed.
template <class Call>
Image made_by(Call call)
{
    VipsImage* out = nullptr;
    if (call(&out) != 0 || !out) refuse_failed();
    return Image(out);
}

std::string read_file(const char* name)
{
    std::ifstream in(name, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (bytes.empty()) throw Refused("image.broken");
    return bytes;
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

/// A PNG that moves says so in a chunk before its pixels; libvips would show the first picture and say nothing.
bool is_moving_png(std::string_view bytes)
{
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const auto kind = bytes.substr(at + 4, 4);
        if (kind == "acTL") return true;
        if (kind == "IDAT") return false;
        at += std::size_t(12) + big_endian(bytes, at);
    }
    return false;
}

bool is_jpeg(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xD8\xFF");
}

/// Only these three go on: everything else that libvips could read stays closed, whatever the name of the file says.
void require_known(std::string_view bytes)
{
    if (is_jpeg(bytes)) return;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) {
        if (is_moving_png(bytes)) throw Refused("image.animated");
        return;
    }
    if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return;
    if (bytes.starts_with("GIF8")) throw Refused("image.animated");
    const auto brand = bytes.size() > 12 && bytes.substr(4, 4) == "ftyp" ? bytes.substr(8, 4) : std::string_view();
    for (const std::string_view telephone : {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"})
        if (brand == telephone) throw Refused("image.heic");
    throw Refused("image.not_an_image");
}

/// Reads the head only: a bomb of 60,000 × 60,000 costs nothing.
void check_head(const std::string& bytes, const ImageLimits& limits)
{
    const auto& vips = load_vips();
    const Image head(vips.vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr));
    if (!head) refuse_failed();
    if (vips.vips_image_get_n_pages(head.get()) > 1) throw Refused("image.animated");
    const int width = vips.vips_image_get_width(head.get()), height = vips.vips_image_get_height(head.get());
    if (width > limits.side || height > limits.side || std::int64_t(width) * height > limits.pixels)
        throw Refused("image.too_many_pixels");
    if (std::max(width, height) < limits.least_side) throw Refused("image.too_small");
}

/// All that stands beside the pixels goes, not only what we have heard of: place, camera, owner, thumbnail, profile. (The
/// "strip" of libvips 8.14 leaves it all in a WebP.)
Image bare(VipsImage* image)
{
    const auto& vips = load_vips();
    Image copy = made_by([&](VipsImage** out) { return vips.vips_copy(image, out, nullptr); });
    char** fields = vips.vips_image_get_fields(copy.get());
    for (char** field = fields; field && *field; ++field) vips.vips_image_remove(copy.get(), *field);
    vips.g_strfreev(fields);
    return copy;
}

/// A WebP is decoded whole at once: one of sixty megapixels only as large as is needed, twice what is kept.
double scale_of(const std::string& bytes)
{
    const auto& vips = load_vips();
    if (!bytes.starts_with("RIFF")) return 1;
    const Image head(vips.vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr));
    if (!head) refuse_failed();
    const int longer = std::max(vips.vips_image_get_width(head.get()), vips.vips_image_get_height(head.get()));
    return std::min(1.0, 3200.0 / longer);
}

/// The whole picture, the longer side at most 1600, all in memory; fails at the first fault that `fails_on` names.
Image shrunk(const std::string& bytes, VipsFailOn fails_on)
{
    const auto& vips = load_vips();
    const double scale = scale_of(bytes);
    // Not vips_thumbnail_buffer: it takes a file that was cut off, whatever "fail_on" says.
    const Image sent(scale < 1 ? vips.vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access",
                                                                 VIPS_ACCESS_SEQUENTIAL, "fail_on", fails_on, "scale",
                                                                 scale, nullptr)
                               : vips.vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access",
                                                                 VIPS_ACCESS_SEQUENTIAL, "fail_on", fails_on, nullptr));
    if (!sent) refuse_failed();
    const Image image = made_by([&](VipsImage** out) {
        return vips.vips_thumbnail_image(sent.get(), out, 1600, "height", 1600, "size", VIPS_SIZE_DOWN,
                                         "export_profile", "srgb", nullptr);
    });
    Image whole(vips.vips_image_copy_memory(image.get()));
    if (!whole) refuse_failed();
    return whole;
}

/// Of a JPEG whose last two bytes alone are missing, as panoramas of telephones and old cameras write them, all pixels are there: it is
/// given its end, and then any other fault counts.
Image shrunk_to_its_end(const std::string& bytes)
{
    if (!is_jpeg(bytes)) return shrunk(bytes, VIPS_FAIL_ON_TRUNCATED);
    try {
        return shrunk(bytes, VIPS_FAIL_ON_TRUNCATED);
    } catch (const Refused&) {
        load_vips().vips_error_clear();
        return shrunk(bytes + "\xFF\xD9", VIPS_FAIL_ON_WARNING);
    }
}

/// Upright, in sRGB, without transparency, the longer side at most 1600, all in memory.
Image decode(const std::string& bytes)
{
    const auto& vips = load_vips();
    Image image = shrunk_to_its_end(bytes);
    if (vips.vips_image_hasalpha(image.get())) {
        const double white[] = {255.0};
        VipsArrayDouble* background = vips.vips_array_double_new(white, 1);
        image = made_by(
            [&](VipsImage** out) { return vips.vips_flatten(image.get(), out, "background", background, nullptr); });
        vips.vips_area_unref(VIPS_AREA(background));
    }
    return bare(image.get());
}

Image smaller(VipsImage* image, int side)
{
    return made_by([&](VipsImage** out) {
        return load_vips().vips_thumbnail_image(image, out, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr);
    });
}

/// Any size, whatever its shape was.
Image stretched(VipsImage* image, int width, int height)
{
    return made_by([&](VipsImage** out) {
        return load_vips().vips_thumbnail_image(image, out, width, "height", height, "size", VIPS_SIZE_FORCE, nullptr);
    });
}

/// Not a soft blur, which can be undone by arithmetic: the area is made so small that what was in it is gone, and large again.
Image hide(VipsImage* image, const Area& area)
{
    constexpr int spots = 6;
    const auto& vips = load_vips();
    const int all_width = vips.vips_image_get_width(image), all_height = vips.vips_image_get_height(image);
    const int left = area.left * all_width / 100, top = area.top * all_height / 100;
    const int width = std::max(1, ((area.left + area.width) * all_width + 99) / 100 - left);
    const int height = std::max(1, ((area.top + area.height) * all_height + 99) / 100 - top);
    const int longer = std::max(width, height);
    const Image part =
        made_by([&](VipsImage** out) { return vips.vips_extract_area(image, out, left, top, width, height, nullptr); });
    const Image tiny = stretched(part.get(), std::max(1, std::min(spots, width) * width / longer),
                                 std::max(1, std::min(spots, height) * height / longer));
    const Image small(vips.vips_image_copy_memory(tiny.get()));
    if (!small) refuse_failed();
    const Image patch = stretched(small.get(), width, height);
    const Image joined =
        made_by([&](VipsImage** out) { return vips.vips_insert(image, patch.get(), out, left, top, nullptr); });
    Image whole(vips.vips_image_copy_memory(joined.get()));
    if (!whole) refuse_failed();
    return whole;
}

void write(VipsImage* image, ImageFormat format, std::string& into)
{
    const auto& vips = load_vips();
    const Image clean = bare(image);
    void* bytes = nullptr;
    std::size_t size = 0;
    const int wrong =
        format == ImageFormat::webp
            ? vips.vips_webpsave_buffer(clean.get(), &bytes, &size, "Q", 80, "effort", 3, "strip", TRUE, nullptr)
            : vips.vips_jpegsave_buffer(clean.get(), &bytes, &size, "Q", 82, "interlace", TRUE, "optimize_coding", TRUE,
                                        "strip", TRUE, nullptr);
    if (wrong || !bytes) refuse_failed();
    into += fmt::format("{} {} {} {}\n", extension_of(format), vips.vips_image_get_width(clean.get()),
                        vips.vips_image_get_height(clean.get()), size);
    into.append(static_cast<const char*>(bytes), size);
    vips.g_free(bytes);
}

std::string all_pictures(const char* file, const ImageLimits& limits, const std::vector<Area>& hidden)
{
    const std::string bytes = read_file(file);
    enter_sandbox(Threads::own);
    require_known(bytes);
    check_head(bytes, limits);
    Image large = decode(bytes);
    for (const auto& area : hidden) large = hide(large.get(), area);
    const Image middle = smaller(large.get(), 800), share = smaller(large.get(), 1200);
    const Image small = smaller(middle.get(), 320);
    std::string said;
    write(large.get(), ImageFormat::webp, said);
    write(middle.get(), ImageFormat::webp, said);
    write(small.get(), ImageFormat::webp, said);
    write(share.get(), ImageFormat::jpeg, said);
    return said;
}

/// The numbers behind the limits, by four; nullopt when they are no areas.
std::optional<std::vector<Area>> parse_hidden(int argc, char** argv)
{
    std::vector<Area> hidden;
    for (int i = 6; i + 3 < argc; i += 4) {
        Area area;
        if (!take_argument(argv[i], area.left) || !take_argument(argv[i + 1], area.top) ||
            !take_argument(argv[i + 2], area.width) || !take_argument(argv[i + 3], area.height) || !is_inside(area))
            return std::nullopt;
        hidden.push_back(area);
    }
    return hidden;
}

}  // namespace

int make_pictures_main(int argc, char** argv)
{
    ImageLimits limits;
    if (argc < 6 || argc % 4 != 2 || !take_argument(argv[3], limits.pixels) || !take_argument(argv[4], limits.side) ||
        !take_argument(argv[5], limits.least_side))
        return 2;
    const auto hidden = parse_hidden(argc, argv);
    if (!hidden) return 2;
    try {
        load_vips();
    } catch (const std::exception&) {
        return exit_cannot_work;
    }
    try {
        return child_answer(all_pictures(argv[2], limits, *hidden), 0);
    } catch (const SandboxFailed&) {
        return exit_cannot_work;
    } catch (const Refused& refused) {
        return child_answer(refused.what(), 3);
    } catch (const std::exception&) {
        return child_answer("image.broken", 3);
    }
}

}  // namespace veche::outside
