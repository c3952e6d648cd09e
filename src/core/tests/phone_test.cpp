#include "core/phone.hpp"

#include <doctest/doctest.h>

namespace phone_test {

using namespace veche;

namespace {

std::string folded(std::string_view raw)
{
    const auto phone = Phone::parse(raw);
    return phone ? phone->folded() : "–";
}

}  // namespace

TEST_CASE("a number is one number however it is written")
{
    for (const auto* raw : {"+7 923 123-45-67", "8 923 123 45 67", "8-923-123-45-67", "9231234567", "7 (923) 123.45.67",
                            " +7\u00A0923\u00A0123\u201345\u201367 ", "8(923)1234567", "+7923-123-4567"})
        CHECK_MESSAGE(folded(raw) == "+79231234567", raw);
    CHECK(folded("8 (384-51) 4-12-34") == "+73845141234");
    CHECK(Phone::parse("8 (384-51) 4-12-34").value().text() == "8 (384-51) 4-12-34");
}

TEST_CASE("a number of the town's own exchange is kept as it is dialled there")
{
    CHECK(folded("4-12-34") == "41234");
    CHECK(folded("412-345") == "412345");
    CHECK(folded("412-34-56") == "4123456");
    CHECK(folded("4-12") == "–");
    CHECK(folded("02") == "–");
}

TEST_CASE("an extension belongs to the number")
{
    CHECK(folded("8 (384-51) 4-12-34, доб. 12") == "+73845141234,12");
    CHECK(folded("4-12-34 (доб. 5)") == "41234,5");
    CHECK(folded("+7 923 123-45-67 ext 7") == "+79231234567,7");
    CHECK(folded("4-12-34 доб.") == "–");
    CHECK(folded("4-12-34 доб. 1234567") == "–");
    CHECK(folded("доб. 12") == "–");
}

TEST_CASE("numbers of other countries begin with + or 8 10")
{
    CHECK(folded("+375 29 123-45-67") == "+375291234567");
    CHECK(folded("8 10 375 29 123 45 67") == "+375291234567");
    CHECK(folded("+1 202 555 0123") == "+12025550123");
}

TEST_CASE("what is no number, or lacks a digit, is refused beside its field")
{
    for (const auto* raw : {"", "нет", "+7 923 123-45-6", "8 923 123-45-678", "+", "923/123",
                            "+8 923 123 45 67 89 01 23 45", "4-12-34 или 4-12-35", "12345678", "vera@yurga.example"})
        CHECK_MESSAGE(folded(raw) == "–", raw);
    CHECK(Phone::parse("нет", "tel").error().field == "tel");
    CHECK(Phone::parse("нет").error().message == "phone.wrong");
}

TEST_CASE("nobody has no number")
{
    CHECK(Phone().empty());
    CHECK(Phone() == Phone());
}

}  // namespace phone_test
