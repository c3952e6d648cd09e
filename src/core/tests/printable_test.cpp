#include "core/printable.hpp"

#include <doctest/doctest.h>

#include <string>

using veche::printable;

TEST_CASE("what no document may carry is left out of a text, and nothing else")
{
    const std::string clean = "Ёлка № 1\t«ДК»\r\n\u00A0😀 \uFFFD é";
    CHECK(printable(clean) == clean);
    CHECK(printable(std::string("а\0б", 5)) == "аб");
    CHECK(printable("а\x01\x08\x0B\x0C\x1F\x7F\u0085б") == "аб");
    CHECK(printable("а\uFFFE\uFFFF\uFDD0\uFDEF\U0001FFFE\U0010FFFFб") == "аб");
    CHECK(printable("\xEF\xB7\x8F|\xEF\xB7\xB0") == "\xEF\xB7\x8F|\xEF\xB7\xB0");  // the neighbours of U+FDD0..U+FDEF
}

TEST_CASE("bytes that are no UTF-8 are left out, the letters around them stay")
{
    CHECK(printable("а\xFF\xC0\xAFб") == "аб");
    CHECK(printable("а\xED\xA0\x80б") == "аб");      // a surrogate
    CHECK(printable("а\xF4\x90\x80\x80б") == "аб");  // beyond Unicode
    CHECK(printable("а\xE0\x80\xAFб") == "аб");      // written too long
    CHECK(printable("а\xD0") == "а");
    CHECK(printable("").empty());
}
