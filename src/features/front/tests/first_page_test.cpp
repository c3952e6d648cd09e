#include <doctest/doctest.h>

#include "features/front/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace first_page_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

template <class Test>
void with_first_page(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {}, {front::feature()});
        test(house);
    });
}

}  // namespace

TEST_CASE("the first page offers a calendar that goes on when the year is over")
{
    with_first_page([](House& house) {
        house.yurga.announced(content("Ёлка", "30 декабря, 11:00"));
        Browser anna(house);
        anna.get("/");
        CHECK(anna.says("href=\"webcal://yurga.example/plan.ics\""));
    });
}

TEST_CASE("the first page shows this week's own, however much goes on all the year")
{
    with_first_page([](House& house) {
        std::vector<Incoming> file;
        for (int i = 0; i < 520; ++i)
            file.push_back(incoming(marked(content("Выставка " + std::to_string(i), "01.01.2021 – 31.12.2021"))));
        REQUIRE(house.yurga.import(file, Announcing::now));
        house.yurga.announced(content("Забег у реки", "2 июля, 12:00"));
        house.yurga.announced(content("Поход в горы", "9 августа"));
        Browser anna(house);
        anna.get("/");
        CHECK(anna.says("Забег у реки"));
        CHECK(anna.says("Поход в горы"));
    });
}

}  // namespace first_page_test
