#include "core/email.hpp"

#include <doctest/doctest.h>

#include "core/letters.hpp"
#include "core/punycode.hpp"

namespace email_test {

using namespace veche;

namespace {

std::string folded(std::string_view raw)
{
    return Email::parse(raw).value().folded();
}

}  // namespace

TEST_CASE("an address in .рф is one mailbox, in its own letters and in those of machines")
{
    CHECK(folded("ivan@почта.рф") == folded("Ivan@XN--80A1ACNY.xn--p1ai"));
    CHECK(folded("ivan@почта.рф") == folded("ivan@ПОЧТА.xn--p1ai"));
    CHECK(folded("ivan@край.рф") == folded("ivan@краи\u0306.рф"));
    CHECK(folded("ivan@почта.рф") == "ivan@почта.рф");
    CHECK(Email::parse("ivan@xn--80a1acny.xn--p1ai").value() == Email::parse("ivan@почта.рф").value());
    // What is kept as folded reads as itself again.
    CHECK(folded(folded("ivan@xn--80a1acny.xn--p1ai")) == folded("ivan@почта.рф"));
    CHECK(Email::parse("Иван@Почта.РФ").value().text() == "Иван@почта.рф");
    CHECK(Email::parse("Иван@почта.рф").value().domain() == "почта.рф");
}

TEST_CASE("ё and е make two domains of two owners")
{
    CHECK(Email::parse("ivan@Ёлка.рф").value().text() == "ivan@ёлка.рф");
    CHECK(folded("ivan@ёлка.рф") != folded("ivan@елка.рф"));
    CHECK(folded("ivan@е\u0308лка.рф") == folded("ivan@ёлка.рф"));
}

TEST_CASE("labels that only look encoded stay as they are")
{
    for (const std::string_view odd : {"ivan@xn--.example", "ivan@xn--a.example", "ivan@xn--99999999.example",
                                       "ivan@xn--mail-.example", "ivan@xn--80a1acny-.example"}) {
        const auto email = Email::parse(odd);
        if (email) CHECK_MESSAGE(email->folded() == odd, odd);
    }
}

TEST_CASE("the examples of RFC 3492 decode, and no bytes break the reader")
{
    CHECK(decode_punycode("b1abfaaepdrnnbgefbadotcwatmq2g4l") == code_points("почемужеонинеговорятпорусски"));
    CHECK(decode_punycode("5uhug") == U"ⓚⓤⓦ");
    CHECK(decode_punycode("3-") == std::nullopt);
    const std::string alphabet = "abz09-A\xD0";
    for (const char a : alphabet)
        for (const char b : alphabet)
            for (const char c : alphabet)
                for (const char d : alphabet) decode_punycode(std::string{a, b, c, d, d, c, b, a, '9', '9', '9', '9'});
}

}  // namespace email_test
