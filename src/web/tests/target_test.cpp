#include "web/target.hpp"

#include <doctest/doctest.h>

namespace target_test {

using namespace veche::web;

TEST_CASE("a path is decoded once and must be one clean address")
{
    CHECK(decode_path("/") == "/");
    CHECK(decode_path("/plan/2021") == "/plan/2021");
    CHECK(decode_path("/plan/") == "/plan/");
    CHECK(decode_path("/%D0%AE%D1%80%D0%B3%D0%B0") == "/Юрга");
    CHECK(decode_path("/a+b") == "/a+b");
    CHECK(decode_path("/%2541") == "/%41");
    CHECK(decode_path("/...") == "/...");
    for (const auto* bad :
         {"",    "plan", "//",    "/a//b",  "/%2F/a", "/./a", "/a/..",   "/%2e%2e/a", "/a/%2E", "/%",
          "/%4", "/%zz", "/a%00", "/a%5Cb", "/a\\b",  "/%FF", "/%C0%AF", "/a%0D%0Ab", "/a%09",  "/a#b"})
        CHECK_MESSAGE(!decode_path(bad), bad);
}

TEST_CASE("pairs are decoded with plus signs, in order, and bounded")
{
    CHECK(decode_pairs("a=1&b=%D0%B9+x&&c&a=2&=", 50) ==
          Pairs{{"a", "1"}, {"b", "й x"}, {"c", ""}, {"a", "2"}, {"", ""}});
    CHECK(decode_pairs("text=a%0D%0Ab", 50) == Pairs{{"text", "a\r\nb"}});
    CHECK(decode_pairs("a=b=c", 50) == Pairs{{"a", "b=c"}});
    CHECK(decode_pairs("", 0) == Pairs{});
    CHECK(decode_pairs("a&b", 2));
    CHECK_FALSE(decode_pairs("a&b&c", 2));
}

TEST_CASE("a pair that is not written as it should be is read as far as it can, and what was lost is named")
{
    std::vector<std::string> broken;
    CHECK(decode_pairs("a=%&b=%2&%g0=1&c=%00&d=%EF%BF%BE", 50, &broken) ==
          Pairs{{"a", "%"}, {"b", "%2"}, {"%g0", "1"}, {"c", ""}, {"d", ""}});
    CHECK(broken.empty());
    CHECK(decode_pairs("a=1%FF2&%ED%A0%80=1", 50, &broken) == Pairs{{"a", "1\uFFFD2"}, {"\uFFFD\uFFFD\uFFFD", "1"}});
    CHECK(broken == std::vector<std::string>{"a", "\uFFFD\uFFFD\uFFFD"});
}

TEST_CASE("cookies that are none are skipped")
{
    Pairs cookies;
    read_cookies("a=1; b = 2;c=x=y; junk; =3; \"d\"=4; e=", cookies);
    CHECK(cookies == Pairs{{"a", "1"}, {"c", "x=y"}, {"e", ""}});
    for (int i = 0; i < 100; ++i) read_cookies("n=1", cookies);
    CHECK(cookies.size() == 50);
}

TEST_CASE("a host is a name or an address, in lower case and without its port")
{
    CHECK(parse_host("Yurga.Example.RU:8080") == "yurga.example.ru");
    CHECK(parse_host("yurga.ru.") == "yurga.ru");
    CHECK(parse_host("127.0.0.1") == "127.0.0.1");
    CHECK(parse_host("[::1]:80") == "[::1]");
    CHECK(parse_host("localhost:") == "localhost");
    for (const auto* bad : {"", ".", "a b", "a/b", "a:b", "a:1:2", "[::1", "[zz]", "a@b", "a,b", "a:123456", "%61"})
        CHECK_MESSAGE(!parse_host(bad), bad);
}

TEST_CASE("only a configured proxy is believed about who asks")
{
    const std::vector<std::string> proxies{"10.0.0.1", "10.0.0.2"};
    CHECK(client_address("1.1.1.1", "2.2.2.2", proxies) == "1.1.1.1");
    CHECK(client_address("10.0.0.1", "", proxies) == "10.0.0.1");
    CHECK(client_address("10.0.0.1", "6.6.6.6, 2.2.2.2", proxies) == "2.2.2.2");
    CHECK(client_address("10.0.0.1", "6.6.6.6, 2.2.2.2, 10.0.0.2", proxies) == "2.2.2.2");
    CHECK(client_address("10.0.0.1", "2001:db8::1", proxies) == "2001:db8::1");
    CHECK(client_address("10.0.0.1", "2.2.2.2, <script>", proxies) == "10.0.0.1");
}

}  // namespace target_test
