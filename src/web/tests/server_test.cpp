#include "web/server.hpp"

#include <doctest/doctest.h>

#include <brotli/decode.h>

#include <mutex>
#include <vector>

#include "web/tests/client.hpp"
#include "web/tests/house.hpp"

namespace server_test {

using namespace veche::web;
using namespace veche::web::testing;

namespace {

std::string request(const std::string& line, const std::string& fields = "", const std::string& body = "")
{
    return line + " HTTP/1.1\r\nHost: Town.test:8080\r\n" + fields + "\r\n" + body;
}

std::string form_post(const std::string& path, const std::string& body, const std::string& fields = "")
{
    return request("POST " + path,
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) +
                       "\r\n" + fields,
                   body);
}

std::string chunked(const std::string& body, std::size_t size)
{
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += size) {
        const auto piece = body.substr(at, size);
        char head[32];
        std::snprintf(head, sizeof head, "%zx\r\n", piece.size());
        out += head + piece + "\r\n";
    }
    return out + "0\r\n\r\n";
}

}  // namespace

TEST_CASE("a page is answered with its length, a date and nothing about the program")
{
    House house;
    Client client(house.port());
    const auto answer = client.ask(request("GET /a%20b?q=1"));
    CHECK(answer.status == 200);
    CHECK(answer.head.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.body == "hello /a b");
    CHECK(answer.header("content-length") == "10");
    CHECK(answer.header("date").ends_with(" GMT"));
    CHECK_FALSE(answer.has("server"));
    CHECK_FALSE(answer.has("connection"));
    CHECK(client.ask(request("GET /again")).body == "hello /again");
    CHECK(house.server().figures().requests == 2);
    CHECK(house.server().figures().connections == 1);
    CHECK(house.server().figures().bytes_out > 100);
}

TEST_CASE("HEAD has the headers of GET and no body, on both ways through the server")
{
    House house;
    Client client(house.port());
    for (const auto* path : {"/page", "/ready"}) {
        const auto whole = client.ask(request(std::string("GET ") + path));
        const auto head = client.ask(request(std::string("HEAD ") + path), true);
        CHECK(head.status == 200);
        CHECK(head.header("content-length") == whole.header("content-length"));
        CHECK(head.header("content-type") == whole.header("content-type"));
        CHECK(head.header("etag") == whole.header("etag"));
    }
    CHECK(client.ask(request("GET /end")).body == "hello /end");
}

TEST_CASE("pipelined requests are answered in their order, slow ones too")
{
    House house;
    Client client(house.port());
    client.send(request("GET /1") + request("GET /slow") + request("GET /ready") + form_post("/echo", "a=1") +
                request("GET /5"));
    CHECK(client.answer().body == "hello /1");
    house.gate = true;
    CHECK(client.answer().body.size() == house.page->plain.size());
    CHECK(client.answer().body == house.page->plain);
    CHECK(client.answer().body.ends_with("form a=1\n"));
    CHECK(client.answer().body == "hello /5");
}

TEST_CASE("a request may come byte by byte")
{
    House house;
    Client client(house.port());
    for (const char c : form_post("/echo", "name=value")) client.send(std::string(1, c));
    CHECK(client.answer().body.ends_with("form name=value\n"));
}

TEST_CASE("a body coding is chosen by the client's wish and has its own tag")
{
    House house;
    Client client(house.port());
    const auto& page = *house.page;
    REQUIRE_FALSE(page.gzip.empty());
    REQUIRE_FALSE(page.brotli.empty());
    const auto ask = [&](const std::string& accept) {
        return client.ask(request("GET /ready", "Accept-Encoding: " + accept + "\r\n"));
    };
    CHECK(ask("gzip, deflate, br").body == page.brotli);
    CHECK(ask("gzip, br;q=0.5").body == page.gzip);
    CHECK(ask("gzip;q=0, *").body == page.brotli);
    CHECK(ask("*;q=0.1").body == page.brotli);
    CHECK(ask("br;q=0, gzip;q=0.001").body == page.gzip);
    CHECK(ask("identity, gzip;q=0.5").body == page.plain);
    CHECK(ask("deflate").body == page.plain);
    CHECK(ask("br;q=x").body == page.plain);
    const auto brotli = ask("br");
    CHECK(brotli.header("content-encoding") == "br");
    CHECK(brotli.header("vary") == "accept-encoding");
    CHECK(brotli.header("etag") != ask("gzip").header("etag"));
    CHECK(ask("gzip").header("etag") != client.ask(request("GET /ready")).header("etag"));
    std::string plain(page.plain.size(), '\0');
    std::size_t size = plain.size();
    CHECK(BrotliDecoderDecompress(brotli.body.size(), reinterpret_cast<const std::uint8_t*>(brotli.body.data()), &size,
                                  reinterpret_cast<std::uint8_t*>(plain.data())) == BROTLI_DECODER_RESULT_SUCCESS);
    CHECK(plain == page.plain);
}

