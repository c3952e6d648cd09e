#include "app/tests/diary.hpp"

namespace site_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

/// One town with a diary; Gleb may keep it, the juror may not.
class DiaryHouse : public Diary, public House {
public:
    explicit DiaryHouse(db::Database& database, std::vector<Town> towns = {town_named("yurga", 1)},
                        std::size_t cache_bytes = 0)
        : House(database, {Diary::feature()}, std::move(towns), cache_bytes)
    {
        for (const auto& town : this->towns) {
            actors[town.slug + ":gleb"] = staff({Role::organiser});
            actors[town.slug + ":semyon"] = staff({Role::juror}, 78, "Семён");
        }
    }
    web::Request as(const std::string& session, web::Request request)
    {
        return with_cookie(std::move(request), "session", session);
    }
    std::string token(const std::string& session) { return body_of(ask(as(session, get("/form")))); }
};

template <class Test>
void for_each_diary(Test test)
{
    for_each_database([&](db::Database& database) {
        DiaryHouse house(database);
        test(house);
    });
}

void check_protected(const web::Response& answer, const std::string& what)
{
    INFO(what);
    CHECK(header_of(answer, "x-content-type-options") == "nosniff");
    CHECK(header_of(answer, "referrer-policy") == "strict-origin-when-cross-origin");
    CHECK(header_of(answer, "permissions-policy") != "");
    CHECK(header_of(answer, "cross-origin-opener-policy") == "same-origin");
    const auto policy = header_of(answer, "content-security-policy");
    CHECK(policy.find("default-src 'self'") != std::string::npos);
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
}

}  // namespace

TEST_CASE("a stranger on a page of the office is led to sign in and back; a stranger's deed is refused")
{
    for_each_diary([](DiaryHouse& house) {
        const auto page = house.ask(get("/diary/5"));
        CHECK(page.status == 303);
        CHECK(header_of(page, "location") == "/sign-in?next=%2Fdiary%2F5");
        CHECK(header_of(page, "cache-control") == "no-store");
        // What stands in the path cannot add parameters of its own, nor leave the header.
        CHECK(header_of(house.ask(get("/diary/5%26next=evil%3Fq%23x")), "location") ==
              "/sign-in?next=%2Fdiary%2F5%26next%3Devil%3Fq%23x");
        CHECK(header_of(house.ask(get("/diary/%D0%BC%D0%B0%D0%B9")), "location") ==
              "/sign-in?next=%2Fdiary%2F%D0%BC%D0%B0%D0%B9");
        CHECK(house.ask(post("/diary", {{"text", "x"}})).status == 403);
        CHECK(house.ask(with_cookie(get("/diary/5"), "session", "nobody")).status == 303);
    });
}

TEST_CASE("who is signed in without the right gets 403, who has it gets the page")
{
    for_each_diary([](DiaryHouse& house) {
        CHECK(house.ask(house.as("semyon", get("/diary/5"))).status == 403);
        const auto page = house.ask(house.as("gleb", get("/diary/5")));
        CHECK(page.status == 200);
        CHECK(header_of(page, "cache-control") == "no-store");
        CHECK(says(page, "Глеб"));
    });
}

TEST_CASE("a deed needs the token of this very visitor")
{
    for_each_diary([](DiaryHouse& house) {
        const auto try_with = [&](const char* session, std::optional<std::string> token) {
            Fields fields = {{"text", "написано"}};
            if (token) fields.emplace_back("csrf", *token);
            return house.ask(house.as(session, post("/diary", fields))).status;
        };
        const std::string own = house.token("gleb");
        const std::string other = house.token("semyon");
        const auto visitor = body_of(house.ask(get("/form")));
        CHECK(own.size() == 32);
        CHECK(own != other);
        CHECK(try_with("gleb", std::nullopt) == 403);
        for (const std::string& wrong : {std::string(), other, visitor, own + "0", own.substr(1), std::string(32, '0'),
                                         "A" + own.substr(1), own + " "})
            CHECK_MESSAGE(try_with("gleb", wrong) == 403, wrong);
        CHECK(house.words.empty());
        CHECK(try_with("gleb", own) == 303);
        CHECK(house.words[1] == "написано");
        CHECK(house.audit_number() == 1);
    });
}

