#include "app/tests/diary.hpp"
#include "core/percent.hpp"

namespace preferences_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

template <class Test>
void for_each_diary(Test test)
{
    for_each_database([&](db::Database& database) {
        Diary diary;
        House house(database, {diary.feature()});
        test(house);
    });
}

}  // namespace

TEST_CASE("language, contrast and large type are chosen one by one and remembered in one cookie")
{
    for_each_diary([](House& house) {
        std::string view;
        const auto choose = [&](const std::string& what) {
            auto request = get("/preferences?" + what);
            if (!view.empty()) request = with_cookie(request, "view", view);
            const auto answer = house.ask(request);
            CHECK(answer.status == 303);
            CHECK(headers_of(answer, "set-cookie").front().find("Max-Age=31536000") != std::string::npos);
            view = cookie_of(answer, "view").value();
            return view;
        };
        CHECK(choose("language=en") == "en");
        CHECK(choose("contrast=1") == "enc");
        CHECK(choose("large=1") == "encl");
        CHECK(choose("language=ru") == "rucl");
        CHECK(choose("contrast=0&large=0") == "ru");
        CHECK(choose("language=xx&contrast=yes&large=") == "ru");
        const auto page = house.ask(with_cookie(get("/diary"), "view", "encl"));
        CHECK(says(page, "<html lang=\"en\""));
        CHECK(says(page, " contrast"));
        CHECK(says(page, " large"));
    });
}

TEST_CASE("any other cookie leaves the page as it is")
{
    for_each_diary([](House& house) {
        const auto plain = body_of(house.ask(get("/plain")));
        for (const std::string view : {"", "r", "xx", "ru!!", "rucl ", "ruccl", "<script>", "RU"})
            CHECK_MESSAGE(body_of(house.ask(with_cookie(get("/plain"), "view", view))) == plain, view);
    });
}

TEST_CASE("the choice leads back to where the visitor was, and never to another site")
{
    for_each_diary([](House& house) {
        const auto leads_to = [&](const std::string& back) {
            return header_of(house.ask(get("/preferences?large=1&back=" + percent_encoded(back))), "location");
        };
        for (const std::string own :
             {"/", "/diary", "/diary?a=1&b=2", "/plan/2021#line", "/a/../b", "/%2F%2Fevil.example"})
            CHECK(leads_to(own) == own);
        const std::vector<std::string> hostile = {"//evil.example",
                                                  "///evil.example",
                                                  "////evil.example",
                                                  "//evil.example/diary",
                                                  "/\\evil.example",
                                                  "\\\\evil.example",
                                                  "\\/evil.example",
                                                  "/\\/evil.example",
                                                  "/diary\\evil",
                                                  "http://evil.example",
                                                  "https://evil.example",
                                                  "HTTP://evil.example",
                                                  "http:evil.example",
                                                  "https:/evil.example",
                                                  "evil.example",
                                                  "evil.example/diary",
                                                  "javascript:alert(1)",
                                                  "JaVaScRiPt:alert(1)",
                                                  "data:text/html,x",
                                                  "vbscript:x",
                                                  "mailto:a@evil.example",
                                                  "ftp://evil.example",
                                                  " //evil.example",
                                                  " /diary",
                                                  "\t//evil.example",
                                                  "/\t/evil.example",
                                                  "/\n/evil.example",
                                                  "/\r\nSet-Cookie: a=b",
                                                  "/diary\r\n\r\n<script>",
                                                  "",
                                                  ".",
                                                  "..",
                                                  "diary",
                                                  "?a=1",
                                                  "#x",
                                                  "@evil.example",
                                                  ":80",
                                                  "//yurga.example@evil.example",
                                                  "http://yurga.example/diary",
                                                  "/\x7f/evil.example"};
        CHECK(hostile.size() >= 30);
        for (const auto& back : hostile) {
            // Control characters never come through the server (web/target.cpp); here they come as if they had.
            auto request = get("/preferences?large=1");
            request.query.emplace_back("back", back);
            const auto location = header_of(house.ask(request), "location");
            CHECK_MESSAGE(location == "/", back);
            // The form shows no such link either.
            auto form = get("/preferences");
            form.query.emplace_back("back", back);
            const auto page = house.ask(form);
            CHECK_MESSAGE(page.status == 200, back);
            CHECK_FALSE(says(page, "evil.example"));
        }
    });
}

TEST_CASE("a way back is written in the header's own letters")
{
    for_each_diary([](House& house) {
        const auto answer = house.ask(get("/preferences?large=1&back=/search?q=%D0%BC%D0%B0%D0%B9%20x"));
        CHECK(header_of(answer, "location") == "/search?q=%D0%BC%D0%B0%D0%B9%20x");
    });
}

TEST_CASE("without a way back the page the visitor came from counts, if it is ours")
{
    for_each_diary([](House& house) {
        const auto from = [&](const std::string& referer) {
            return header_of(house.ask(with_header(get("/preferences?large=1"), "referer", referer)), "location");
        };
        CHECK(from("http://yurga.example/diary?a=1") == "/diary?a=1");
        for (const std::string elsewhere :
             {"http://evil.example/diary", "http://yurga.example.evil.example/diary",
              "http://yurga.example//evil.example", "https://yurga.example/diary", "http://yurga.example", "/diary", "",
              "http://yurga.example/\\evil.example"})
            CHECK_MESSAGE(from(elsewhere) == "/", elsewhere);
    });
}

}  // namespace preferences_test
