#include <doctest/doctest.h>
#include <unistd.h>
#include <vips/vips.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "outside/image.hpp"

namespace image_test {

using namespace veche;
using namespace veche::outside;

namespace {

const std::vector<std::string> maker = {"/proc/self/exe", "make-pictures"};
const std::string camera = "VecheCameraMake", place = "VECHE-GPS-MARK", words = "veche-xmp-words";

void start_vips()
{
    static const int started = vips_init("tests");
    REQUIRE(started == 0);
}

/// A photograph of noise and a gradient, wider than high, with everything that telephones write beside the pixels.
struct Photo {
    int width = 2000, height = 1000, orientation = 1;
    bool alpha = false;
};

VipsImage* draw(const Photo& photo)
{
    start_vips();
    VipsImage *field = nullptr, *noise = nullptr, *wide = nullptr, *image = nullptr, *coloured = nullptr;
    REQUIRE(vips_gaussnoise(&noise, photo.width, photo.height, "mean", 128.0, "sigma", 20.0, nullptr) == 0);
    REQUIRE(vips_cast(noise, &field, VIPS_FORMAT_UCHAR, nullptr) == 0);
    std::array<VipsImage*, 4> bands = {field, field, field, field};
    REQUIRE(vips_bandjoin(bands.data(), &wide, photo.alpha ? 4 : 3, nullptr) == 0);
    REQUIRE(vips_copy(wide, &coloured, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0);
    image = vips_image_copy_memory(coloured);
    REQUIRE(image);
    vips_image_set_int(image, "orientation", photo.orientation);
    vips_image_set_string(image, "exif-ifd0-Make", (camera + " (x, ASCII, 16 components, 16 bytes)").c_str());
    vips_image_set_string(image, "exif-ifd3-GPSLatitude",
                          "55/1 43/1 0/1 (55, 43, 0, Rational, 3 components, 24 bytes)");
    vips_image_set_string(image, "exif-ifd3-GPSProcessingMethod",
                          (place + " (x, Undefined, 14 components, 14 bytes)").c_str());
    vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, words.data(), words.size());
    for (auto* used : {noise, field, wide, coloured}) g_object_unref(used);
    return image;
}

std::string encoded(const Photo& photo, const char* suffix)
{
    VipsImage* image = draw(photo);
    void* bytes = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr) == 0);
    std::string made(static_cast<const char*>(bytes), size);
    g_free(bytes);
    g_object_unref(image);
    return made;
}

/// A picture of a sky: large, and small as a file.
std::string plain(int width, int height, const char* suffix)
{
    start_vips();
    VipsImage *black = nullptr, *image = nullptr;
    REQUIRE(vips_black(&black, width, height, "bands", 3, nullptr) == 0);
    REQUIRE(vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0);
    void* bytes = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr) == 0);
    std::string made(static_cast<const char*>(bytes), size);
    g_free(bytes);
    g_object_unref(black);
    g_object_unref(image);
    return made;
}

class File {
public:
    explicit File(std::string_view bytes, const std::string& name = "photo.jpg")
        : path_(std::filesystem::temp_directory_path() / ("veche-image-" + std::to_string(::getpid()) + "-" + name))
    {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~File() { std::filesystem::remove(path_); }
    Result<Pictures> made(const ImageLimits& limits = {}, const std::vector<Area>& hidden = {}) const
    {
        return make_pictures(path_, limits, maker, hidden);
    }
    std::string refusal(const ImageLimits& limits = {}) const
    {
        const auto pictures = made(limits);
        return pictures ? "" : pictures.error().message;
    }

private:
    std::filesystem::path path_;
};

struct Measured {
    int width = 0, height = 0;
    std::string fields;
};
Measured measure(const std::string& bytes)
{
    start_vips();
    VipsImage* image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr);
    REQUIRE(image);
    Measured measured{vips_image_get_width(image), vips_image_get_height(image), ""};
    char** fields = vips_image_get_fields(image);
    for (char** field = fields; *field; ++field) measured.fields += std::string(*field) + " ";
    g_strfreev(fields);
    g_object_unref(image);
    return measured;
}

