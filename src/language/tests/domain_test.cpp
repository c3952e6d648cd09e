#include "language/domain.hpp"

#include <doctest/doctest.h>

#include <utility>

namespace domain_test {

using namespace veche::language;

TEST_CASE("a name in .рф has one form for machines, whatever its letters are made of")
{
    const std::pair<std::string_view, std::string_view> names[] = {
        {"почта.рф", "xn--80a1acny.xn--p1ai"},
        {"Почта.РФ", "xn--80a1acny.xn--p1ai"},
        {"почта.xn--p1ai", "xn--80a1acny.xn--p1ai"},
        {"край.рф", "xn--80asby.xn--p1ai"},
        {"краи\u0306.рф", "xn--80asby.xn--p1ai"},  // й of two code points
        {"ёлка.рф", "xn--80atc1g.xn--p1ai"},
        {"mail.Юрга.example", "mail.xn--80af2b1c.example"},
        {"Mail.Example", "mail.example"},
    };
    for (const auto& [typed, ascii] : names) CHECK_MESSAGE(ascii_domain(typed) == std::string(ascii), typed);
    CHECK(ascii_domain("ёлка.рф") != ascii_domain("елка.рф"));
}

TEST_CASE("what no host can be called has no form for machines")
{
    std::string long_label;
    for (int i = 0; i < 60; ++i) long_label += "щ";
    for (const std::string& bad :
         {std::string("по чта.рф"), std::string("-почта.рф"), std::string("почта-.рф"), std::string("почта..рф"),
          long_label + ".рф", std::string("поч\u200dта.рф"), std::string("почта_1.рф"), std::string("почта.рф/x")})
        CHECK_MESSAGE(!ascii_domain(bad).has_value(), bad);
}

TEST_CASE("people read a name in its own letters, and nonsense stays as it is")
{
    CHECK(readable_domain("xn--80a1acny.xn--p1ai") == "почта.рф");
    CHECK(readable_domain("mail.example") == "mail.example");
    CHECK(readable_domain("почта.рф") == "почта.рф");
    CHECK(readable_domain("xn--zzzzzz99999.example") == "xn--zzzzzz99999.example");
    CHECK(readable_domain("xn--80a1acny.xn--p1ai:8080") == "xn--80a1acny.xn--p1ai:8080");
}

}  // namespace domain_test