TEST_CASE("a visitor without a session gets a token with the first form, good for this visitor alone")
{
    for_each_diary([](DiaryHouse& house) {
        const auto form = house.ask(get("/form"));
        const auto visitor = cookie_of(form, "visitor").value();
        const auto token = body_of(form);
        CHECK(headers_of(form, "set-cookie").front().find("HttpOnly; SameSite=Lax") != std::string::npos);
        CHECK(house.ask(post("/open", {{"csrf", token}})).status == 403);
        CHECK(house.ask(with_cookie(post("/open", {{"csrf", token}}), "visitor", "other")).status == 403);
        CHECK(house.ask(with_cookie(post("/open", {{"csrf", token}}), "visitor", visitor)).status == 303);
        // The same visitor sees the same token again, and no new cookie.
        const auto again = house.ask(with_cookie(get("/form"), "visitor", visitor));
        CHECK(body_of(again) == token);
        CHECK(headers_of(again, "set-cookie").empty());
        // Signing in changes the token, so one planted before it is worth nothing.
        CHECK(body_of(house.ask(with_cookie(with_cookie(get("/form"), "visitor", visitor), "session", "gleb"))) !=
              token);
    });
}

TEST_CASE("a command of staff that keeps something and records nothing is a bug, and nothing is kept")
{
    for_each_diary([](DiaryHouse& house) {
        const auto token = house.token("gleb");
        const auto deed = [&](const std::string& path) {
            return house.ask(house.as("gleb", post(path, {{"csrf", token}}))).status;
        };
        CHECK(deed("/silent") == 500);
        CHECK(deed("/refused-deed") == 422);
        CHECK(deed("/diary") == 303);
        CHECK(deed("/open") == 303);  // open to anyone: not a deed of staff
        CHECK(house.audit_number() == 1);
    });
}

TEST_CASE("who sends a long body is known, permitted and has the form's token before it is read")
{
    for_each_diary([](DiaryHouse& house) {
        const auto application = house.site.application();
        const auto refusal = [&](const web::Request& request) {
            const auto admission = application.admit(request);
            return admission.refused ? admission.refused->status : 0;
        };
        CHECK(refusal(post("/diary")) == 403);
        CHECK(refusal(with_cookie(post("/diary"), "session", "nobody")) == 403);
        CHECK(refusal(house.as("semyon", post("/diary"))) == 403);
        CHECK(refusal(house.as("gleb", post("/diary"))) == 0);
        CHECK(refusal(post("/nowhere")) == 404);
        CHECK(refusal(post("/plain")) == 405);
        CHECK(refusal(post("/diary", {}, "evil.example")) == 421);
        CHECK(refusal(post("/open")) == 0);
        check_protected(*application.admit(post("/diary")).refused, "refused");

        const auto holds = application.admit(house.as("gleb", post("/diary"))).token_holds;
        REQUIRE(holds);
        CHECK(holds(house.token("gleb")));
        for (const std::string& wrong : {house.token("semyon"), std::string(), std::string(32, '0')})
            CHECK_FALSE(holds(wrong));
        // Without a cookie there is no token that could be right.
        CHECK_FALSE(application.admit(post("/open")).token_holds(""));
        CHECK(house.audit_number() == 0);
    });
}

