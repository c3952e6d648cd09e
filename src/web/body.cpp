#include <brotli/encode.h>
#include <sodium.h>
#include <zlib.h>

#include <array>

#include "core/expect.hpp"
#include "core/hex.hpp"
#include "web/response.hpp"

namespace veche::web {

namespace {

constexpr std::size_t least_to_squeeze = 256;  // bytes; below, the coding's own frame eats the gain

std::string keep_if_smaller(std::string squeezed, const std::string& plain)
{
    if (squeezed.size() >= plain.size() - plain.size() / 10) squeezed.clear();
    squeezed.shrink_to_fit();
    return squeezed;
}

std::string gzip_of(const std::string& plain, int level)
{
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;  // 16: a gzip frame instead of zlib's
    VECHE_EXPECT(deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    VECHE_EXPECT(outcome == Z_STREAM_END);
    return out;
}

std::string brotli_of(const std::string& plain, int level)
{
    std::string out(BrotliEncoderMaxCompressedSize(plain.size()), '\0');
    std::size_t size = out.size();
    const auto done = BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(),
                                            reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(done ? size : 0);
    return out;
}

std::string tag_for(const std::string& plain)
{
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                       nullptr, 0);
    return '"' + to_hex(hash) + '"';
}

}  // namespace

SharedBody make_body(std::string plain, int quality)
{
    VECHE_EXPECT(quality >= 0 && quality <= 2);
    constexpr std::array<int, 3> gzip_level{4, 6, 9};
    constexpr std::array<int, 3> brotli_level{4, 6, 11};
    auto body = std::make_shared<Body>();
    body->etag = tag_for(plain);
    if (plain.size() >= least_to_squeeze) {
        body->gzip = keep_if_smaller(gzip_of(plain, gzip_level[quality]), plain);
        if (auto brotli = brotli_of(plain, brotli_level[quality]); !brotli.empty())
            body->brotli = keep_if_smaller(std::move(brotli), plain);
    }
    body->plain = std::move(plain);
    return body;
}

}  // namespace veche::web
