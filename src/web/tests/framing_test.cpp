#include "web/framing.hpp"

#include <doctest/doctest.h>

#include <string>

namespace framing_test {

using namespace veche::web;

namespace {

/// As the server does it: find the end, then judge. -1: the end has not come.
int judge(const std::string& bytes, Head& head, const HeadLimits& limits = {})
{
    HeadScanner scanner(limits);
    const auto found = scanner.scan(bytes);
    if (found.refusal) return found.refusal;
    if (!found.size) return -1;
    return parse_head(std::string_view(bytes).substr(0, found.size), limits, head);
}

int judge(const std::string& bytes, const HeadLimits& limits = {})
{
    Head head;
    return judge(bytes, head, limits);
}

int judge_fields(const std::string& fields, const std::string& line = "POST / HTTP/1.1")
{
    return judge(line + "\r\nHost: a\r\n" + fields + "\r\n");
}

}  // namespace

TEST_CASE("a plain request is understood")
{
    Head head;
    const std::string bytes =
        "POST /a?b=c HTTP/1.1\r\nhost: Town.test:80\r\nContent-Length:  5 \r\nX: \r\nConnection: close\r\n\r\n";
    CHECK(judge(bytes, head) == 0);
    CHECK(head.method == Method::post);
    CHECK(head.target == "/a?b=c");
    CHECK(head.host == "Town.test:80");
    CHECK(head.content_length == 5);
    CHECK(head.has_body());
    CHECK_FALSE(head.keep_alive);
    REQUIRE(head.field("x"));
    CHECK(head.field("X")->empty());
}

TEST_CASE("a head is found whatever the pieces it comes in")
{
    const std::string bytes = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const HeadLimits limits;
    HeadScanner scanner(limits);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto found = scanner.scan(std::string_view(bytes).substr(0, size));
        CHECK(found.size == 0);
        CHECK(found.refusal == 0);
    }
    CHECK(scanner.scan(bytes).size == bytes.size());
}

TEST_CASE("a message that two programs could frame differently is refused")
{
    CHECK(judge_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") == 400);
    CHECK(judge_fields("Content-Length: 5\r\nContent-Length: 5\r\n") == 400);
    CHECK(judge_fields("Content-Length: 5, 5\r\n") == 400);
    CHECK(judge_fields("Content-Length: +5\r\n") == 400);
    CHECK(judge_fields("Content-Length: -1\r\n") == 400);
    CHECK(judge_fields("Content-Length: 0x5\r\n") == 400);
    CHECK(judge_fields("Content-Length: \r\n") == 400);
    CHECK(judge_fields("Content-Length: 9999999999999999999\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: xchunked\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: gzip, chunked\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: chunked\r\n , identity\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding:\r\n") == 400);
    CHECK(judge_fields("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0") == 400);
    CHECK(judge_fields("Transfer-Encoding: CHUNKED\r\n") == 0);
    CHECK(judge_fields("Content-Length: 5\r\n", "GET / HTTP/1.1") == 400);
}

TEST_CASE("header lines have one shape")
{
    CHECK(judge_fields("Name : x\r\n") == 400);
    CHECK(judge_fields(" Folded: x\r\n") == 400);
    CHECK(judge_fields("X: a\r\n\tb\r\n") == 400);
    CHECK(judge_fields(": x\r\n") == 400);
    CHECK(judge_fields("no colon\r\n") == 400);
    CHECK(judge_fields("X: a\nY: b\r\n") == 400);
    CHECK(judge_fields("X: a\rb\r\n") == 400);
    CHECK(judge_fields(std::string("X: a\0b\r\n", 8)) == 400);
    CHECK(judge_fields("X: a\x01\r\n") == 400);
    CHECK(judge_fields("X: a\x7f\r\n") == 400);
    CHECK(judge_fields("X: \xff\xfe\r\n") == 400);
    CHECK(judge_fields("X: \xd0\x90\r\n") == 0);
    CHECK(judge("GET / HTTP/1.1\nHost: a\n\n") == 400);
}

TEST_CASE("a request names exactly one host")
{
    CHECK(judge("GET / HTTP/1.1\r\nX: a\r\n\r\n") == 400);
    CHECK(judge("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(judge("GET / HTTP/1.0\r\n\r\n") == 400);
    CHECK(judge("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("the request line is method, origin form and a version we speak")
{
    const auto line = [](const std::string& text) { return judge(text + "\r\nHost: a\r\n\r\n"); };
    CHECK(line("HEAD / HTTP/1.0") == 0);
    CHECK(line("GET http://other/ HTTP/1.1") == 400);
    CHECK(line("OPTIONS * HTTP/1.1") == 400);
    CHECK(line("GET / b HTTP/1.1") == 400);
    CHECK(line("GET /") == 400);
    CHECK(line("GET  / HTTP/1.1") == 400);
    CHECK(line(" GET / HTTP/1.1") == 400);
    CHECK(line("GET / http/1.1") == 400);
    CHECK(line("GET / HTTP/1.10") == 400);
    CHECK(line("GET / HTTP/2.0") == 505);
    CHECK(line("GET / HTTP/0.9") == 505);
    CHECK(line("PUT / HTTP/1.1") == 405);
    CHECK(line("DELETE / HTTP/1.1") == 405);
    CHECK(line("get / HTTP/1.1") == 501);
    CHECK(line("BREW / HTTP/1.1") == 501);
    CHECK(line("GE(T / HTTP/1.1") == 400);
    CHECK(line("GET /\xd0\x90 HTTP/1.1") == 400);
    CHECK(judge("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(judge("\x16\x03\x01\x02") == 400);
}

TEST_CASE("heads are bounded in bytes, lines and target")
{
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 99; ++i) many += "A: b\r\n";
    CHECK(judge(many + "\r\n") == 0);
    CHECK(judge(many + "A: b\r\n\r\n") == 431);
    CHECK(judge("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'x')) == 431);
    CHECK(judge("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n") == 431);
    CHECK(judge("GET /" + std::string(8 * 1024, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
    CHECK(judge("GET /" + std::string(9 * 1024, 'x')) == 414);
    CHECK(judge("GET /" + std::string(8 * 1024 - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 0);
}

TEST_CASE("connections stay open as each version of the protocol says")
{
    const auto kept = [](const std::string& version, const std::string& fields) {
        Head head;
        CHECK(judge("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n", head) == 0);
        return head.keep_alive;
    };
    CHECK(kept("1.1", ""));
    CHECK_FALSE(kept("1.1", "Connection: TE, Close\r\n"));
    CHECK_FALSE(kept("1.0", ""));
    CHECK(kept("1.0", "Connection: Keep-Alive\r\n"));
}

TEST_CASE("only 100-continue can be expected of us")
{
    CHECK(judge_fields("Content-Length: 5\r\nExpect: 100-Continue\r\n") == 0);
    CHECK(judge_fields("Content-Length: 5\r\nExpect: tea\r\n") == 417);
}

}  // namespace framing_test
