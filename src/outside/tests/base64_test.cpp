#include "outside/base64.hpp"

#include <doctest/doctest.h>

#include "outside/digest.hpp"

namespace base64_test {

using namespace veche::outside;

TEST_CASE("base 64 is that of RFC 4648, and of addresses without what they have to escape")
{
    CHECK(to_base64("") == "");
    CHECK(to_base64("f") == "Zg==");
    CHECK(to_base64("foobar") == "Zm9vYmFy");
    CHECK(to_base64("\xFB\xFF") == "+/8=");
    CHECK(to_base64_url("\xFB\xFF") == "-_8");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all += static_cast<char>(byte);
        CHECK(from_base64(to_base64(all)) == all);
        CHECK(from_base64_url(to_base64_url(all)) == all);
    }
    for (const auto* wrong : {"Zg", "Zg=", "Zg== ", "Z g=", "Zh==", "-_8=", "Zg==Zg=="})
        CHECK_MESSAGE(!from_base64(wrong), wrong);
    for (const auto* wrong : {"Zg==", "+/8", "Z", "-_9"}) CHECK_MESSAGE(!from_base64_url(wrong), wrong);
}

TEST_CASE("a digest is the same however its bytes came, and of nothing too (FIPS 180-2)")
{
    CHECK(digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(digest_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(Digest().add("a").add("").add("bc").hex() == digest_of("abc"));
    CHECK(digest_of("abc").size() == Digest::letters);
}

}  // namespace base64_test