TEST_CASE("what is refused before any handler is said in a sentence, and a broken address gets a page")
{
    for_each_diary([](DiaryHouse& house) {
        const auto application = house.site.application();
        const auto& words = house.site.words(language::Code::ru);
        for (const int status : {400, 408, 413, 414, 431, 503}) {
            const auto answer = application.refuse(status);
            CHECK(answer.status == status);
            CHECK(answer.text.size() > 60);
            CHECK((header_of(answer, "retry-after") == "5") == (status == 503));
        }
        const auto large = application.explain(post("/diary"), 413);
        CHECK(large.status == 413);
        CHECK(says(large, words.say("error.too_large")));
        CHECK(says(large, "Сократите текст или уменьшите файлы"));  // a form without a file may be too long as well
        CHECK(says(large, "<h1>"));
        CHECK(says(application.explain(get("/diary"), 400), words.say("error.bad_query")));
        CHECK(says(application.explain(post("/diary"), 400), words.say("error.bad_request")));
        CHECK(application.explain(get("/diary", "evil.example"), 400).status == 400);

        for (const std::string broken : {"/search?q=%F4%F3", "/plain?x=%ff", "/diary?kind=%ED%A0%80"}) {
            const auto page = house.ask(get(broken));
            CHECK_MESSAGE(page.status == 400, broken);
            CHECK(says(page, words.say("error.bad_query")));
            check_protected(page, broken);
        }
        for (const std::string fine : {"/diary?x=%ff", "/search?q=100%", "/search?q=%0b%EF%BF%BF"})
            CHECK_MESSAGE(house.ask(get(fine)).status == 200, fine);
    });
}

TEST_CASE("a host that is no town of ours is 421, and links never take the Host header")
{
    for_each_diary([](DiaryHouse& house) {
        for (const std::string host :
             {"evil.example", "yurga.example.evil.example", "evil.yurga.example", "yurga.example.", "localhost",
              "127.0.0.1", "[::1]", "yurga", "xn--80aaaa.example", "YURGA.example"}) {
            INFO(host);
            const auto answer = house.ask(get("/diary", host));
            CHECK(answer.status == 421);
            CHECK_FALSE(says(answer, host));
            CHECK(header_of(answer, "location") == "");
            check_protected(answer, host);
        }
        for (const std::string name : {"host", "x-forwarded-host", "forwarded", "x-original-host"}) {
            const auto request = with_header(get("/diary"), name, "host=evil.example");
            CHECK_FALSE(says(house.ask(request), "evil.example"));
            CHECK(says(house.ask(request), "http://yurga.example/diary"));
        }
        CHECK(house.ask(get("/healthz", "10.0.0.7")).status == 200);
        CHECK(house.ask(get("/readyz", "10.0.0.7")).status == 200);
        house.site.draining = true;
        CHECK(house.ask(get("/readyz", "10.0.0.7")).status == 503);
        CHECK(house.ask(get("/healthz", "10.0.0.7")).status == 200);
    });
}

TEST_CASE("what is not there is 404, for people and for programs")
{
    for_each_diary([](DiaryHouse& house) {
        for (const std::string path :
             {"/nowhere", "/diary/1/2", "/fail/absent", "/assets/nothing.css", "/emblem.svg"}) {
            INFO(path);
            const auto page = house.ask(get(path));
            CHECK(page.status == 404);
            CHECK(header_of(page, "content-type") == "text/html; charset=utf-8");
            CHECK(header_of(page, "cache-control") == "no-store");
            CHECK(says(page, "<h1>"));
            CHECK_FALSE(says(page, "that"));
            const auto answer = house.ask(as_json(get(path)));
            CHECK(answer.status == 404);
            CHECK(header_of(answer, "content-type") == "application/json; charset=utf-8");
            const auto error = nlohmann::json::parse(body_of(answer)).at("error");
            CHECK(error.at("status") == 404);
            CHECK(error.at("id") == "error.not_found");
            CHECK(error.at("request") == "request-7");
        }
    });
}

TEST_CASE("the wrong method is 405 and names the right one")
{
    for_each_diary([](DiaryHouse& house) {
        const auto posted = house.ask(post("/plain"));
        CHECK(posted.status == 405);
        CHECK(header_of(posted, "allow") == "GET, HEAD");
        const auto got = house.ask(get("/silent"));
        CHECK(got.status == 405);
        CHECK(header_of(got, "allow") == "POST");
        CHECK(house.ask(post("/diary")).status == 403);  // both methods are there
    });
}

