#include <doctest/doctest.h>

#include "features/plan/feature.hpp"
#include "features/plan/life/commands.hpp"
#include "features/plan/photos/tests/photo_house.hpp"

namespace home_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

/// What the front page is told, as it is.
nlohmann::json first_page(House& house)
{
    const auto& words = house.site.words(language::Code::ru);
    return house.yurga.read([&](app::View& view) { return front_model(view, words, {}); });
}

}  // namespace

TEST_CASE("each number of the first page, and of plan and fact, opens a list with as many rows")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        town.announced(content("Ёлка", "30 декабря, 11:00"));
        town.announced(content("Рубрика", "в течение года"));
        town.announced(content("Встреча", "по отдельному графику"));
        town.announced(content("Забег", "28.05.2021; 25.06.2021; 02.07.2021; 27.08.2021"));
        town.announced(content("Прошедшее", "1 июня"));
        plan::test::held(town);
        const Line off = town.announced(content("Ярмарка", "9 августа"));
        town.change([&](app::Work& work) { return cancel_line(work, off.id, off.version, {}, "карантин"); }).value();
        town.add(marked(content("Тайное", "9 августа")));
        Browser anna(house);
        const auto home = first_page(house);
        int numbers = 0;
        const auto rows_of = [&](const std::string& href) {
            const auto list = anna.get_json(href);
            return (list.contains("records") ? list.at("records") : list.at("lines")).size();
        };
        for (const auto& figure : home.at("year").at("figures")) {
            const std::string href = figure.at("href");
            CAPTURE(href);
            CHECK(std::to_string(rows_of(href)) == figure.at("value"));
            CHECK(figure.at("title").get<std::string>().find("мероприяти") != std::string::npos);
            ++numbers;
        }
        CHECK(numbers == 3);
        anna.get("/plan/2021/fact");
        const std::string fact = anna.text();
        for (auto at = fact.find("<a href=\"/plan/2021/fact/records"); at != std::string::npos;
             at = fact.find("<a href=\"/plan/2021/fact/records", at + 1)) {
            auto href = fact.substr(at + 9, fact.find('"', at + 9) - at - 9);
            for (auto amp = href.find("&amp;"); amp != std::string::npos; amp = href.find("&amp;"))
                href.erase(amp + 1, 4);
            CAPTURE(href);
            const auto value = fact.substr(fact.find('>', at) + 1, fact.find("</a>", at) - fact.find('>', at) - 1);
            CHECK(std::to_string(rows_of(href)) == value);
            anna.get(href);
            CHECK(std::to_string(anna.count("<tr><td data-title")) == value);
            ++numbers;
        }
        CHECK(numbers > 20);
    });
}

TEST_CASE("the first page shows the latest told story with its photograph, and only while the town may see it")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const Line line = held(house.yurga);
        CHECK(first_page(house).at("story") == false);
        const auto photo = shown_photo(house, gleb, line);
        const auto story = first_page(house).at("story");
        CHECK(story.at("text") == "Пели всем двором.");
        CHECK(story.at("people") == "120 участников");
        CHECK(story.at("href") == line_path(line));
        CHECK(story.at("photo").at("alt") == "Хор во дворе");
        gleb.get(page_of(line));
        Fields fields = {{"author", ""}};
        say(fields, photos(house.yurga, line).back(), "Хор во дворе", "ask");
        gleb.post(page_of(line), fields);
        REQUIRE(gleb.status() == 303);
        CHECK(first_page(house).at("story") == false);
    });
}

TEST_CASE("what is over stands no more under this week, and next comes what is next")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Вчерашнее", "29 июня, 12:00"));
        house.yurga.announced(content("Забег у реки", "2 июля, 12:00"));
        house.yurga.announced(content("Лекторий", "по четвергам в 18:00, май – сентябрь"));
        const auto off = house.yurga.announced(content("Ярмарка", "6 июля"));
        house.yurga.change([&](app::Work& work) { return cancel_line(work, off.id, off.version, {}, "карантин"); })
            .value();
        const auto page = first_page(house);
        const auto week = page.at("week").dump(), soon = page.at("soon").dump();
        CHECK(week.find("Вчерашнее") == std::string::npos);
        CHECK(week.find("Забег у реки") != std::string::npos);
        CHECK(soon.find("Ярмарка") == std::string::npos);
        REQUIRE(page.at("soon").at("lines").size() == 1);
        CHECK(page.at("soon").at("lines").at(0).at("date").at("figure") == "8");
    });
}

}  // namespace home_test
