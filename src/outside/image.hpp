#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace veche::outside {

/// What one photograph may use up. Beyond it the child is killed and the person told.
struct ImageLimits {
    std::size_t file_bytes = 25 * 1024 * 1024;
    std::int64_t pixels = 60'000'000;
    int side = 20'000;
    int least_side = 200;                             // of the longer one: less is an icon, not a photograph
    std::size_t memory_bytes = 1024UL * 1024 * 1024;  // RLIMIT_AS of the child
    int seconds = 20;                                 // RLIMIT_CPU of the child; wall clock: twice that
    std::size_t output_bytes = 8 * 1024 * 1024;       // of all pictures together
};

/// A part of a picture in whole per cent of its width and height.
struct Area {
    int left = 0, top = 0, width = 0, height = 0;
    bool operator==(const Area&) const = default;
};
/// Not empty, and no part of it outside of the picture.
bool is_inside(const Area& area);

enum class ImageFormat { webp, jpeg };
std::string_view extension_of(ImageFormat format);  // "webp", "jpg"

/// One form of a photograph, made anew from its pixels: upright, in sRGB, without a byte of what the camera wrote beside them.
struct MadeImage {
    ImageFormat format = ImageFormat::webp;
    int width = 0, height = 0;
    std::string bytes;
};

/// The forms in which a photograph is kept; none is larger than what was sent. Widths and heights are of the same shape.
struct Pictures {
    MadeImage large, middle, small;  // WebP, the longer side at most 1600, 800, 320
    MadeImage share;                 // JPEG, at most 1200: for messengers and feed readers, some of which know no WebP
};

/// Makes them in a child process with the limits above. What is told by the content, not by the name: JPEG, PNG and WebP.
/// Refusals (field "file"): file.missing, file.empty, image.too_large_file, image.not_an_image, image.heic, image.animated,
/// image.too_many_pixels, image.too_small, image.broken (also cut off on its way), image.too_slow. `program`: argv prefix of
/// the child, usually {"/proc/self/exe", "make-pictures"}. Throws Unavailable when the child cannot work at all: that is not
/// the person's fault. Of each of the `hidden` areas so little is left, six spots along its longer side, that no face and no number can be made
/// out of it again.
Result<Pictures> make_pictures(const std::filesystem::path& file, const ImageLimits& limits,
                               const std::vector<std::string>& program, const std::vector<Area>& hidden = {});

/// The child: prints for each picture "FORMAT WIDTH HEIGHT BYTES\n" and the bytes, exit 0; or a refusal's message id, exit 3;
/// 4 when libvips is not there. main.cpp calls it for "veche make-pictures FILE PIXELS SIDE LEAST_SIDE [LEFT TOP WIDTH HEIGHT]...".
int make_pictures_main(int argc, char** argv);

}  // namespace veche::outside