TEST_CASE("what passes is 503 with a time to come back, a bug is 500 with the request's number and no detail")
{
    for_each_diary([](DiaryHouse& house) {
        for (const std::string path : {"/fail/busy", "/fail/disk", "/fail/lock", "/fail/line"}) {
            const auto answer = house.ask(get(path));
            CHECK_MESSAGE(answer.status == 503, path);
            CHECK(header_of(answer, "retry-after") == "5");
        }
        for (const std::string path : {"/fail/bug", "/fail/database"}) {
            for (const auto& request : {get(path), as_json(get(path))}) {
                const auto answer = house.ask(request);
                CHECK_MESSAGE(answer.status == 500, path);
                CHECK(says(answer, "request-7"));
                CHECK_FALSE(says(answer, "secret"));
                CHECK(header_of(answer, "retry-after") == "");
            }
        }
        CHECK(house.site.errors == 8);
        CHECK(house.ask(get("/fail/forbidden")).status == 403);
        const auto bad = house.ask(get("/fail/request"));
        CHECK(bad.status == 400);
        CHECK_FALSE(says(bad, "secret"));
        CHECK(house.site.errors == 8);
    });
}

TEST_CASE("every answer tells the browser what it must not do")
{
    for_each_diary([](DiaryHouse& house) {
        for (const std::string path : {"/diary",
                                       "/plain",
                                       "/diary/5",
                                       "/form",
                                       "/search",
                                       "/preferences",
                                       "/preferences?language=en",
                                       "/robots.txt",
                                       "/sitemap.xml",
                                       "/town.css",
                                       "/healthz",
                                       "/readyz",
                                       "/metrics",
                                       "/api/openapi.json",
                                       "/nowhere",
                                       "/silent",
                                       "/fail/bug",
                                       "/fail/busy",
                                       "/fail/forbidden",
                                       "/fail/request"})
            check_protected(house.ask(get(path)), path);
        check_protected(house.ask(post("/diary")), "POST /diary");
        const auto application = house.site.application();
        check_protected(application.refuse(431), "431");
        const auto asset = application.ready(get("/assets/main.css"));
        REQUIRE(asset);
        check_protected(*asset, "asset");
    });
}

TEST_CASE("behind https cookies are bound to the host and the browser is told to stay there")
{
    for_each_database([](db::Database& database) {
        Town town = town_named("yurga", 1);
        town.base_url = "https://yurga.example";
        DiaryHouse house(database, {town});
        const auto page = house.ask(get("/form"));
        CHECK(header_of(page, "strict-transport-security") == "max-age=31536000");
        REQUIRE(cookie_of(page, "__Host-visitor"));
        CHECK(headers_of(page, "set-cookie").front().ends_with("; Secure"));
        // A cookie without the prefix may come from a neighbour's host: it is nobody's session.
        CHECK(house.ask(with_cookie(get("/diary/5"), "session", "gleb")).status == 303);
        CHECK(house.ask(with_cookie(get("/diary/5"), "__Host-session", "gleb")).status == 200);
    });
}

TEST_CASE("HEAD is answered as GET is")
{
    for_each_diary([](DiaryHouse& house) {
        for (const std::string path : {"/diary", "/form", "/nowhere", "/diary/5", "/fail/bug"}) {
            auto request = get(path);
            const auto full = house.ask(request);
            request.method = web::Method::head;
            const auto head = house.ask(request);
            CHECK_MESSAGE(head.status == full.status, path);
            CHECK(header_of(head, "content-type") == header_of(full, "content-type"));
            CHECK(header_of(head, "location") == header_of(full, "location"));
        }
    });
}

