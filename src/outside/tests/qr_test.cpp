#include "outside/qr.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

namespace qr_test {

using veche::outside::qr_svg;

TEST_CASE("a QR code is a whole SVG document with the quiet zone of four modules")
{
    // 21 modules is the smallest code; with the quiet zone 29.
    const auto svg = qr_svg("A");
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\""));
    CHECK(svg.ends_with("</svg>"));
    // The finder pattern begins right after the zone, and nothing is drawn within it.
    CHECK(svg.find("M4 4h1v1h-1z") != std::string::npos);
    CHECK(svg.find("M3 ") == std::string::npos);
    CHECK(svg.find("M25 ") == std::string::npos);
}

TEST_CASE("a QR code says nothing of the text in its markup, whatever the text holds")
{
    const auto svg = qr_svg("otpauth://totp/<script>&\"'?secret=ABC");
    CHECK(svg.find("script") == std::string::npos);
    CHECK(svg.find("secret") == std::string::npos);
}

TEST_CASE("a QR code takes 2,331 bytes and refuses more, and nothing at all")
{
    CHECK(qr_svg(std::string(2'331, 'a')).ends_with("</svg>"));
    CHECK_THROWS(qr_svg(std::string(2'332, 'a')));
    CHECK_THROWS(qr_svg(""));
}

}  // namespace qr_test
