#include "core/hex.hpp"

#include <doctest/doctest.h>

namespace hex_test {

using namespace veche;

TEST_CASE("bytes are two lower-case digits each, and are read in either case")
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    CHECK(to_hex(all.substr(0, 3)) == "000102");
    CHECK(to_hex(all.substr(253)) == "fdfeff");
    CHECK(to_hex("") == "");
    CHECK(from_hex(to_hex(all)) == all);
    CHECK(from_hex("0aFf") == std::string("\x0A\xFF"));
    CHECK(from_hex("") == "");
    for (const auto* wrong : {"0", "0g", "g0", "000", "0x", " 0", "0-"}) CHECK_MESSAGE(!from_hex(wrong), wrong);
}

TEST_CASE("what we wrote ourselves is lower case and as long as it was")
{
    CHECK(is_hex("00ff", 4));
    CHECK(is_hex("", 0));
    for (const auto* wrong : {"00f", "00fff", "00fF", "00fg", "0 ff"}) CHECK_MESSAGE(!is_hex(wrong, 4), wrong);
}

}  // namespace hex_test
