#include <doctest/doctest.h>

#include "features/front/feature.hpp"
#include "features/participation/tests/hall_for_test.hpp"
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

template <class Test>
void for_each_engine_with_hall(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {.portal_line = {participation::portal_parts}, .sign_ups = participation::open_sign_ups},
                    {front::feature(), participation::feature()});
        participation::test::Hall hall(house, 40);
        test(hall);
    });
}

}  // namespace

TEST_CASE("the first page leads to letters and calendars before anything for machines")
{
    with_first_page([](House& house) {
        house.yurga.announced(content("Ёлка", "30 декабря, 11:00"));
        Browser anna(house);
        anna.get("/");
        const auto at = [&](std::string_view words) { return anna.text().find(words); };
        CHECK(at("href=\"/subscribe\"") < at("href=\"/calendars\""));
        CHECK(at("href=\"/calendars\"") < at("href=\"/for-programs\""));
        CHECK_FALSE(anna.says("<a href=\"webcal:"));
        CHECK(anna.says("<link rel=\"alternate\" type=\"text/calendar\""));
        CHECK_FALSE(anna.says("<a href=\"/feed."));
    });
}

TEST_CASE("a card of what one may sign up for says until when, with the way there, until it closes")
{
    for_each_engine_with_hall([](participation::test::Hall& hall) {
        House& house = hall.house;
        auto wanted = hall.kept();
        wanted.closes = house.yurga.town.zone.instant(parse_iso_day("2021-07-04").value(), 18 * 60);
        hall.set(wanted);
        house.yurga.announced(content("Забег", "7 июля, 12:00"));  // nobody signs up for it
        Browser anna(house);
        const auto way = "<a href=\"" + app::sign_up_path(hall.occasion()) + "\"";
        for (const auto* page : {"/", "/plan/week?from=2021-07-06"}) {
            CAPTURE(page);
            house.yurga.now = plan::test::noon;
            anna.get(page);
            CHECK(anna.count(way) == 1);
            CHECK(anna.count("class=\"open-door\"") == 1);
            CHECK(anna.says("запись до 4 июля"));
            house.yurga.now = *wanted.closes;
            anna.get(page);
            CHECK_FALSE(anna.says("open-door"));
        }
        house.yurga.now = plan::test::noon;
        anna.get("/");
        CHECK(anna.count("class=\"open-door\"") == 1);
        wanted = hall.kept();
        wanted.open = false;
        house.change(house.yurga, [&](app::Work& work) {
            return participation::put_sign_up(work, app::get_for_update(work, wanted.occasion), wanted).has_value();
        });
        anna.get("/");
        CHECK_FALSE(anna.says("open-door"));
    });
}

TEST_CASE("a hundred cards ask once what one may sign up for")
{
    for_each_engine_with_hall([](participation::test::Hall& hall) {
        auto& house = hall.house;
        const auto& words = house.site.words(language::Code::ru);
        const auto open = house.yurga.read([&](app::View& view) {
            std::vector<app::Occasion> many(600);
            for (std::size_t i = 0; i < many.size(); ++i) many[i].id = Id<app::Occasion>(std::int64_t(1'000'000 + i));
            many.front().id = hall.occasion();
            return participation::open_sign_ups(view, words, many);
        });
        REQUIRE(open.size() == 1);
        CHECK(open.begin()->first == hall.occasion());
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
