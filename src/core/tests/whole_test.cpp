#include "core/whole.hpp"

#include <doctest/doctest.h>

namespace whole_test {

using namespace veche;

TEST_CASE("a whole number is digits and nothing beside them, between its bounds")
{
    CHECK(parse_whole("7", 1, 9) == 7);
    CHECK(parse_whole("1", 1, 9) == 1);
    CHECK(parse_whole("9", 1, 9) == 9);
    CHECK(parse_whole("-3", -5, 5) == -3);
    CHECK(parse_whole<std::int64_t>("9223372036854775807", 0, INT64_MAX) == INT64_MAX);
    for (const auto* text : {"", " 7", "7 ", "+7", "7.0", "0x7", "7a", "0", "10", "99999999999999999999"})
        CHECK_MESSAGE(!parse_whole(text, 1, 9), text);
    CHECK(parse_whole<int>("0") == 0);
    for (const auto* text : {"-0", "-1", "2147483648"}) CHECK_MESSAGE(!parse_whole<int>(text), text);
}

}  // namespace whole_test