TEST_CASE("a page the client has already is answered with 304")
{
    House house;
    Client client(house.port());
    const auto first = client.ask(request("GET /ready", "Accept-Encoding: gzip\r\n"));
    const auto tag = first.header("etag");
    const auto ask = [&](const std::string& tags, const std::string& accept = "gzip",
                         const std::string& line = "GET /ready") {
        return client.ask(request(line, "Accept-Encoding: " + accept + "\r\nIf-None-Match: " + tags + "\r\n"),
                          line[0] == 'H');
    };
    const auto answer = ask(tag);
    CHECK(answer.status == 304);
    CHECK(answer.header("etag") == tag);
    CHECK(answer.header("cache-control") == "max-age=60");
    CHECK(answer.header("vary") == "accept-encoding");
    CHECK_FALSE(answer.has("content-type"));
    CHECK_FALSE(answer.has("content-length"));
    CHECK(ask("W/" + tag).status == 304);
    CHECK(ask("\"other\", " + tag).status == 304);
    CHECK(ask("*").status == 304);
    CHECK(ask(tag, "gzip", "HEAD /ready").status == 304);
    CHECK(ask("\"other\"").status == 200);
    CHECK(ask(tag, "br").status == 200);
}

TEST_CASE("HTTP/1.0 clients and those that wish it are let go after the answer")
{
    House house;
    Client old(house.port());
    CHECK(old.ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n").header("connection") == "close");
    CHECK(old.ended());
    Client kept(house.port());
    CHECK(kept.ask("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").header("connection") == "keep-alive");
    CHECK(kept.ask(request("GET /", "Connection: close\r\n")).header("connection") == "close");
    CHECK(kept.ended());
}

TEST_CASE("forms, queries and cookies arrive decoded")
{
    House house({.proxies = {"127.0.0.1"}});
    Client client(house.port());
    const auto body = client
                          .ask(form_post("/echo?q=%D0%B9+1&q=2", "title=%D0%AE%D1%80%D0%B3%D0%B0&empty=",
                                         "Cookie: a=1; b=2\r\nX-Forwarded-For: 6.6.6.6, 2.2.2.2\r\n"))
                          .body;
    CHECK(body ==
          "/echo|town.test|2.2.2.2\nquery q=й 1\nquery q=2\nform title=Юрга\nform empty=\ncookie a=1\ncookie b=2\n");
    CHECK(client.ask(request("POST /echo")).status == 200);
    CHECK(client.ask(form_post("/echo", "")).status == 200);
}

TEST_CASE("a form with control characters or broken bytes keeps what was written")
{
    House house;
    Client client(house.port());
    const auto said = [&](const std::string& body) { return client.ask(form_post("/echo", body)).body; };
    // U+000B is how word processors break a line; nobody typed U+0000, U+FFFF or U+FDD0.
    CHECK(said("why=%D1%80%D0%B0%D0%B7%0B%D0%B4%D0%B2%D0%B0").ends_with("form why=раз\nдва\n"));
    CHECK(said("a=1%00%07%EF%BF%BF%EF%B7%90%F0%9F%BF%BE2").ends_with("form a=12\n"));
    CHECK(said("a=100%&b=5%z").ends_with("form a=100%\nform b=5%z\n"));
    const auto broken = said("a=%CF%EB%E0%ED&b=%ED%A0%80&c=fine");
    CHECK(broken.find("form c=fine\n") != std::string::npos);
    CHECK(broken.ends_with("broken form a\nbroken form b\n"));
    CHECK(said("a=1").find("broken") == std::string::npos);
    const auto query = client.ask(request("GET /echo?q=%F4%F3&x=100%")).body;
    CHECK(query.find("query x=100%\n") != std::string::npos);
    CHECK(query.ends_with("broken query q\n"));
}

TEST_CASE("a chunked form is read to its end, extensions and trailers aside")
{
    House house;
    Client client(house.port());
    const auto head =
        request("POST /echo", "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n");
    CHECK(client.ask(head + chunked("a=1&b=2", 3)).body.ends_with("form a=1\nform b=2\n"));
    CHECK(client.ask(head + "3;x=y\r\na=1\r\n0\r\nX-Sum: 1\r\n\r\n").body.ends_with("form a=1\n"));
    CHECK(client.ask(request("GET /next")).body == "hello /next");
    for (const auto* broken :
         {"z\r\n", "3\r\na=1x\r\n", "3 \n", "fffffffffffffffff\r\n", "-1\r\n", "0\r\nbad trailer\r\n\r\n"}) {
        Client rude(house.port());
        const auto status = rude.ask(head + broken + "\r\n0\r\n\r\n").status;
        CHECK_MESSAGE((status == 400 || status == 413), broken);
    }
}

TEST_CASE("a file is streamed to its own temporary file and gone with the request")
{
    House house({}, {.bytes = 30'000'000, .uploads = true});
    Client client(house.port());
    const std::string before =
        "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nпривет\r\n--XX\r\nContent-Disposition: "
        "form-data; "
        "name=\"none\"; filename=\"\"\r\n\r\n\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"C:\\план.xlsx\"\r\n\r\n";
    const std::string after = "\r\n--XX--\r\n";
    const std::string type = "Content-Type: multipart/form-data; boundary=XX\r\n";
    const std::string small = before + "content" + after;
    const auto answer =
        client.ask(request("POST /echo", type + "Content-Length: " + std::to_string(small.size()) + "\r\n", small));
    CHECK(answer.body.ends_with("form note=привет\nfile file=план.xlsx 7 7 384 content\n"));
    CHECK(house.files() == 0);

    client.send(request("POST /echo", type + "Transfer-Encoding: chunked\r\n"));
    char size[32];
    const std::string piece(64 * 1024, '\r');
    std::snprintf(size, sizeof size, "%zx\r\n", before.size());
    client.send(size + before + "\r\n");
    for (int i = 0; i < 320; ++i) client.send("10000\r\n" + piece + "\r\n");
    std::snprintf(size, sizeof size, "%zx\r\n", after.size());
    client.send(size + after + "\r\n0\r\n\r\n");
    CHECK(client.answer().body.find("file file=план.xlsx 20971520 20971520 384 ") != std::string::npos);
    CHECK(house.files() == 0);
}

TEST_CASE("an upload that breaks off leaves no file behind")
{
    House house({}, {.bytes = 30'000'000, .uploads = true});
    {
        Client client(house.port());
        client.send(request("POST /echo",
                            "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: 100000\r\n",
                            "--XX\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nhalf"));
        while (house.files() == 0) std::this_thread::yield();
    }
    while (house.server().figures().connections > 0) std::this_thread::yield();
    CHECK(house.files() == 0);
}

TEST_CASE("a body is invited by 100-continue only when it will be read")
{
    House house({}, {.bytes = 10});
    Client client(house.port());
    const std::string fields =
        "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: ";
    CHECK(client.ask(request("POST /echo", fields + "3\r\n")).status == 100);
    CHECK(client.ask("a=1").body.ends_with("form a=1\n"));
    CHECK(client.ask(request("POST /echo", fields + "11\r\n")).status == 413);
    CHECK(client.ended());
}

TEST_CASE("a header that the program must not send becomes an error, not a second answer")
{
    House house;
    Client client(house.port());
    const auto answer = client.ask(request("GET /split"));
    CHECK(answer.status == 500);
    CHECK_FALSE(answer.has("set-cookie"));
    Client other(house.port());
    CHECK(other.ask(request("GET /throw")).status == 500);
}

TEST_CASE("draining lets running answers finish and turns others away")
{
    House house;
    std::vector<Client> busy;
    for (int i = 0; i < 6; ++i) busy.emplace_back(house.port()).send(request("GET /slow"));
    Client idle(house.port());
    CHECK(idle.ask(request("GET /")).status == 200);
    while (house.waiting < 6) std::this_thread::yield();

    std::thread draining([&] { house.server().drain(); });
    CHECK(idle.ended());
    while (Client(house.port()).connected()) std::this_thread::yield();
    house.gate = true;
    for (auto& client : busy) {
        const auto answer = client.answer();
        CHECK(answer.status == 200);
        CHECK(answer.header("connection") == "close");
        CHECK(answer.body == house.page->plain);
    }
    draining.join();
    CHECK(house.server().figures().connections == 0);
    house.server().drain();
    house.server().start();
    Client again(house.port());
    CHECK(again.ask(request("GET /")).status == 200);
}

TEST_CASE("draining does not wait longer than it may")
{
    House house({.drain_time = std::chrono::milliseconds(50)});
    Client stuck(house.port());
    stuck.send("GET / HTTP/1.1\r\nHos");
    while (house.server().figures().connections < 1) std::this_thread::yield();
    house.server().drain();
    CHECK(stuck.ended());
}

TEST_CASE("an address that is taken is named when the server cannot start")
{
    House house;
    Server second({.port = house.port()}, {.handle = [](Request&&) { return Response{}; }});
    try {
        second.start();
        FAIL("started twice on one port");
    } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()).find("127.0.0.1:" + std::to_string(house.port())) != std::string::npos);
    }
}

}  // namespace server_test
