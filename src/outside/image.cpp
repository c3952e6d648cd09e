#include "outside/image.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/errors.hpp"
#include "outside/child.hpp"
#include "outside/sandbox.hpp"

// The parent's side: starts the child and believes nothing of what it says.
namespace veche::outside {

namespace {

constexpr std::array<std::string_view, 6> refusals = {"image.not_an_image",    "image.heic",      "image.animated",
                                                      "image.too_many_pixels", "image.too_small", "image.broken"};

auto refuse_image(std::string_view message)
{
    return refuse(RefusalKind::invalid, message, "file");
}

std::optional<std::string_view> unfit(const std::filesystem::path& file, const ImageLimits& limits)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return "file.missing";
    const auto size = std::filesystem::file_size(file, error);
    if (error) return "file.missing";
    if (size == 0) return "file.empty";
    if (size > limits.file_bytes) return "image.too_large_file";
    return std::nullopt;
}

/// A number in front of `end`, which is taken away with it.
std::optional<std::size_t> take_number(std::string_view& text, char end)
{
    std::size_t number = 0;
    const auto [stop, error] =
        std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 9), number);
    if (error != std::errc() || stop == text.data() + text.size() || *stop != end) return std::nullopt;
    text.remove_prefix(std::size_t(stop - text.data()) + 1);
    return number;
}

bool looks_like(const MadeImage& image)
{
    const std::string_view bytes = image.bytes;
    if (image.format == ImageFormat::jpeg) return bytes.starts_with("\xFF\xD8\xFF") && bytes.ends_with("\xFF\xD9");
    return bytes.size() > 16 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

/// The next picture of the child's output: of this format, its sides at most `most`.
std::optional<MadeImage> take_picture(std::string_view& said, ImageFormat format, std::size_t most)
{
    const std::string head = std::string(extension_of(format)) + " ";
    if (!said.starts_with(head)) return std::nullopt;
    said.remove_prefix(head.size());
    const auto width = take_number(said, ' '), height = take_number(said, ' '), size = take_number(said, '\n');
    if (!width || !height || !size || *size > said.size()) return std::nullopt;
    if (*width < 1 || *height < 1 || *width > most || *height > most) return std::nullopt;
    MadeImage image{format, int(*width), int(*height), std::string(said.substr(0, *size))};
    said.remove_prefix(*size);
    if (!looks_like(image)) return std::nullopt;
    return image;
}

std::optional<Pictures> pictures_of(std::string_view said)
{
    auto large = take_picture(said, ImageFormat::webp, 1600);
    auto middle = large ? take_picture(said, ImageFormat::webp, 800) : std::nullopt;
    auto small = middle ? take_picture(said, ImageFormat::webp, 320) : std::nullopt;
    auto share = small ? take_picture(said, ImageFormat::jpeg, 1200) : std::nullopt;
    if (!share || !said.empty()) return std::nullopt;
    return Pictures{std::move(*large), std::move(*middle), std::move(*small), std::move(*share)};
}

}  // namespace

bool is_inside(const Area& area)
{
    // Each number is bounded first: a sum of two large ones would be negative.
    const auto fits = [](int number) { return number >= 0 && number <= 100; };
    return fits(area.left) && fits(area.top) && fits(area.width) && fits(area.height) && area.width > 0 &&
           area.height > 0 && area.left + area.width <= 100 && area.top + area.height <= 100;
}

std::string_view extension_of(ImageFormat format)
{
    return format == ImageFormat::webp ? "webp" : "jpg";
}

Result<Pictures> make_pictures(const std::filesystem::path& file, const ImageLimits& limits,
                               const std::vector<std::string>& program, const std::vector<Area>& hidden)
{
    if (const auto message = unfit(file, limits)) return refuse_image(*message);
    auto arguments = program;
    arguments.push_back(std::filesystem::absolute(file).string());
    for (const auto number : {limits.pixels, std::int64_t(limits.side), std::int64_t(limits.least_side)})
        arguments.push_back(std::to_string(number));
    for (const auto& area : hidden)
        for (const int number : {area.left, area.top, area.width, area.height})
            arguments.push_back(std::to_string(number));
    const auto child = run_child(arguments, {.memory_bytes = limits.memory_bytes,
                                             .cpu_seconds = limits.seconds,
                                             .wall_seconds = 2 * limits.seconds,
                                             .output_bytes = limits.output_bytes,
                                             .threads = true});
    if (child.end == ChildResult::End::out_of_time) return refuse_image("image.too_slow");
    if (child.end != ChildResult::End::exited) return refuse_image("image.broken");
    if (child.exit_code == exit_cannot_work) throw Unavailable("libvips or the sandbox cannot be used");
    if (child.exit_code == 3) {
        const auto known = std::ranges::find(refusals, child.output);
        return refuse_image(known == refusals.end() ? "image.broken" : *known);
    }
    auto pictures = child.exit_code == 0 ? pictures_of(child.output) : std::nullopt;
    if (!pictures) return refuse_image("image.broken");
    return std::move(*pictures);
}

}  // namespace veche::outside
