#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace widget_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

LineContent at(std::string title, std::string_view when, std::string place, std::string audience)
{
    LineContent made = content(std::move(title), when);
    made.place = std::move(place);
    made.audience = std::move(audience);
    return made;
}

/// The clock of the house stands on 30 June 2021 in Yurga.
void fill(TestTown& town)
{
    town.announced(at("Концерт у реки", "6 июля 2021 г., 12.00", "площадь", "все"));
    town.announced(at("Забег", "2 июля", "стадион", "все"));
    town.announced(at("Выставка", "1 мая – 20 июля 2021", "музей", "дети"));
    town.announced(at("Первомай", "1 мая", "площадь", "все"));
    town.announced(at("Рубрика газеты", "в течение года", "", "все"));
    town.announced(at("Ёлка", "25 декабря", "площадь", "дети"));
    town.add(marked(at("Тайный бал", "3 июля", "замок", "все")));
}

std::vector<std::string> titles(Browser& browser, const std::string& query = "")
{
    std::vector<std::string> all;
    const auto model = browser.get_json("/plan/widget" + query);
    for (const auto& line : model.at("happenings")) all.push_back(line.at("title"));
    return all;
}
using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("the frame for other sites has what is on next, and at its end what goes on already")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        CHECK(titles(anna) == Titles{"Забег", "Концерт у реки", "Ёлка", "Выставка"});
        CHECK(titles(anna, "?count=3") == Titles{"Забег", "Концерт у реки", "Ёлка"});
        CHECK(titles(anna, "?count=1000") == titles(anna));
        anna.get("/plan/widget");
        CHECK(anna.count("<li class=\"line\">") == 4);
        CHECK_FALSE(anna.says("Тайный бал"));
        CHECK_FALSE(anna.says("Первомай"));
    });
}

TEST_CASE("what was held or called off is ahead of nobody")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Забег", "2 июля"));
        Browser anna(house);
        CHECK(titles(anna) == Titles{"Забег"});
        house.change(house.yurga, [&](app::Work& work) {
            return cancel_line(work, line.id, line.version, line.happenings.at(0).id, "ливень");
        });
        CHECK(titles(anna).empty());
        anna.get("/plan/widget");
        CHECK(anna.says("пока ничего не объявлено"));
        CHECK(anna.says("href=\"/plan\" target=\"_top\""));
    });
}

TEST_CASE("the frame shows the kind, the place and the audience that were chosen")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        CHECK(titles(anna, "?place=%D0%BF%D0%BB%D0%BE%D1%89%D0%B0%D0%B4%D1%8C") == Titles{"Концерт у реки", "Ёлка"});
        CHECK(titles(anna, "?audience=%D0%B4%D0%B5%D1%82%D0%B8") == Titles{"Ёлка", "Выставка"});
        CHECK(titles(anna, "?kind=quiz").empty());
        anna.get("/plan/widget?audience=%D0%B4%D0%B5%D1%82%D0%B8");
        CHECK(anna.says("<p class=\"muted\">дети</p>"));
        CHECK(anna.says("href=\"/plan/2021?audience=%D0%B4%D0%B5%D1%82%D0%B8\" target=\"_top\""));
    });
}

TEST_CASE("any site may frame the widget and no other page, and it neither keeps nor asks anything")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house, "", "yurga.example");
        anna.get("/plan/widget");
        const auto policy = anna.header("content-security-policy");
        CHECK(policy.find("frame-ancestors *") != std::string::npos);
        CHECK(policy.find("default-src 'none'") != std::string::npos);
        CHECK(policy.find("script-src") == std::string::npos);
        CHECK(anna.header("x-frame-options").empty());
        CHECK(anna.header("set-cookie").empty());
        for (const char* not_there : {"<script", "<form", "<nav", "/sign-in", "name=\"csrf\""})
            CHECK_FALSE(anna.says(not_there));
        CHECK(anna.count("<a ") == anna.count(" target=\"_top\""));
        anna.get("/plan/widget");  // from the page cache
        CHECK(anna.header("content-security-policy") == policy);
        for (const char* page : {"/plan", "/plan/2021", "/plan/week", "/plan/embed", "/plan/widget/x"}) {
            anna.get(page);
            CHECK_MESSAGE(anna.header("content-security-policy").find("frame-ancestors 'none'") != std::string::npos,
                          page);
        }
    });
}

TEST_CASE("a town's frame has nothing of another town")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        house.taiga.announced(content("Ярмарка", "3 июля"));
        Browser there(house, "", "taiga.example");
        CHECK(titles(there) == Titles{"Ярмарка"});
        there.get("/plan/embed");
        CHECK(there.says("src=&quot;https://taiga.example/plan/widget&quot;"));
        CHECK_FALSE(there.says("музей"));
    });
}

TEST_CASE("the code to paste is for what was chosen, and is whole when a place has quotation marks")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        house.yurga.announced(at("Вечер \"У камина\"", "7 июля", "ДК \"Победа\" & парк", "все"));
        Browser anna(house);
        anna.get("/plan/embed");
        CHECK(anna.says("<option value=\"ДК &quot;Победа&quot; &amp; парк\">"));
        CHECK_FALSE(anna.says("замок"));
        anna.get(
            "/plan/embed?place=%D0%94%D0%9A+%22%D0%9F%D0%BE%D0%B1%D0%B5%D0%B4%D0%B0%22+%26+"
            "%D0%BF%D0%B0%D1%80%D0%BA&count=3");
        CHECK(anna.says("<option value=\"ДК &quot;Победа&quot; &amp; парк\" selected>"));
        const auto src = anna.between("<iframe class=\"frame\" src=\"", "\"");
        CHECK(src.starts_with("/plan/widget?count=3&amp;place="));
        std::string path = src;
        path.replace(path.find("&amp;"), 5, "&");
        anna.get(path);
        CHECK(anna.count("<li class=\"line\">") == 1);
        CHECK(anna.says("У камина"));
        anna.get("/plan/embed?kind=event");
        CHECK(anna.says("&lt;iframe src=&quot;https://yurga.example/plan/widget?kind=event&quot; title=&quot;"));
    });
}

}  // namespace widget_test
