#include "outside/qr.hpp"

#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <qrencode.h>

#include "core/expect.hpp"

namespace veche::outside {

namespace {

constexpr int quiet_zone = 4;  // modules
constexpr std::size_t most_bytes = 2'331;

struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::string qr_svg(std::string_view text)
{
    VECHE_EXPECT(!text.empty() && text.size() <= most_bytes);
    const std::unique_ptr<QRcode, Free> code(
        QRcode_encodeData(int(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!code) throw std::runtime_error("libqrencode could not encode the text");
    std::string path;
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1)
                path += fmt::format("M{} {}h1v1h-1z", x + quiet_zone, y + quiet_zone);
    const int side = code->width + 2 * quiet_zone;
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" shape-rendering=\"crispEdges\">"
        "<path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/><path d=\"{1}\"/></svg>",
        side, path);
}

}  // namespace veche::outside
