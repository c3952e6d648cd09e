#include "app/mailbox.hpp"

#include <doctest/doctest.h>

#include <string>

namespace mailbox_test {

using namespace veche;
using namespace veche::app;

TEST_CASE("one mailbox has one spelling of its domain: letters go to no disguise of it")
{
    for (const std::string disguised :
         {"victim@\uFF4Dail.ru", "victim@m\u034Fail.ru", "victim@post.mail\u3002ru", "victim@mail.r\u1D58",
          "victim@ma\U000E0100il.ru", "victim@\U0001D426ail.ru", "victim@по\u034Fчта.рф"}) {
        const auto email = Email::parse(disguised);
        CHECK_MESSAGE((!email || !address_for_servers(*email)), disguised);
    }
    const std::pair<std::string, std::string> same[] = {
        {"victim@mail.ru", "victim@mail.ru"},
        {"Victim@MAIL.ru", "Victim@mail.ru"},
        {"иван@Почта.РФ", "иван@xn--80a1acny.xn--p1ai"},
        {"ivan@xn--80a1acny.xn--p1ai", "ivan@xn--80a1acny.xn--p1ai"},
        {"ivan@почта.xn--p1ai", "ivan@xn--80a1acny.xn--p1ai"},
        {"ivan@краи\u0306.рф", "ivan@xn--80asby.xn--p1ai"},
        {"ivan@е\u0308лка.рф", "ivan@xn--80atc1g.xn--p1ai"},
        {"ivan@ёлка.рф", "ivan@xn--80atc1g.xn--p1ai"},
        {"ivan@straße.example", "ivan@xn--strae-oqa.example"},
    };
    for (const auto& [typed, heard] : same) {
        const auto to = address_for_servers(Email::parse(typed).value());
        REQUIRE_MESSAGE(to.has_value(), typed);
        CHECK(to->text() == heard);
    }
}

}  // namespace mailbox_test