TEST_CASE("the sentence after a deed is shown once, and only sentences of our own")
{
    for_each_diary([](DiaryHouse& house) {
        const auto& words = house.site.words(language::Code::ru);
        const auto done = house.ask(house.as("gleb", post("/diary", {{"csrf", house.token("gleb")}})));
        const auto flash = cookie_of(done, "flash").value();
        CHECK(flash == "flash.town_saved");
        const auto shown = house.ask(with_cookie(house.as("gleb", get("/diary/1")), "flash", flash));
        CHECK(says(shown, words.say("flash.town_saved")));
        CHECK(cookie_of(shown, "flash") == "");
        CHECK_FALSE(says(house.ask(house.as("gleb", get("/diary/1"))), words.say("flash.town_saved")));
        for (const std::string planted : {"error.ours", "<b>flash</b>", "flash.nothing_of_ours", "flash.", ""}) {
            const auto page = house.ask(with_cookie(house.as("gleb", get("/diary/1")), "flash", planted));
            CHECK_MESSAGE(page.status == 200, planted);
            CHECK_FALSE(says(page, "class=\"flash\""));
        }
    });
}

TEST_CASE("the sentence after a deed stands at the thing it is about, and on top where no part of the page asks for it")
{
    for_each_diary([](DiaryHouse& house) {
        const auto& words = house.site.words(language::Code::ru);
        const auto said = words.say("flash.town_saved");
        const auto page = [&](const std::string& flash, const std::string& path = "/diary/1") {
            return house.ask(with_cookie(house.as("gleb", get(path)), "flash", flash));
        };
        CHECK(says(page("flash.town_saved@entry-7"), "[entry 7: " + said + "]"));
        CHECK_FALSE(says(page("flash.town_saved@entry-7"), "class=\"flash\""));
        CHECK(says(page("flash.town_saved@entry-8"), "class=\"flash\""));
        CHECK(cookie_of(page("flash.town_saved@entry-8"), "flash") == "");
        for (const std::string planted : {"flash.town_saved:@entry-7", "flash.town_saved:x", "flash.town_saved:-1"})
            CHECK_FALSE(says(page(planted), said));
        const auto kept = page("flash.town_saved", "/diary");  // given to everybody
        CHECK_FALSE(says(kept, said));
        CHECK_FALSE(cookie_of(kept, "flash").has_value());
    });
}

TEST_CASE("a session is touched when it asks for it, and shared pages never ask who comes")
{
    for_each_diary([](DiaryHouse& house) {
        house.needs_touch = true;
        house.ask(house.as("gleb", get("/diary/5")));
        CHECK(house.touches == 1);
        house.ask(house.as("gleb", get("/diary")));
        CHECK(house.touches == 1);
        house.ask(get("/diary/5"));
        CHECK(house.touches == 1);
    });
}

TEST_CASE("figures are for this machine, or for who has the word")
{
    for_each_diary([](DiaryHouse& house) {
        CHECK(house.ask(get("/metrics")).status == 403);
        auto local = get("/metrics", "localhost");
        local.peer = "127.0.0.1";
        const auto answer = house.ask(local);
        CHECK(answer.status == 200);
        CHECK(says(answer, "veche_towns 1"));
        CHECK(says(answer, "veche_errors_total"));
        auto pretended = with_header(get("/metrics"), "x-forwarded-for", "127.0.0.1");
        CHECK(house.ask(pretended).status == 403);
    });
}

TEST_CASE("robots and the sitemap name the town's own address, escaped")
{
    for_each_diary([](DiaryHouse& house) {
        CHECK(says(house.ask(get("/robots.txt")), "Sitemap: http://yurga.example/sitemap.xml"));
        const auto map = house.ask(get("/sitemap.xml"));
        CHECK(says(map, "<loc>http://yurga.example/diary?a=1&amp;b=2</loc><lastmod>2023-11-14T22:13:20Z</lastmod>"));
        CHECK(says(house.ask(get("/town.css")), "#0b5d66"));
    });
}

}  // namespace site_test
