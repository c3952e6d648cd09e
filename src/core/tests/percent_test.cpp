#include "core/percent.hpp"

#include <doctest/doctest.h>

namespace percent_test {

using veche::percent_encoded;

TEST_CASE("all but unreserved characters are escaped in a query value")
{
    CHECK(percent_encoded("") == "");
    CHECK(percent_encoded("azAZ09-._~") == "azAZ09-._~");
    CHECK(percent_encoded("/office?a=1&b=2#c") == "%2Foffice%3Fa%3D1%26b%3D2%23c");
    CHECK(percent_encoded("май +%") == "%D0%BC%D0%B0%D0%B9%20%2B%25");
    for (int byte = 0; byte < 256; ++byte) {
        const auto text = percent_encoded(std::string(1, char(byte)));
        CHECK((text.size() == 1 || text.size() == 3));
        CHECK(text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~%") ==
              std::string::npos);
    }
}

}  // namespace percent_test
