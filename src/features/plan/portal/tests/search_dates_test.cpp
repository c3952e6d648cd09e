#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace search_dates_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

/// The house's clock says 30 June 2021, a Wednesday.
void fill(TestTown& town)
{
    town.announced(content("Концерт духового оркестра", "3 июля 2021, 18:00"));
    town.announced(content("Лыжня в парке", "3 июля 2021, 10:00"));
    town.announced(content("Йога у реки", "26.06.2021; 03.07.2021; 10.07.2021"));
    town.announced(content("Выставка камней", "1 июня – 31 июля 2021"));
    town.announced(content("Концерт хора", "июль 2021"));
    town.announced(content("Совет ветеранов", "ежеквартально"));
    town.announced(content("Бег в воскресенье", "20 июля 2021"));
    town.add(marked(content("Тайный бал", "3 июля 2021")));
}

std::vector<std::string> found(Browser& page, std::string_view query)
{
    page.get("/search?q=" + percent_encoded(query));
    std::vector<std::string> titles;
    const auto& body = page.text();
    for (auto at = body.find("<h2><a href=\"/plan/"); at != std::string::npos;
         at = body.find("<h2><a href=\"/plan/", at)) {
        at = body.find('>', at + 4) + 1;
        titles.push_back(body.substr(at, body.find('<', at) - at));
    }
    return titles;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("a question that names a time finds what is on then, by the hour, and says how it was understood")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        CHECK(found(anna, "суббота 3 июля") ==
              Titles{"Йога у реки", "Лыжня в парке", "Концерт духового оркестра", "Выставка камней"});
        CHECK(anna.says("3 июля, суббота"));
        CHECK(found(anna, "концерт в субботу") == Titles{"Концерт духового оркестра"});
        CHECK(anna.says("концерт, 3 июля, суббота"));
        CHECK(anna.says("as=words"));
        CHECK(found(anna, "на выходных").size() == 4);
        CHECK(found(anna, "концерты в июле") == Titles{"Концерт духового оркестра", "Концерт хора"});
        CHECK(found(anna, "концерт завтра").empty());
        CHECK_FALSE(anna.says("Тайный бал"));
    });
}

TEST_CASE("a weekday that the date does not have is said")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        CHECK(found(anna, "воскресенье 3 июля").size() == 4);
        CHECK(anna.says("3 июля — суббота."));
        found(anna, "суббота 3 июля");
        CHECK_FALSE(anna.says("3 июля — суббота."));
    });
}

TEST_CASE("words of time can be looked for as words")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        CHECK(found(anna, "бег в воскресенье").empty());  // Sunday is 4 July
        anna.get("/search?q=" + percent_encoded("бег в воскресенье") + "&as=words");
        CHECK(anna.says("Бег в воскресенье"));
        CHECK_FALSE(anna.says("Ищем:"));
    });
}

}  // namespace search_dates_test
