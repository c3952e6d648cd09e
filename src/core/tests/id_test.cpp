#include "core/id.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace id_test {

using namespace veche;

TEST_CASE("an id has one spelling and comes back from it")
{
    for (const std::int64_t value : {std::int64_t(0), std::int64_t(1), std::int64_t(7'000'000'000'123),
                                     std::numeric_limits<std::int64_t>::max()}) {
        CHECK(id_text(value).size() == 13);
        CHECK(parse_id_text(id_text(value)) == value);
    }
}

TEST_CASE("another spelling of the same number is not an id")
{
    const std::string text = id_text(123456789);
    CHECK_FALSE(parse_id_text(text + "0"));
    CHECK_FALSE(parse_id_text("0" + text));
    CHECK_FALSE(parse_id_text("O" + text.substr(1)));
    CHECK_FALSE(parse_id_text("zzzzzzzzzzzzz"));
    CHECK_FALSE(parse_id_text(""));
    CHECK_FALSE(parse_id_text("1"));
}

}  // namespace id_test
