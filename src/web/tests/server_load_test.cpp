// What many, or one with many connections, cannot do to others. Counted, not timed.

#include <doctest/doctest.h>

#include <vector>

#include "web/makers.hpp"
#include "web/tests/client.hpp"
#include "web/tests/house.hpp"
#include "web/work_queue.hpp"

namespace server_load_test {

using namespace veche::web;
using namespace veche::web::testing;
using std::chrono::milliseconds;

namespace {

std::string ask(const std::string& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string post_head(const std::string& path, const std::string& type, std::size_t length)
{
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

const std::string form_type = "application/x-www-form-urlencoded";
const std::string files_type = "multipart/form-data; boundary=X";
const std::string file_part = "--X\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n";

std::string text_part(const std::string& name, const std::string& text)
{
    return "--X\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + text + "\r\n";
}

/// Who shows the cookie "key" is let in, with the token "open".
Admission admit(const Request& request)
{
    if (!request.cookie("key")) return {.refused = respond(403, "text/plain", "who are you?")};
    return {.refused = {}, .token_holds = [](std::string_view token) { return token == "open"; }};
}

std::string with_key(std::string head)
{
    return head.insert(head.find("Host:"), "Cookie: key=1\r\n");
}

void until(const std::function<bool()>& true_now)
{
    for (int i = 0; i < 10'000 && !true_now(); ++i) std::this_thread::sleep_for(milliseconds(1));
    CHECK(true_now());
}

}  // namespace

TEST_CASE("who sends a long body is asked before a byte of it is read")
{
    std::atomic<int> asked{0};
    House house({}, {.bytes = 150'000'000, .uploads = true}, [&](Application& application) {
        application.admit = [&](const Request& request) { return ++asked, admit(request); };
    });
    std::vector<Client> strangers;
    for (int i = 0; i < 12; ++i) {
        auto& one = strangers.emplace_back(house.port());
        // One kind announces 140 MB of files, one does not say how much it is, one is a long form.
        if (i % 3 == 0) one.send(post_head("/echo", files_type, 140'000'000) + file_part);
        if (i % 3 == 1)
            one.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type +
                     "\r\nTransfer-Encoding: chunked\r\n\r\n");
        if (i % 3 == 2) one.send(post_head("/echo", form_type, 70'000));
    }
    for (auto& one : strangers) {
        const auto answer = one.answer();
        CHECK(answer.status == 403);
        CHECK(answer.body == "who are you?");
        CHECK(answer.header("connection") == "close");
    }
    CHECK(asked == 12);
    CHECK(house.files() == 0);
    // A short form is read first, as ever: nobody is asked twice for every deed.
    Client usual(house.port());
    House short_forms({}, {}, [&](Application& application) {
        application.admit = [&](const Request& request) { return ++asked, admit(request); };
    });
    CHECK(Client(short_forms.port()).ask(post_head("/echo", form_type, 3) + "a=1").status == 200);
    CHECK(asked == 12);
}

TEST_CASE("a file is taken only behind the token of its form")
{
    House house({}, {.bytes = 1'000'000, .uploads = true}, [](Application& application) { application.admit = admit; });
    const auto status = [&](const std::string& body) {
        Client client(house.port());
        return client.ask(with_key(post_head("/echo", files_type, body.size())) + body).status;
    };
    const std::string file = file_part + std::string(1'000, 'x') + "\r\n--X--\r\n";
    CHECK(status(text_part("csrf", "open") + file) == 200);
    CHECK(status(text_part("year", "2027") + text_part("csrf", "open") + file) == 200);
    CHECK(status(text_part("csrf", "forged") + file) == 403);
    CHECK(status(file) == 403);
    CHECK(status(text_part("year", "2027") + file) == 403);
    CHECK(house.files() == 0);

    House long_forms({}, {.bytes = 1'000'000}, [](Application& application) { application.admit = admit; });
    const auto form_status = [&](const std::string& body) {
        Client client(long_forms.port());
        return client.ask(with_key(post_head("/echo", form_type, body.size())) + body).status;
    };
    CHECK(form_status("csrf=open&a=" + std::string(100'000, 'x')) == 200);
    CHECK(form_status("csrf=forged&a=" + std::string(100'000, 'x')) == 403);
    CHECK(form_status("a=" + std::string(100'000, 'x') + "&csrf=open") == 403);
}

TEST_CASE("all uploads together have a bound, and what is over gives its room back")
{
    House house({.upload_bytes = 100'000}, {.bytes = 90'000, .uploads = true});
    const std::string body = file_part + std::string(60'000, 'x') + "\r\n--X--\r\n";
    Client first(house.port());
    first.send(post_head("/echo", files_type, body.size()) + body.substr(0, 30'000));
    until([&] { return house.files() == 1; });
    Client second(house.port());
    const auto full = second.ask(post_head("/echo", files_type, body.size()) + body);
    CHECK(full.status == 503);
    first.send(body.substr(30'000));
    CHECK(first.answer().status == 200);
    CHECK(Client(house.port()).ask(post_head("/echo", files_type, body.size()) + body).status == 200);
    // Who does not say how much it will be is counted as it comes.
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", body.size());
    const std::string chunked = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: " + files_type +
                                "\r\nTransfer-Encoding: chunked\r\n\r\n" + size + body + "\r\n0\r\n\r\n";
    Client third(house.port());
    third.send(post_head("/echo", files_type, body.size()) + body.substr(0, 30'000));
    until([&] { return house.files() == 1; });
    CHECK(Client(house.port()).ask(chunked).status == 503);
    third.send(body.substr(30'000));
    CHECK(third.answer().status == 200);
    CHECK(Client(house.port()).ask(chunked).status == 200);
    CHECK(house.files() == 0);
}

TEST_CASE("bodies that wait in memory are bounded for all together, and the slowest give way")
{
    House house({.form_bytes = 1'000'000}, {.grace = std::chrono::seconds(60)});
    std::vector<Client> slow;
    for (int i = 0; i < 40; ++i)
        slow.emplace_back(house.port()).send(post_head("/echo", form_type, 60'000) + std::string(50'000, 'a'));
    until([&] { return house.server().figures().evicted > 0; });
    CHECK(Client(house.port()).ask(post_head("/echo", form_type, 3) + "a=1").status == 200);
}

TEST_CASE("long heads that never end take no room from forms, and the slowest of them give way")
{
    House house({.form_bytes = 300'000, .long_head_bytes = 300'000});
    std::vector<Client> rude;
    for (int i = 0; i < 60; ++i)
        rude.emplace_back(house.port()).send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(12'000, 'x'));
    until([&] { return house.server().figures().refused + house.server().figures().evicted > 0; });
    CHECK(Client(house.port()).ask(get).status == 200);
    CHECK(Client(house.port()).ask(post_head("/echo", form_type, 3) + "a=1").status == 200);
    const std::string form = "a=" + std::string(60'000, 'a');
    for (int i = 0; i < 10; ++i)
        CHECK(Client(house.port()).ask(post_head("/echo", form_type, form.size()) + form).status == 200);
    const std::string long_one = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(12'000, 'x') + "\r\n\r\n";
    until([&] { return Client(house.port()).ask(long_one).status == 200; });
    CHECK(house.server().figures().evicted > 0);
}

TEST_CASE("a head that was refused keeps no room while its connection lingers")
{
    House house({.header_time = milliseconds(1'000), .long_head_bytes = 300'000});
    std::vector<Client> rude;
    for (int i = 0; i < 24; ++i)
        rude.emplace_back(house.port()).send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(12'000, 'x'));
    until([&] { return house.server().figures().refused + house.server().figures().evicted == 24; });
    const std::string long_one = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(12'000, 'x') + "\r\n\r\n";
    CHECK(Client(house.port()).ask(long_one).status == 200);
}

TEST_CASE("a newcomer is not closed for bodies that keep the server waiting")
{
    House house({.connections = 20}, {.grace = std::chrono::seconds(60)});
    std::vector<Client> slow;
    for (int i = 0; i < 20; ++i) slow.emplace_back(house.port()).send(post_head("/echo", form_type, 1'000) + "a");
    until([&] { return house.server().figures().requests == 20; });
    for (int i = 0; i < 30; ++i) {
        Client newcomer(house.port());
        std::this_thread::sleep_for(milliseconds(2));  // others have come meanwhile, it has not spoken yet
        Client another(house.port());
        CHECK(newcomer.ask(get).status == 200);
        CHECK(another.ask(get).status == 200);
    }
    CHECK(house.server().figures().evicted > 0);
}

TEST_CASE("a queue that is full answers 503 and begins nothing")
{
    House house({.io_threads = 1, .workers = 2, .queue = 3});
    std::vector<Client> busy;
    for (int i = 0; i < 2; ++i) busy.emplace_back(house.port()).send(ask("/slow"));
    until([&] { return house.waiting == 2; });
    for (int i = 0; i < 3; ++i) busy.emplace_back(house.port()).send(ask("/slow"));
    until([&] { return house.server().figures().requests == 5; });
    CHECK(Client(house.port()).ask(ask("/more")).status == 503);
    CHECK(house.server().figures().turned_away == 1);
    house.gate = true;
    for (auto& one : busy) CHECK(one.answer().status == 200);
    CHECK(Client(house.port()).ask(ask("/more")).status == 200);
}

TEST_CASE("work of a client that has gone is not begun")
{
    House house({.workers = 1});
    Client busy(house.port());
    busy.send(ask("/slow"));
    until([&] { return house.waiting == 1; });
    {
        std::vector<Client> impatient;
        for (int i = 0; i < 20; ++i) impatient.emplace_back(house.port()).send(ask("/slow"));
        until([&] { return house.server().figures().requests == 21; });
    }
    house.gate = true;
    CHECK(busy.answer().status == 200);
    until([&] { return house.server().figures().left_undone == 20; });
    CHECK(house.waiting == 1);
}

TEST_CASE("what takes long keeps no page waiting, and is 503 when too many ask for it")
{
    House house({.workers = 2, .heavy_workers = 1, .heavy_queue = 2}, {}, [](Application& application) {
        application.errand = [](const Request& request) { return Errand{.heavy = request.path == "/heavy"}; };
    });
    std::vector<Client> many;
    for (int i = 0; i < 40; ++i) many.emplace_back(house.port()).send(ask("/heavy"));
    until([&] { return house.server().figures().turned_away == 37; });
    CHECK(house.waiting == 1);
    for (int i = 0; i < 5; ++i) CHECK(Client(house.port()).ask(ask("/page")).status == 200);
    house.gate = true;
    int made = 0;
    for (auto& one : many) made += one.answer().status == 200;
    CHECK(made == 3);
}

TEST_CASE("two hundred readers of one page make it once")
{
    std::atomic<bool> kept{false};
    std::atomic<int> made{0};
    House* here = nullptr;
    House house({.workers = 8}, {}, [&](Application& application) {
        application.errand = [](const Request& request) { return Errand{.key = request.path}; };
        application.ready = [&](const Request&) -> std::optional<Response> {
            if (!kept) return std::nullopt;
            return respond(200, "text/plain; charset=utf-8", "kept");
        };
        application.handle = [&](Request&&) {
            ++made;
            while (!here->gate) std::this_thread::sleep_for(milliseconds(1));
            kept = true;
            return respond(200, "text/plain; charset=utf-8", "made");
        };
    });
    here = &house;
    std::vector<Client> readers;
    for (int i = 0; i < 200; ++i) readers.emplace_back(house.port()).send(ask("/plan"));
    until([&] { return house.server().figures().requests == 200; });
    house.gate = true;
    for (auto& one : readers) CHECK(one.answer().status == 200);
    CHECK(made == 1);
}

TEST_CASE("when too many wait for the maker of a page, who comes next makes it as well")
{
    std::atomic<int> made{0};
    House* here = nullptr;
    House house({.workers = 8, .queue = 2}, {}, [&](Application& application) {
        application.errand = [](const Request& request) { return Errand{.key = request.path}; };
        application.ready = [](const Request&) -> std::optional<Response> { return std::nullopt; };
        application.handle = [&](Request&&) {
            ++made;
            while (!here->gate) std::this_thread::sleep_for(milliseconds(1));
            return respond(200, "text/plain; charset=utf-8", "made");
        };
    });
    here = &house;
    std::vector<Client> readers;
    for (int i = 0; i < 6; ++i) {
        readers.emplace_back(house.port()).send(ask("/plan"));
        until([&] { return house.server().figures().requests == i + 1; });
        until([&] { return made == (i < 3 ? 1 : i - 1); });
    }
    house.gate = true;
    for (auto& one : readers) CHECK(one.answer().status == 200);
    CHECK(house.server().figures().turned_away == 0);
}

TEST_CASE("when a page cannot be kept, those who wait for it are answered all the same")
{
    std::atomic<int> made{0};
    House house({.workers = 4}, {}, [&](Application& application) {
        application.errand = [](const Request& request) { return Errand{.key = request.path}; };
        application.ready = [](const Request&) -> std::optional<Response> { return std::nullopt; };
        application.handle = [&](Request&&) { return ++made, respond(404, "text/plain; charset=utf-8", "no"); };
    });
    std::vector<Client> readers;
    for (int i = 0; i < 30; ++i) readers.emplace_back(house.port()).send(ask("/nowhere"));
    for (auto& one : readers) CHECK(one.answer().status == 404);
    CHECK(made == 30);
}

TEST_CASE("a body without a form's type ends a subscription as well as one with it")
{
    House house({}, {.ignored = true});
    const auto status = [&](const std::string& fields, const std::string& body) {
        Client client(house.port());
        const auto answer = client.ask("POST /echo HTTP/1.1\r\nHost: a\r\n" + fields +
                                       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        CHECK(answer.body.find("form ") == std::string::npos);
        return answer.status;
    };
    const std::string said = "List-Unsubscribe=One-Click";
    for (const std::string fields :
         {"", "Content-Type: text/plain;charset=UTF-8\r\n", "Content-Type: application/json\r\n",
          "Content-Type: nonsense;;=\r\n", "Content-Type: multipart/form-data\r\n",
          "Content-Type: application/x-www-form-urlencoded; charset=windows-1251\r\n"}) {
        CHECK_MESSAGE(status(fields, said) == 200, fields);
        CHECK_MESSAGE(status(fields, "") == 200, fields);
        CHECK_MESSAGE(status(fields, "\xff\xfe%zz&&") == 200, fields);
    }
    CHECK(status("", std::string(60'000, 'x')) == 200);
    CHECK(status("", std::string(70'000, 'x')) == 413);
}

TEST_CASE("a query of too many parameters gets a page that says why")
{
    House house({}, {}, [](Application& application) {
        application.explain = [](const Request& request, int status) {
            return respond(status, "text/plain; charset=utf-8", "why " + request.path);
        };
    });
    std::string target = "/search?a";
    for (int i = 0; i < 50; ++i) target += "&a";
    Client client(house.port());
    const auto answer = client.ask(ask(target));
    CHECK(answer.status == 400);
    CHECK(answer.body == "why /search");
    CHECK(Client(house.port()).ask(post_head("/echo", "text/plain", 3) + "abc").body == "why /echo");
}

}  // namespace server_load_test
