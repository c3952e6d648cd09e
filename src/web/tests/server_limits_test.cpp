#include <doctest/doctest.h>

#include <sys/resource.h>

#include <vector>

#include "web/tests/client.hpp"
#include "web/tests/house.hpp"

namespace server_limits_test {

using namespace veche::web;
using namespace veche::web::testing;
using std::chrono::milliseconds;

namespace {

const std::string form_head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";

}  // namespace

TEST_CASE("every probe of two-faced framing is answered with a refusal, and what follows is never a request")
{
    House house;
    const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string probes[] = {
        form_head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        form_head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        form_head + "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=1",
        form_head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        form_head + "Transfer-Encoding: chunked\r\n , identity\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
        std::string("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", 36),
        "garbage\r\n\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
    };
    for (const auto& probe : probes) {
        Client client(house.port());
        const auto answer = client.ask(probe + smuggled);
        CHECK_MESSAGE(answer.status == 400, probe);
        CHECK(answer.body == "refused 400");
        CHECK(answer.header("connection") == "close");
        CHECK_MESSAGE(client.ended(), probe);
    }
    CHECK(house.server().figures().refused == std::size(probes));
}

TEST_CASE("each other refusal has its own status")
{
    House house;
    const auto status = [&](const std::string& request) {
        Client client(house.port());
        return client.ask(request).status;
    };
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 200; ++i) many += "X: y\r\n";
    std::string query = "GET /?a";
    for (int i = 0; i < 50; ++i) query += "&a";
    CHECK(status(many + "\r\n") == 431);
    CHECK(status("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n") == 431);
    CHECK(status("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
    CHECK(status("GET / HTTP/3.0\r\nHost: a\r\n\r\n") == 505);
    CHECK(status("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") == 501);
    CHECK(status(query + " HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nContent-Length: 1\r\n\r\n") == 417);
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n{") == 415);
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{") == 415);
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: "
                 "1\r\n\r\n-") == 415);
    Client client(house.port());
    const auto refused = client.ask("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(refused.status == 405);
    CHECK(refused.header("allow") == "GET, HEAD, POST");
    Client head(house.port());
    CHECK(head.ask("HEAD /.. HTTP/1.1\r\nHost: a\r\n\r\n", true).status == 400);
    CHECK(head.ended());
}

TEST_CASE("a body over the limit gets a written answer, announced or chunked, even while the client still sends")
{
    House house({}, {.bytes = 1'000});
    Client announced(house.port());
    CHECK(announced.ask(form_head + "Content-Length: 1001\r\n\r\n").status == 413);
    CHECK(announced.ended());

    Client pushing(house.port());
    pushing.send(form_head + "Content-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'a'));
    CHECK(pushing.answer().status == 413);

    Client chunked(house.port());
    chunked.send(form_head + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 10; ++i) chunked.send("c8\r\n" + std::string(200, 'a') + "\r\n");
    CHECK(chunked.answer().status == 413);

    Client exact(house.port());
    CHECK(exact.ask(form_head + "Content-Length: 1000\r\n\r\na=" + std::string(998, 'b')).status == 200);
}

TEST_CASE("forms are bounded in fields, parts and the length of a text")
{
    const auto form_of = [](int fields) {
        std::string body = "a";
        for (int i = 1; i < fields; ++i) body += "&a";
        return form_head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    House house;
    CHECK(Client(house.port()).ask(form_of(200)).status == 200);
    CHECK(Client(house.port()).ask(form_of(201)).status == 400);
    House wide({}, {.fields = 20'000});
    CHECK(Client(wide.port()).ask(form_of(20'000)).status == 200);

    House uploads({}, {.bytes = 1'000'000, .uploads = true});
    const auto text_of = [](std::size_t size) {
        const std::string body =
            "--X\r\nContent-Disposition: form-data; name=a\r\n\r\n" + std::string(size, 'a') + "\r\n--X--";
        return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    CHECK(Client(uploads.port()).ask(text_of(64 * 1024)).status == 200);
    CHECK(Client(uploads.port()).ask(text_of(64 * 1024 + 1)).status == 413);
}

TEST_CASE("slow heads, slow bodies and silent connections are ended while others are served")
{
    House house({.io_threads = 1,
                 .header_time = milliseconds(600),
                 .idle_time = milliseconds(300),
                 .send_stall = milliseconds(500)},
                {.grace = std::chrono::seconds(1)});
    std::vector<Client> heads;
    std::vector<Client> bodies;
    std::vector<Client> readers;
    for (int i = 0; i < 70; ++i) {
        heads.emplace_back(house.port()).send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        bodies.emplace_back(house.port()).send(form_head + "Content-Length: 1000\r\n\r\na");
        auto& reader = readers.emplace_back(house.port(), 2048);
        for (int n = 0; n < 200; ++n) reader.send("GET /ready HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    Client silent(house.port());
    for (int i = 0; i < 20; ++i) CHECK(Client(house.port()).ask(get).status == 200);
    for (auto& client : heads) CHECK(client.answer().status == 408);
    for (auto& client : bodies) CHECK(client.answer().status == 408);
    CHECK(silent.ended());
    Client idle(house.port());
    CHECK(idle.ask(get).status == 200);
    CHECK(idle.ended());
    // The readers never read: their connections end by the stall alone.
    while (house.server().figures().connections > 0) std::this_thread::sleep_for(milliseconds(5));
    CHECK(house.server().figures().refused == 140);
}

TEST_CASE("a body that drips is cut although it never stops")
{
    House house({}, {.grace = std::chrono::seconds(1)});
    Client client(house.port());
    client.send(form_head + "Content-Length: 60000\r\n\r\na=");
    bool open = true;
    while (open) {
        open = client.send("x");
        open = open && !client.receive(milliseconds(20));
    }
    CHECK(client.answer().status == 408);
}

TEST_CASE("beyond the bound the oldest idle connection makes room")
{
    House house({.connections = 4});
    std::vector<Client> clients;
    for (int i = 0; i < 4; ++i) CHECK(clients.emplace_back(house.port()).ask(get).status == 200);
    CHECK(clients[0].ask(get).status == 200);
    Client fifth(house.port());
    CHECK(fifth.ask(get).status == 200);
    CHECK(clients[1].ended());
    for (const int other : {0, 2, 3}) CHECK(clients[static_cast<std::size_t>(other)].ask(get).status == 200);
}

TEST_CASE("when descriptors run out, accepting pauses and comes back")
{
    House house;
    Client before(house.port());
    CHECK(before.ask(get).status == 200);
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    Client waiting(house.port());
    CHECK(waiting.ask(get).status == 200);
    // No more descriptors than are open: the next accept fails with EMFILE, and the client's own socket was made before.
    const int socket_made_before = ::socket(AF_INET, SOCK_STREAM, 0);
    const rlimit none{.rlim_cur = static_cast<rlim_t>(socket_made_before) + 1, .rlim_max = usual.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(house.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::connect(socket_made_before, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    std::this_thread::sleep_for(milliseconds(150));
    setrlimit(RLIMIT_NOFILE, &usual);
    CHECK(::send(socket_made_before, get.data(), get.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(get.size()));
    char piece[12];
    CHECK(::recv(socket_made_before, piece, sizeof piece, MSG_WAITALL) == sizeof piece);
    CHECK(std::string(piece, 12) == "HTTP/1.1 200");
    ::close(socket_made_before);
}

}  // namespace server_limits_test