std::string big_endian(std::uint32_t number)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += char(number >> shift & 0xFF);
    return bytes;
}

/// A PNG that claims to be so large and has next to nothing in it.
std::string claiming(std::uint32_t width, std::uint32_t height)
{
    const std::string head = "IHDR" + big_endian(width) + big_endian(height) + std::string("\x08\x02\x00\x00\x00", 5);
    std::uint32_t crc = 0xFFFFFFFF;
    for (const unsigned char byte : head) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    std::string png("\x89PNG\r\n\x1a\n", 8);
    png += big_endian(13) + head + big_endian(~crc);
    return png + big_endian(10) + "IDAT" + std::string("\x78\x9c\x63\x60\x00\x00\x00\x02\x00\x01", 10) + "\0\0\0\0";
}

}  // namespace

TEST_CASE("a photograph becomes four pictures of its shape, none larger than it was")
{
    for (const char* suffix : {".jpg[Q=90]", ".png", ".webp[Q=80]"}) {
        CAPTURE(suffix);
        const File file(encoded({}, suffix));
        CHECK(file.refusal() == "");
        const auto made = file.made();
        REQUIRE(made);
        const std::array<const MadeImage*, 4> all = {&made->large, &made->middle, &made->small, &made->share};
        const std::array<int, 4> widths = {1600, 800, 320, 1200};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto measured = measure(all[i]->bytes);
            CHECK(measured.width == widths[i]);
            CHECK(measured.height == widths[i] / 2);
            CHECK(all[i]->width == measured.width);
            CHECK(all[i]->height == measured.height);
        }
        CHECK(made->large.bytes.substr(8, 4) == "WEBP");
        CHECK(made->share.bytes.starts_with("\xFF\xD8\xFF"));
    }
    const auto small = File(encoded({.width = 400, .height = 300}, ".jpg")).made();
    REQUIRE(small);
    CHECK(small->large.width == 400);
    CHECK(small->share.width == 400);
    CHECK(small->small.width == 320);
}

TEST_CASE("nothing of what a camera wrote beside the pixels is left, in a WebP neither")
{
    for (const char* suffix : {".jpg", ".webp"}) {
        CAPTURE(suffix);
        const auto sent = encoded({}, suffix);
        // The test would prove nothing if the file it sends did not have them.
        REQUIRE(sent.find(camera) != std::string::npos);
        REQUIRE(sent.find(words) != std::string::npos);
        const auto made = File(sent).made();
        REQUIRE(made);
        for (const auto* picture : {&made->large, &made->middle, &made->small, &made->share}) {
            for (const auto& mark : {camera, place, words}) CHECK(picture->bytes.find(mark) == std::string::npos);
            for (const char* field : {"exif-ifd3", "exif-ifd0-Make", "xmp-data", "iptc-data", "icc-profile-data"})
                CHECK(measure(picture->bytes).fields.find(field) == std::string::npos);
        }
    }
}

TEST_CASE("a photograph taken with the telephone upright stands upright")
{
    const auto made = File(encoded({.orientation = 6}, ".jpg")).made();
    REQUIRE(made);
    CHECK(made->large.width == 800);
    CHECK(made->large.height == 1600);
    CHECK(measure(made->share.bytes).fields.find("orientation") == std::string::npos);
}

TEST_CASE("what is transparent becomes white paper")
{
    const auto made = File(encoded({.alpha = true}, ".png")).made();
    REQUIRE(made);
    CHECK(made->share.bytes.starts_with("\xFF\xD8\xFF"));
}

TEST_CASE("a photograph cut off on its way is refused, wherever it was cut")
{
    for (const char* suffix : {".jpg", ".png", ".webp"}) {
        const auto whole = encoded({.width = 900, .height = 700}, suffix);
        for (const std::size_t part : {2, 3, 10}) {
            CAPTURE(suffix);
            CAPTURE(part);
            CHECK(File(whole.substr(0, whole.size() - whole.size() / part)).refusal() == "image.broken");
        }
    }
}

