#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/portal/facets.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace finding_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

LineContent told(std::string title, std::string_view when, std::string audience = "")
{
    LineContent made = content(std::move(title), when);
    made.audience = std::move(audience);
    return made;
}

/// The house's clock says 30 June 2021, a Wednesday.
void fill(TestTown& town)
{
    town.announced(told("Субботник у школы", "13 февраля 2021"));
    town.announced(told("Викторина для младших", "12 июня 2021", "дети 7–10 лет"));
    town.announced(told("Концерт сегодня", "30 июня 2021, 18:00", "все жители"));
    town.announced(told("Ярмарка", "3 июля 2021", "семьи с детьми"));
    town.announced(told("Викторина у реки", "4 июля 2021", "школьники"));
    town.announced(told("Совет", "июль 2021", "ветераны"));
    town.announced(told("Бал", "20 августа 2021", "молодёжь"));
    town.add(marked(told("Тайный бал", "3 июля 2021", "дети")));
}

std::size_t place_of(const Browser& page, std::string_view words)
{
    return page.text().find(words);
}

}  // namespace

TEST_CASE("today, the weekend and the month ahead show what is on then, from the town's date")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/today");
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("Концерт сегодня"));
        CHECK_FALSE(anna.says("Ярмарка"));
        anna.get("/plan/weekend");
        CHECK(anna.says("Ярмарка"));
        CHECK(anna.says("Викторина у реки"));
        CHECK_FALSE(anna.says("Концерт сегодня"));
        CHECK_FALSE(anna.says("Тайный бал"));
        CHECK(anna.says("href=\"/plan/weekend\" aria-current=\"page\""));
        anna.get("/plan/month");
        for (const auto* title : {"Концерт сегодня", "Ярмарка", "Викторина у реки", "Совет"}) CHECK(anna.says(title));
        CHECK_FALSE(anna.says("Бал<"));
        CHECK_FALSE(anna.says("Викторина для младших"));
        CHECK(place_of(anna, "Викторина у реки") < place_of(anna, "Совет"));  // what has no day stands last
    });
}

TEST_CASE("a page of days is chosen from by kind and by group, and says so with a way back")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/weekend?group=children");
        CHECK(anna.says("Викторина у реки"));
        CHECK(anna.says("Ярмарка"));
        anna.get("/plan/weekend?group=children&kind=quiz");
        CHECK(anna.says("Викторина у реки"));
        CHECK_FALSE(anna.says("Ярмарка"));
        CHECK(anna.says("href=\"/plan/weekend?kind=quiz\""));
        CHECK(anna.says("href=\"/plan/today?kind=quiz&amp;group=children\""));
        anna.get("/plan/weekend?group=elders");
        CHECK(anna.says("На эти дни ничего не объявлено"));
        const auto found = anna.get_json("/plan/weekend?group=children");
        CHECK(found.at("first") == "2021-07-03");
        CHECK(found.at("last") == "2021-07-04");
        CHECK(found.at("lines").size() == 2);
        anna.get("/plan/week?group=families");
        CHECK(anna.says("Ярмарка"));
        CHECK_FALSE(anna.says("Викторина у реки"));
    });
}

TEST_CASE("a group is found in calendars and feeds as on the pages")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        for (const auto* path : {"/plan/2021?group=youth", "/plan.ics?group=youth", "/plan/2021.csv?group=youth",
                                 "/feed.json?group=youth", "/plan/widget?group=youth"}) {
            CAPTURE(path);
            anna.get(path);
            CHECK(anna.says("Бал"));
            CHECK_FALSE(anna.says("Ярмарка"));
        }
    });
}

TEST_CASE("a filter offers at most eight values, those with most lines, and no words of single lines")
{
    for_each_house([](House& house) {
        for (const auto kind : list_full_kinds()) {
            auto one =
                told("Событие " + std::string(to_text(kind)), "5 июля 2021", "клуб " + std::string(to_text(kind)));
            one.kind = kind;
            one.place = "дом " + std::string(to_text(kind));
            house.yurga.announced(one);
        }
        auto quiz = told("Ещё викторина", "6 июля 2021");
        quiz.kind = list_full_kinds().back();
        house.yurga.announced(quiz);
        Browser anna(house);
        anna.get("/plan/2021");
        CHECK(anna.count("href=\"/plan/2021?kind=") == int(facet_values_most));
        CHECK(anna.says("?kind=" + std::string(to_text(quiz.kind)) + "\""));
        CHECK_FALSE(anna.says("?place="));
        CHECK_FALSE(anna.says("?audience="));
    });
}

TEST_CASE("the year in which we are opens on what is ahead")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/2021");
        const auto folded = anna.between("<details class=\"past\">", "</details>");
        for (const auto* title : {"Субботник у школы", "Викторина для младших"})
            CHECK(folded.find(title) != std::string::npos);
        CHECK(folded.find("Концерт сегодня") == std::string::npos);
        CHECK(anna.says("Концерт сегодня"));
        CHECK(anna.says("<h2 id=\"month-6\">"));
        CHECK(anna.says("<h2 id=\"month-6-over\">"));
    });
}

TEST_CASE("a year of which nothing is ahead shows what was")
{
    for_each_house([](House& house) {
        house.yurga.announced(told("Субботник у школы", "13 февраля 2021"));
        Browser anna(house);
        anna.get("/plan/2021");
        CHECK(anna.says("<details class=\"past\" open>"));
    });
}

}  // namespace finding_test