TEST_CASE("a JPEG that lacks only its end marker is taken; one that lacks pixels as well is not")
{
    for (const char* suffix : {".jpg[Q=85]", ".jpg[Q=85,interlace]"}) {
        CAPTURE(suffix);
        const auto whole = encoded({.width = 900, .height = 700}, suffix);
        REQUIRE(whole.ends_with("\xFF\xD9"));
        const auto made = File(whole.substr(0, whole.size() - 2)).made();
        REQUIRE(made);
        CHECK(made->large.width == 900);
        CHECK(File(whole.substr(0, whole.size() - 1)).refusal() == "");
        for (const std::size_t missing : {200, 2'000, 20'000})
            CHECK(File(whole.substr(0, whole.size() - missing)).refusal() == "image.broken");
    }
}

TEST_CASE("a photograph of nearly sixty megapixels is taken in every format, decoded without a file")
{
    for (const char* suffix : {".webp[Q=30,effort=0]", ".jpg[Q=40,interlace]", ".png[interlace,compression=1]"}) {
        CAPTURE(suffix);
        const File file(plain(9'400, 6'300, suffix));
        CHECK(file.refusal() == "");
        const auto made = file.made();
        REQUIRE(made);
        CHECK(made->large.width == 1600);
        CHECK(std::abs(made->large.height - 1072) <= 1);
    }
    CHECK(File(plain(9'400, 6'400, ".webp[Q=30,effort=0]")).refusal() == "image.too_many_pixels");
}

TEST_CASE("a picture that claims to be enormous is refused before it is decoded")
{
    CHECK(File(claiming(60'000, 60'000)).refusal() == "image.too_many_pixels");
    CHECK(File(claiming(19'000, 19'000)).refusal() == "image.too_many_pixels");
    CHECK(File(claiming(21'000, 10)).refusal() == "image.too_many_pixels");
    CHECK(File(claiming(5'000, 5'000)).refusal() == "image.broken");
}

TEST_CASE("only JPEG, PNG and WebP are taken, whatever the name of the file says")
{
    const std::vector<std::pair<std::string, std::string>> files = {
        {"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"900\"/>", "image.not_an_image"},
        {"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image.not_an_image"},
        {"<!doctype html><script>alert(1)</script>", "image.not_an_image"},
        {"%PDF-1.7 and so on", "image.not_an_image"},
        {"II*\0 and so on as a TIFF does", "image.not_an_image"},
        {"BM and so on as a BMP does", "image.not_an_image"},
        {"\xFF\xD8\xFF\xE0 and then nonsense", "image.broken"},
        {std::string("RIFF\x20\0\0\0WEBPVP8 nonsense", 24), "image.broken"},
        {std::string("\0\0\0\x18"
                     "ftypheic\0\0\0\0mif1heic",
                     24),
         "image.heic"},
        {"GIF89a and so on", "image.animated"},
        {"", "file.empty"},
    };
    for (const auto& [bytes, message] : files) {
        CAPTURE(bytes);
        CHECK(File(bytes).refusal() == message);
    }
    CHECK(File(encoded({.width = 150, .height = 100}, ".png")).refusal() == "image.too_small");
    CHECK(make_pictures("/nowhere/photo.jpg", {}, maker).error().message == "file.missing");
}

TEST_CASE("a picture that moves is refused")
{
    VipsImage* one = draw({.width = 300, .height = 600});
    vips_image_set_int(one, VIPS_META_PAGE_HEIGHT, 200);
    const int delays[] = {100, 100, 100};
    vips_image_set_array_int(one, "delay", delays, 3);
    void* bytes = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_webpsave_buffer(one, &bytes, &size, nullptr) == 0);
    CHECK(File(std::string_view(static_cast<const char*>(bytes), size)).refusal() == "image.animated");
    g_free(bytes);
    g_object_unref(one);

    auto png = encoded({.width = 300, .height = 200}, ".png");
    png.insert(33, big_endian(8) + "acTL" + big_endian(2) + big_endian(0) + "crc.");
    CHECK(File(png).refusal() == "image.animated");
}

TEST_CASE("a photograph may use up so much and no more")
{
    const auto sent = encoded({}, ".jpg");
    CHECK(File(sent).refusal({.file_bytes = 1000}) == "image.too_large_file");
    CHECK(File(sent).refusal({.pixels = 1'000'000}) == "image.too_many_pixels");
    CHECK(File(sent).refusal({.output_bytes = 1000}) == "image.broken");
}

TEST_CASE("what a child says is believed only when it has the form of pictures")
{
    const File file(encoded({.width = 300, .height = 200}, ".jpg"));
    for (const std::string said : {"say ", "say webp 10 10 5\nRIFFx", "say webp 1700 10 0\n", "say jpg 1 1 1\nx",
                                   "say webp 10 10 99999\nRIFF", "refuse image.of_my_own", "crash"}) {
        CAPTURE(said);
        const auto path = std::filesystem::temp_directory_path() / ("veche-said-" + std::to_string(::getpid()));
        std::ofstream(path) << "x";
        CHECK(make_pictures(path, {}, {"/proc/self/exe", "misbehave", said}).error().message == "image.broken");
        std::filesystem::remove(path);
    }
}

namespace {

/// How much the pixels of a part differ from one another; the part in whole per cents.
double roughness(const std::string& bytes, const Area& area)
{
    start_vips();
    VipsImage *image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr), *part = nullptr;
    REQUIRE(image);
    const int width = vips_image_get_width(image), height = vips_image_get_height(image);
    REQUIRE(vips_extract_area(image, &part, area.left * width / 100, area.top * height / 100, area.width * width / 100,
                              area.height * height / 100, nullptr) == 0);
    double deviation = 0;
    REQUIRE(vips_deviate(part, &deviation, nullptr) == 0);
    g_object_unref(part);
    g_object_unref(image);
    return deviation;
}

}  // namespace

TEST_CASE("of a hidden area six spots are left in every form of the picture, and the rest is as it was")
{
    const File file(encoded({.width = 1500, .height = 1000}, ".jpg[Q=95]"));
    const Area face{20, 30, 10, 20}, plate{90, 95, 10, 5};
    const auto before = file.made().value(), after = file.made({}, {face, plate}).value();
    CHECK(after.large.width == before.large.width);
    CHECK(after.large.height == before.large.height);
    using Form = std::pair<const MadeImage*, const MadeImage*>;
    // The smallest form, in which noise is smooth already, is made from the middle one.
    for (const auto& [was, is] :
         {Form(&before.large, &after.large), Form(&before.middle, &after.middle), Form(&before.share, &after.share)}) {
        for (const auto& area : {face, plate}) CHECK(roughness(is->bytes, area) < roughness(was->bytes, area) / 2);
        const Area rest{40, 0, 50, 90};
        CHECK(roughness(is->bytes, rest) == doctest::Approx(roughness(was->bytes, rest)).epsilon(0.05));
    }
    CHECK(roughness(before.large.bytes, face) > 8);
    CHECK(roughness(after.large.bytes, face) < 3);
}

TEST_CASE("an area may be the whole picture, or one point of it")
{
    const File file(encoded({.width = 200, .height = 300}, ".png"));
    const auto whole = file.made({}, {{0, 0, 100, 100}}).value();
    CHECK(whole.large.height == 300);
    CHECK(roughness(whole.large.bytes, {0, 0, 100, 100}) < 8);
    const std::vector<Area> many(30, Area{99, 99, 1, 1});
    CHECK(file.made({}, many).value().large.width == 200);
}

TEST_CASE("what is no area does not reach the pixels")
{
    const File file(encoded({.width = 300, .height = 200}, ".png"));
    for (const auto& area : {Area{0, 0, 0, 10}, Area{-1, 0, 5, 5}, Area{96, 0, 5, 5}, Area{0, 2'147'483'647, 1, 1}}) {
        CHECK_FALSE(is_inside(area));
        CHECK_FALSE(file.made({}, {area}));
    }
}

}  // namespace image_test
